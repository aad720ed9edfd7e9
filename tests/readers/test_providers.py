"""Who makes a product: one rule after another, then a refusal with the list."""

from __future__ import annotations

import pytest

from celca.errors import DataError, UnknownName
from celca.inventory import Process
from celca.readers.draft import Draft
from celca.readers.providers import Maker, Providers


def providers(*makers: tuple[str, str, str], **more: object) -> Providers:
    """Makers of `power`, given as (id, name, location)."""
    known = [Maker(key, f"{key}-column", name, place) for key, name, place in makers]
    return Providers({"power": known}, {"power": "Electricity"}, **more)  # type: ignore[arg-type]


COAL, WIND = ("coal", "Coal plant", "JP"), ("wind", "Wind park", "EU")
MARKET = ("market", "Market for electricity", "GLO")
NAMED = ("named", "Electricity", "GLO")


@pytest.mark.parametrize(
    ("makers", "default", "place", "found"),
    [
        ((COAL,), "", "", "coal"),  # the only one
        ((COAL, WIND, MARKET, NAMED), "wind", "JP", "wind"),  # the default provider before all
        ((COAL, WIND), "elsewhere", "JP", "coal"),  # a default that is not there tells nothing
        ((COAL, WIND, MARKET, NAMED), "", "JP", "market"),  # the market before name and place
        ((COAL, WIND, NAMED), "", "JP", "named"),  # called as the product, before the place
        ((COAL, WIND), "", "EU", "wind"),  # the same place
    ],
)
def test_each_rule_comes_before_the_next(
    makers: tuple[tuple[str, str, str], ...], default: str, place: str, found: str
) -> None:
    assert providers(*makers).find("power", default, place) == f"{found}-column"


def test_a_decision_comes_before_market_and_place() -> None:
    for told in ({"Electricity": "Coal plant"}, {"power": "coal"}):
        chosen = providers(COAL, WIND, MARKET, decided=told)
        assert chosen.find("power", "", "EU") == "coal-column"


def test_two_in_one_place_are_refused_with_the_list_and_what_to_do() -> None:
    known = providers(COAL, ("gas", "Gas plant", "JP"), WIND)
    assert known.find("power", "", "JP") is None
    with pytest.raises(DataError) as refusal:
        known.refuse()
    for text in ("'Electricity'", "Coal plant (JP", "Gas plant (JP", "--provider", "--several"):
        assert text in str(refusal.value)


def test_what_nothing_makes_is_cut_off_counted_and_named() -> None:
    known = providers(COAL)
    for _ in range(3):
        assert known.find("ore", "", "") is None
    known.refuse()  # is no refusal
    (said,) = [f.message for f in known.findings() if f.code == "cut_off"]
    assert "1 product is made by no process" in said
    assert "3 inputs of them count nothing: ore" in said


def test_the_mean_of_makers_is_a_process_of_its_own() -> None:
    known = providers(COAL, WIND, average=True)
    assert known.find("power", "", "") == "mix:power"
    draft = Draft(dict.fromkeys(("name", "version", "licence", "geography", "description"), "x"))
    for key, unit in (("coal-column", "kWh"), ("wind-column", "MJ")):
        draft.processes[key] = Process(key, key, "", key, unit, "", None, "unit", "", "", "")
    known.add_mixes(draft)
    shares = {x.input: x.amount for x in draft.inventory().exchanges}
    assert shares == pytest.approx({"coal-column": 0.5, "wind-column": 1.8})  # half a kWh in MJ
    assert "mean_of_makers" in [f.code for f in known.findings()]


def test_a_refusal_says_how_many_products_it_does_not_list() -> None:
    known = [Maker(key, key, name, place) for key, name, place in (COAL, WIND)]
    several = Providers({f"power {i}": known for i in range(7)}, {})
    for product in several.makers:
        several.find(product, "", "")
    with pytest.raises(DataError, match=r"^7 products have .*'power 4'.*; and so on for 2 more\."):
        several.refuse()


def test_a_decision_for_what_is_no_maker_is_refused_even_with_the_mean_of_all() -> None:
    for average in (False, True):
        mistyped = providers(COAL, WIND, decided={"Electricity": "Wind prak"}, average=average)
        mistyped.find("power", "", "")
        with pytest.raises(
            UnknownName, match="maker of 'Electricity' is called 'Wind prak'.*Wind park"
        ):
            mistyped.refuse()


def test_a_decision_on_no_product_of_the_database_is_told() -> None:
    known = providers(COAL, WIND, decided={"Electricty": "Coal plant"}, average=True)
    known.find("power", "", "")
    known.refuse()
    told = {f.code: f.message for f in known.findings()}
    assert "1 decision names no product of this database" in told["provider_unused"]
    assert "Did you mean 'Electricity'?" in told["provider_unused"]
