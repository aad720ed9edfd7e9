"""What the database does not hold is offered proxies of its class, and none that looks alike."""

from __future__ import annotations

import pytest

from celca.inventory import CLASSES, embedded, read_inventory
from celca.matching import Matcher
from celca.matching.kinds import kind_in, kind_of
from celca.shipped import shipped_rows


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(read_inventory(embedded()["celca-open"]), {})


def test_every_listed_name_has_a_class_that_there_is_and_stands_once() -> None:
    rows = shipped_rows("celca.matching", "kinds.csv")
    assert {row["class"] for row in rows} <= set(CLASSES)
    assert len({row["name"].casefold() for row in rows}) == len(rows)


def test_a_proxy_that_is_named_is_in_the_database_and_of_the_class(matcher: Matcher) -> None:
    classes, wrong = matcher.inventory.classes, []
    for row in shipped_rows("celca.matching", "kinds.csv"):
        wrong += [x for x in row["proxies"].split() if classes.get(x) != row["class"]]
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("POM", ("polyamide", "pc", "abs")),
        ("POM 黒", ("polyamide", "pc", "abs")),
        ("PTFE", ("plastics-average", "pvc", "pc")),
        ("LED", ("electronics", "pcb", "power-supply")),
        ("チップ抵抗 1608", ("electronics", "pcb", "power-supply")),
        ("積層セラミックコンデンサ", ("electronics", "pcb", "power-supply")),
        ("ケーブル", ("cable-copper",)),
    ],
)
def test_what_is_not_there_is_offered_proxies(
    matcher: Matcher, name: str, near: tuple[str, ...]
) -> None:
    found = matcher.candidates(name)
    assert tuple(c.material for c in found) == near
    assert {c.how for c in found} == {"proxy"}
    assert matcher.nearest(name) == ()


def test_a_proxy_is_never_taken(matcher: Matcher) -> None:
    assert matcher.find("POM") is None
    assert matcher.guess("POM") is None


def test_a_decision_comes_before_proxies(matcher: Matcher) -> None:
    found = Matcher(matcher.inventory, {"POM": "polyamide"}).candidates("POM")
    assert (found[0].material, found[0].how) == ("polyamide", "matches.csv")


def test_a_short_name_is_no_part_of_a_longer_word(matcher: Matcher) -> None:
    assert [c.material for c in matcher.candidates("SPCC t1.6")] == ["steel-sheet"]
    assert matcher.candidates("水") == ()


def test_of_two_listed_names_the_longer_one_tells() -> None:
    assert kind_in("LEDモジュール 3W") == kind_of("LEDモジュール")
    assert kind_in("nothing of the sort") is None


def test_a_low_alloy_steel_comes_near_steel_and_says_why(matcher: Matcher) -> None:
    for name in ("SCM435", "42CrMo4", "SUJ2", "軸受鋼"):
        found = matcher.find(name)
        assert found is not None
        assert (found.target, found.how, found.score) == ("steel", "assumed", 0.9)
        assert "alloying elements" in found.by
    plain = matcher.find("S45C")
    assert plain is not None
    assert (plain.how, plain.score) == ("alias", 1.0)
