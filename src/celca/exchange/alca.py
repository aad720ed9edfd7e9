"""A footprint as the result file of ALCA, the application of the Ouranos Ecosystem for car parts.

Sections, headings, order, quotes and rounding are those of the published sample
(ODS-IS-ALCA/sample-application-lca-backend, LcaCfpResultCsvService.java and Constants.java).
Its column 鋼 holds copper: CalcUtil.java sums the materials of class 3, copper, under it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from math import fsum
from pathlib import Path

from celca.assess import Footprint
from celca.errors import DataError, FileFault, Finding, Names
from celca.marks import inert
from celca.product import Line, Product

__all__ = ["alca_csv", "write_alca"]

# our classes and its; what has another class, or none, is その他
_NAMES = {
    "iron": "鉄",
    "aluminium": "アルミ",
    "copper": "鋼",  # copper, as the sample means it
    "metal": "非鉄金属",
    "plastic": "樹脂",
}
_CLASSES = (*_NAMES.values(), "その他")
_FACTS = ("operator_id", "trace_id", "name", "part_number", "plant", "plant_address", "respondent")
_KNOWN = ("made_by", *_FACTS)


def alca_csv(
    product: Product, result: Footprint, facts: Mapping[str, str], classes: Mapping[str, str]
) -> tuple[str, tuple[Finding, ...]]:
    """Return the result file of a part, and what should be known about it.

    facts    what only the company knows: operator_id, trace_id, part_number, plant,
             plant_address, respondent; `made_by` is 内製 (made by itself) or 外製 (bought in)
    classes  of the materials, as their database says
    Raises DataError for a footprint that is not of one piece, and for an unknown fact.
    """
    _check(result, facts)
    outside = facts.get("made_by") == "外製"
    named = _columns_of(product, classes)
    masses, material = _by_class(product, result, named)
    stages = {s: 1000 * kg for s, kg in result.by_stage.items()}
    forming, transport = stages.get("production", 0.0), stages.get("distribution", 0.0)
    outputs = [0.0 if outside else forming, forming if outside else 0.0, *material.values()]
    outputs += [fsum(material.values()), 0.0, 0.0, transport, 0.0]
    outputs.append(fsum([forming, *material.values(), transport]))
    about = [facts.get(key, product.name if key == "name" else "") for key in _FACTS]
    inputs = [*masses.values(), fsum(masses.values())]
    energy = [[row, *[""] * 12] for row in ("実測", "簡易", "合計")]
    sections = [
        _section("product", [about]),
        "インプット情報\n" + _section("materials", [list(map(_whole, inputs))]),
        _section("energy", energy),
        "アウトプット情報(g-CO2eq)\n" + _section("output", [list(map(_whole, outputs))]),
        "部品構成・CFP詳細情報\n" + _section("parts", _parts(product, result, facts, named)),
    ]
    bare = sorted(name for name in named if name not in classes)
    return "\n".join(sections), (*_findings(result, facts), *_on_classes(bare))


def write_alca(text: str, path: Path) -> None:
    """Write a result file as the application does: UTF-8 with a byte order mark."""
    try:
        path.write_bytes(b"\xef\xbb\xbf" + text.encode("utf-8"))
    except OSError as fault:
        raise FileFault(str(path), f"cannot be written: {fault.strerror}.") from fault


def _check(result: Footprint, facts: Mapping[str, str]) -> None:
    unit = result.declared_unit
    if (unit.amount, unit.unit) != (1.0, "piece"):
        raise DataError(
            f"{result.product}: the declared unit is {unit.amount:g} {unit.unit}, but an ALCA file"
            " is of one part. Declare 1 piece."
        )
    for key, value in facts.items():
        if key not in _KNOWN or (key == "made_by" and value not in ("内製", "外製")):
            raise DataError(f"{key} = {value!r} is no fact of an ALCA file: {', '.join(_KNOWN)}.")


def _columns_of(product: Product, classes: Mapping[str, str]) -> dict[str, str]:
    """Return the class of ALCA of each material in a product."""
    targets = [line.match.target for line in product.lines]
    return {name: _NAMES.get(classes.get(name, ""), _CLASSES[-1]) for name in targets}


def _by_class(
    product: Product, result: Footprint, named: Mapping[str, str]
) -> tuple[dict[str, float], dict[str, float]]:
    """Return mass in the product [g] and emissions of the materials [g CO2e], by class."""
    masses, emitted = dict.fromkeys(_CLASSES, 0.0), dict.fromkeys(_CLASSES, 0.0)
    for line in product.lines:
        masses[named[line.match.target]] += 1000 * line.mass / product.uses
    for entry in result.lines:
        if entry.stage == "raw_materials":
            emitted[named.get(entry.material, _CLASSES[-1])] += 1000 * entry.kg_co2e
    return masses, emitted


def _parts(
    product: Product, result: Footprint, facts: Mapping[str, str], named: Mapping[str, str]
) -> list[list[str]]:
    """Return one row per part and material, figures as they are."""
    emitted: dict[tuple[str, str, str], float] = {}
    for entry in result.lines:
        key = (entry.part, entry.material, entry.stage)
        emitted[key] = emitted.get(key, 0.0) + 1000 * entry.kg_co2e
    groups: dict[tuple[str, str], list[Line]] = {}
    for line in product.lines:
        groups.setdefault((line.part, line.match.target), []).append(line)
    rows = []
    for (part, material), lines in groups.items():
        mass = 1000 * fsum(line.mass for line in lines) / product.uses
        entering = 1000 * fsum(x.mass * (1 + x.scrap) for x in lines) / product.uses
        cells = {
            "品番": part,
            "品名": lines[0].description,
            "合計質量": repr(mass),
            "材料分類": named[material],
            "LCA材料コード": material,
            "素材報告値": repr(emitted.get((part, material, "raw_materials"), 0.0)),
            "素材測定方法": "簡易",
            "素材重量計算歩留り率": repr(100 * mass / entering) if entering else "",
            "素材重量計算投入質量": repr(entering),
            "加工報告値": repr(emitted.get((part, material, "production"), 0.0)),
            "加工測定方法": "簡易",
            "加工製造区分": facts.get("made_by", "内製"),
        }
        rows.append([cells.get(heading, "") for heading in _headings()["parts"]])
    return rows


def _section(name: str, rows: Sequence[Sequence[str]]) -> str:
    """Return headings and rows; every heading is quoted, and every cell that holds something."""
    head = ",".join(f'"{heading}"' for heading in _headings()[name])
    lines = [",".join(map(_cell, row)) for row in rows]
    return "\n".join([head, *lines]) + "\n"


def _cell(text: str) -> str:
    return '"' + inert(text).replace('"', '""') + '"' if text else ""


def _whole(grams: float) -> str:
    """Return whole grams with commas, as the application prints them."""
    return "0" if abs(grams) < 0.5 else f"{grams:,.0f}"


@cache
def _headings() -> dict[str, list[str]]:
    text = Path(__file__).with_name("alca_headings.csv").read_text(encoding="utf-8")
    rows = (line.partition(",") for line in text.splitlines()[1:])
    return {section: headings.split("|") for section, _, headings in rows}


def _findings(result: Footprint, facts: Mapping[str, str]) -> tuple[Finding, ...]:
    found = [
        Finding(
            "info",
            "lost",
            "鋼 stands for copper, as in the application. Energy by fuel, auxiliaries and waste of"
            " the plant are not told apart and stay empty or 0; the sums are whole grams.",
        )
    ]
    if "made_by" not in facts:
        told = "All forming is counted as 内製; say made_by = 外製 where it is bought in."
        found.append(Finding("info", "made_by", told))
    left = {s: result.by_stage.get(s, 0.0) for s in ("use", "end_of_life")}
    if any(left.values()):
        told = ", ".join(f"{kg:g} kg CO2e of {s.replace('_', ' ')}" for s, kg in left.items() if kg)
        message = f"An ALCA file ends with the delivery of the part: {told} are not in it."
        found.append(Finding("warning", "left_out", message))
    missing = [key for key in _FACTS if key != "name" and not facts.get(key)]
    if missing:
        found.append(Finding("warning", "needed", f"Not given: {', '.join(missing)}."))
    return tuple(found)


def _on_classes(bare: Sequence[str]) -> Iterator[Finding]:
    if bare:
        told = "In no class of the database, so in その他: {materials}."
        yield Finding.of("warning", "no_material_class", told, materials=Names(bare))
