"""Footprints made at random from the table of fields: every kind, sign and choice that there is.

Five hundred of each kind are tried; CELCA_FOOTPRINTS=10000 tries as many.
"""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from celca.declaration import (
    Declaration,
    Field,
    catenax_to_pact3,
    check_form,
    check_rules,
    fields,
    from_pact3,
    read_declaration,
)
from celca.errors import DeclarationError
from celca.exchange import Exported, pact_text, write_export
from celca.exchange.catenax import catenax_pcf

Document = dict[str, Any]
COUNT = int(os.environ.get("CELCA_FOOTPRINTS", "500"))
many = settings(max_examples=COUNT, deadline=None, suppress_health_check=list(HealthCheck))
TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
WORDS = TEXT.filter(lambda t: bool(t.strip()))
PLAIN = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=12)
SIGNS = {
    ">0": (1, 10**9), ">=0": (0, 10**9), "<=0": (-(10**9), 0), "percent": (0, 100), "": (-(10**9), 10**9),
}  # fmt: skip
WRONG: Mapping[str, tuple[Any, ...]] = {
    "decimal": ("", "1,5", "1e3", "NaN", "Infinity", "--1", "0x1", "１", "1.", ".5", 1.5, 7, True, [], "1" * 999),
    "uuid": ("", "12abc", 5, "d9be4477e35145b3acd9e1da05e6f633x"),
    "spec_version": ("3", "3.0", 3.0, "v3.0.0"),
    "datetime": ("2025-05-22", "2025-13-40T00:00:00Z", "2025-05-22T21:47:32", 0, "yesterday"),
    "text": ("", "  ", 7, [], {}),
    "string": (7, [], {}, True),
    "urns": ([], "urn:x:1", ["x:1"], [7], {}),
    "uuids": ([], ["x"], "x"),
    "texts": ([], "ISO14067", [""], [7]),
    "reports": ([], ["IPCC"], "AR6", [6]),
    "bool": ("true", 1, [], "no"),
    "country": ("jp", "JPN", 1), "subdivision": ("JP", "JP-", "JP-1234"), "uri": ("x", 7, "a b"),
    "object": ([], "x", 7), "objects": ([], {}, ["x"], "x"), "choice": ("other", 7, [], "Liter"),
}  # fmt: skip


@cache
def decimals(sign: str) -> st.SearchStrategy[str]:
    if sign == "1..5":
        return st.integers(100, 500).map(lambda n: f"{n / 100:.2f}")
    low, high = SIGNS[sign]
    whole = st.integers(low, high).filter(lambda n: sign != ">0" or n > 0)
    ends = st.just("") if sign == "percent" else st.from_regex(r"(\.[0-9]{1,12})?", fullmatch=True)
    return st.tuples(whole, ends).map(lambda pair: f"{pair[0]}{pair[1] if pair[0] else ''}")


@cache
def value_of(item: Field) -> st.SearchStrategy[Any]:
    kind, _, choices = item.kind.partition(":")
    moments = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
    made: dict[str, Any] = {
        "decimal": lambda: decimals(item.sign),
        "uuid": lambda: st.uuids().map(str),
        "uuids": lambda: st.lists(st.uuids().map(str), min_size=1, max_size=2, unique=True),
        "spec_version": lambda: st.sampled_from(["3.0.0", "3.0.3", "3.1.0-20260101"]),
        "datetime": lambda: moments.map(lambda m: m.strftime("%Y-%m-%dT%H:%M:%SZ")),
        "text": lambda: WORDS,
        "string": lambda: st.just("") | TEXT,
        "urns": lambda: st.lists(PLAIN.map("urn:x:{}".format), min_size=1, max_size=3),
        "texts": lambda: st.lists(WORDS, min_size=1, max_size=2),
        "reports": lambda: st.just(["AR6"]) | st.just(["AR5", "AR6"]),
        "bool": st.booleans,
        "country": lambda: st.sampled_from(["JP", "DE"]),
        "subdivision": lambda: st.sampled_from(["JP-13", "US-CA"]),
        "uri": lambda: PLAIN.map("https://example.org/{}".format),
        "choice": lambda: st.sampled_from(choices.split("|")),
        "object": lambda: objects(item.path) if fields().get(item.path) else st.just({"a": 1}),
        "objects": lambda: st.lists(objects(item.path), min_size=1, max_size=2),
    }
    found: st.SearchStrategy[Any] = made[kind]()
    return found


