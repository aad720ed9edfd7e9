"""Names lead to one material for certain, or are refused with the nearest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from celca.errors import DataError, UnknownName
from celca.inventory import embedded, read_inventory
from celca.matching import Matcher, read_decisions


@pytest.fixture
def matcher(small: Path) -> Matcher:
    return Matcher(read_inventory(small), {"blue stuff": "resin", "Metal": "wood"})


@pytest.mark.parametrize(
    ("name", "target", "how"),
    [
        ("resin", "resin", "id"),
        ("Resin", "resin", "id"),
        ("樹脂", "resin", "name"),
        ("プラスチック", "resin", "alias"),
        ("ﾌﾟﾗｽﾁｯｸ", "resin", "alias"),
        ("PLASTIC", "resin", "alias"),
        ("moulding", "moulding", "id"),
        ("成形加工", "moulding", "alias"),
        ("その他", "unspecified", "alias"),
        ("Blue  Stuff", "resin", "matches.csv"),
        ("metal", "wood", "matches.csv"),
    ],
)
def test_a_name_is_found_by_the_most_binding_table(
    matcher: Matcher, name: str, target: str, how: str
) -> None:
    match = matcher.match(name, "here")
    assert (match.target, match.how, match.score) == (target, how, 1.0)


def test_where_a_process_is_asked_for_its_id_is_not_a_material(
    write_database: Callable[..., Path],
) -> None:
    """`moulding` is also an alias of resin: a part of it is resin, a step of it is the process."""
    alias = {"aliases.csv": ("plastic,en,resin", "plastic,en,resin\nmoulding,en,resin")}
    inventory = read_inventory(write_database(alias))
    matcher = Matcher(inventory, {})
    assert matcher.match("moulding", "here").target == "resin"
    assert matcher.match("moulding", "here", "process").target == "moulding"
    decided = Matcher(inventory, {"moulding": "truck"})
    assert decided.match("moulding", "here", "process").target == "truck"


@pytest.mark.parametrize(
    ("name", "near"), [("resn", "resin"), ("wooden board", "wood"), ("plastics", "resin")]
)
def test_a_similar_name_is_never_used_but_suggested(matcher: Matcher, name: str, near: str) -> None:
    assert matcher.find(name) is None
    with pytest.raises(UnknownName) as error:
        matcher.match(name, "bom.csv row 2")
    assert near in error.value.near
    assert str(error.value).startswith(f"bom.csv row 2: no material is called {name!r}.")


def test_a_search_gives_the_certain_answer_first(matcher: Matcher) -> None:
    found = matcher.search("plastic")
    assert (found[0].material, found[0].process, found[0].score) == ("resin", "resin-virgin", 1.0)
    assert all(c.score < 1 for c in found[1:])


def test_a_database_without_materials_offers_its_processes(small: Path) -> None:
    foreign = replace(read_inventory(small), variants=(), aliases=())
    matcher = Matcher(foreign, {})
    assert "resin-virgin" in matcher.nearest("resin, virgin grade")
    assert [c.material for c in matcher.search("", 2)] == [p.id for p in foreign.processes[:2]]


def test_an_empty_search_lists_every_material(matcher: Matcher) -> None:
    assert [c.material for c in matcher.search("")] == ["resin", "wood", "metal"]


def test_decisions_are_checked_against_the_database(
    small: Path, write: Callable[..., Path]
) -> None:
    inventory = read_inventory(small)
    good = write("matches.csv", "name,material,comment\nA,resin,why\nB,unspecified,\n")
    assert read_decisions(good, inventory) == {"A": "resin", "B": "unspecified"}
    bad = write("matches.csv", "name,material\nA,resin\nB,resine\n")
    with pytest.raises(DataError, match=r"matches.csv line 3: no material or process is called"):
        read_decisions(bad, inventory)


def test_a_row_without_a_material_is_not_decided_yet(
    small: Path, write: Callable[..., Path]
) -> None:
    inventory = read_inventory(small)
    path = write("matches.csv", "name,material,comment\nA,,did you mean: resin\nB,wood,\n")
    assert read_decisions(path, inventory) == {"B": "wood"}


def test_two_decisions_on_one_name_are_refused(small: Path, write: Callable[..., Path]) -> None:
    path = write("matches.csv", "name,material\nA,resin\nA,resin\nA,wood\n")
    with pytest.raises(DataError, match=r"line 4: 'A' is 'wood' here, but 'resin' above"):
        read_decisions(path, read_inventory(small))


def test_a_short_name_that_is_like_nothing_gets_no_far_fetched_suggestion(
    matcher: Matcher,
) -> None:
    assert matcher.nearest("XQZ7") == ()


@pytest.mark.parametrize("name", ["Netzkabel", "semiconductor", "TPE", "power adapter"])
def test_a_name_that_is_like_a_material_by_chance_alone_gets_no_suggestion(name: str) -> None:
    inventory = read_inventory(embedded()["celca-open"])
    assert Matcher(inventory, {}).nearest(name) == ()
    assert Matcher(inventory, {}).nearest("alumnium") == ("aluminium",)


def test_what_is_suggested_for_a_material_is_a_material_and_for_a_step_a_process(
    matcher: Matcher,
) -> None:
    inventory = matcher.inventory
    assert set(matcher.nearest("aluminum")) <= set(inventory.materials)
    assert set(matcher.nearest("electricty", kind="process")) <= set(inventory.process_by_id)
    assert not set(matcher.nearest("electricty")) - set(inventory.materials)


def test_a_decision_may_write_a_name_that_only_one_process_has(small: Path, tmp_path: Path) -> None:
    inventory = read_inventory(small)
    twice = replace(inventory.processes[-1], id="other", name="Moulding")
    path = tmp_path / "matches.csv"
    path.write_text('name,material\nshell,moulding\nGehäuse,"Resin, virgin"\n', encoding="utf-8")
    assert read_decisions(path, inventory) == {"shell": "moulding", "Gehäuse": "resin-virgin"}
    path.write_text("name,material\nshell,Moulding\n")
    assert read_decisions(path, inventory) == {"shell": "moulding"}
    others = (replace(twice, name="Two"), replace(twice, id="more", name="Two"))
    both = replace(inventory, processes=(*inventory.processes, *others))
    path.write_text("name,material\nshell,two\n")
    with pytest.raises(DataError, match=r"line 2: 'two' is the name of 2 processes.*other .*more "):
        read_decisions(path, both)
    path.write_text("name,material\nshell,mouldnig\n")
    with pytest.raises(UnknownName, match="line 2.*Did you mean 'moulding'"):
        read_decisions(path, inventory)