@cache
def objects(path: str = "") -> st.SearchStrategy[Document]:
    """Draw an object with all that it must have, and some of what it may."""
    known = fields()[path].values()
    needed = {x.name: value_of(x) for x in known if x.need}
    return st.fixed_dictionaries(
        needed, optional={x.name: value_of(x) for x in known if not x.need}
    )


def wrong_in(document: Document) -> list[tuple[str, Document]]:
    out = [(c.id, c.where) for c in (*check_form(document), *check_rules(document))
           if c.result != "ok"]  # fmt: skip
    return out  # type: ignore[return-value]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("footprints") / "x.json"


@many
@given(document=objects())
def test_a_footprint_has_its_form_and_survives_being_read_byte_for_byte(
    path: Path, document: Document
) -> None:
    write_export(Exported(document, ()), path)
    first = path.read_bytes()
    found = read_declaration(str(path))
    assert [c for c in found.checks if c.id in ("pact_form", "pact_missing", "pact_range")
            and c.result == "error"] == []  # fmt: skip
    write_export(Exported(found.document or {}, ()), path)
    assert path.read_bytes() == first


@many
@given(document=objects())
def test_a_catena_x_footprint_is_the_same_after_a_way_through_pact(document: Document) -> None:
    for wide in ("geographyRegionOrSubregion", "geographyCountry"):  # PACT has one of the three
        if sum(key.startswith("geography") for key in document["pcf"]) > 1:
            document["pcf"].pop(wide, None)
    first = catenax_pcf(Exported(document, ()), "Asia").document
    again = catenax_to_pact3(json.loads(pact_text(first)))[0]
    second = catenax_pcf(Exported(again, ()), "Asia").document
    for each in (first, second):  # rules go by their URN alone, one standard of several
        method = each["pcfAssessmentAndMethodology"][0]["pcfMethodology"][0]
        method["standards"][0].pop("productOrSectorSpecificRules", None)
    assert pact_text(second) == pact_text(first)


@st.composite
def spoilt(draw: st.DrawFn) -> tuple[Document, Document, str]:
    """Draw a footprint, the same with one field made wrong, and the field."""
    document = draw(objects())
    holder = draw(st.sampled_from(["", "pcf"]))
    known = fields()[holder]
    inside = copy.deepcopy(document)
    place = inside[holder] if holder else inside
    name = draw(st.sampled_from(sorted(k for k in known if k in place)))
    item = known[name]
    if item.need and draw(st.booleans()):
        del place[name]
    elif item.kind == "decimal" and item.sign in (">0", ">=0", "<=0") and draw(st.booleans()):
        place[name] = {">0": "0", ">=0": "-1", "<=0": "1"}[item.sign]
    else:
        place[name] = draw(st.sampled_from(WRONG[item.kind.partition(":")[0]]))
    return document, inside, f"$.{item.path}"


def read(document: Document) -> Declaration | DeclarationError:
    try:
        return from_pact3(document, "x")
    except DeclarationError as refusal:
        return refusal


@many
@given(case=spoilt())
def test_a_wrong_field_is_refused_with_its_path_or_told_by_a_rule(
    case: tuple[Document, Document, str],
) -> None:
    right, wrong, where = case
    before = wrong_in(right)
    found = read(wrong)
    if isinstance(found, DeclarationError):
        assert "$." in str(found)
        return
    told = [c for c in found.checks if c.result != "ok" and (c.id, c.where) not in before]
    assert any(c.id.startswith("pact_") and c.where.startswith(where) for c in told), where
