"""What a page shows of a footprint: rows in order, named in the reader's language.

No markup here and no rounding: names, values [kg CO2e per declared unit] and shares [-].
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import fsum

from celca.assess import Footprint, ResultLine
from celca.product import GATE_STAGES
from celca.report.sayings import Sayings
from celca.report.words import Words, clean

__all__ = [
    "Row",
    "category_rows",
    "command",
    "grouped",
    "largest",
    "part_rows",
    "process_title",
    "stage_rows",
    "step_title",
    "unit_text",
]


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that counts.

    value   [kg CO2e]
    share   of the total [-]; None where the total is not above 0, as no share means anything
    detail  what it is made of, or why it is 0
    """

    name: str
    value: float
    share: float | None
    detail: str = ""


def unit_text(result: Footprint, words: Words, *, short: bool = True) -> str:
    """Return the declared unit in words: `piece` (or `1 piece`), `100 kg`, `1個`."""
    amount, unit = result.declared_unit.amount, result.declared_unit.unit
    name = words.name("unit", unit)
    number = f"{amount:,.12g}"
    if words.lang == "ja":
        return f"{number}{'' if words.table.get(f'unit.{unit}') else ' '}{name}"
    return (
        name
        if short and amount == 1
        else f"{number} {name}{'s' if unit == 'piece' and amount != 1 else ''}"
    )


def stage_rows(result: Footprint, words: Words) -> list[Row]:
    """Return all stages in order; one without entries says why it is 0."""
    told = {line.stage for line in result.lines}
    if result.boundary == "cradle-to-grave":
        told.add("end_of_life")  # recycling alone leaves no entry under cut-off
    rows = []
    for stage, value in result.by_stage.items():
        beyond = result.boundary == "cradle-to-gate" and stage not in GATE_STAGES
        why = "outside" if beyond else "not_given"
        detail = "" if stage in told or value else words(why)
        rows.append(Row(words.name("stage", stage), value, _share(value, result), detail))
    return rows


def category_rows(result: Footprint, words: Words) -> list[Row]:
    """Return the kinds of emission in the order of the contract."""
    return [
        Row(words.name("category", name), value, _share(value, result))
        for name, value in result.by_category.items()
    ]


def process_title(line: ResultLine, words: Words) -> str:
    """Return what the process of a line is called in the reader's language."""
    japanese = line.process_name_ja if words.lang == "ja" else ""
    said = japanese or line.process_name or line.process
    return clean(said) or words("supplier")


def step_title(line: ResultLine, words: Words, say: Sayings) -> str:
    """Return what a line does, beside the name of its part; '' where nothing is said of it."""
    said = line.description
    if said and said == line.process_name:
        return process_title(line, words)
    return say(words.name("treatment", said)) if said else ""


def part_rows(
    result: Footprint, words: Words, materials: Mapping[str, str] | None = None
) -> list[Row]:
    """Return parts, and steps that no single part asks for, the largest first.

    materials  their names in the reader's language; without one, its id
    """
    groups: dict[tuple[str, ...], list[ResultLine]] = {}
    for line in result.lines:
        key = (line.part,) if line.part else ("", line.stage, line.description or line.process)
        groups.setdefault(key, []).append(line)
    rows = [_part(lines, result, words, materials or {}) for lines in groups.values()]
    return sorted(rows, key=lambda row: -abs(row.value))


def grouped(result: Footprint, key: Callable[[ResultLine], str]) -> list[Row]:
    """Return the lines summed by what a key says of them, the largest first; '' is left out."""
    sums: dict[str, float] = {}
    for line in result.lines:
        if name := clean(key(line)):
            sums[name] = sums.get(name, 0.0) + line.kg_co2e
    rows = [Row(name, value, _share(value, result)) for name, value in sums.items()]
    return sorted(rows, key=lambda row: -abs(row.value))


def largest(rows: Sequence[Row], count: int, words: Words) -> list[Row]:
    """Return the first rows as they are and the others as one, so that the sum stays."""
    others = rows[count:]
    if len(others) < 2:
        return list(rows)
    name = words("rest", count=len(others))
    known = [r.share for r in others if r.share is not None]
    rest = Row(name, fsum(r.value for r in others), fsum(known) if known else None)
    return [*rows[:count], rest]


def _part(
    lines: Sequence[ResultLine], result: Footprint, words: Words, materials: Mapping[str, str]
) -> Row:
    first = lines[0]
    value = fsum(line.kg_co2e for line in lines)
    row = Row("", value, _share(value, result))
    if not first.part:
        what = step_title(first, words, Sayings(words)) or process_title(first, words)
        name = f"{what} ({words.name('stage', first.stage)})"
        return replace(row, name=name, detail=_unique(process_title(line, words) for line in lines))
    # the first entry of a part is its material, which bears the part's own description
    said = clean(first.description) if first.stage == "raw_materials" else ""
    name = " ".join(dict.fromkeys(t for t in (clean(first.part), said) if t))
    return replace(
        row, name=name, detail=_unique(materials.get(x.material, x.material) for x in lines)
    )


def _unique(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(clean(name) for name in names if name))


def _share(value: float, result: Footprint) -> float | None:
    return value / result.total_kg_co2e if result.total_kg_co2e > 0 else None


def command(result: Footprint) -> tuple[str, str]:
    """Return what a shell needs to install the version and to repeat the calculation."""
    inputs = result.provenance.get("inputs") or [{"file": result.product}]
    method = result.provenance.get("method", {}).get("id", "")
    parts = ["celca", "footprint", str(inputs[0]["file"])]
    parts += ["--database", result.database["name"]]
    parts += ["--method", method] if method else []
    parts += result.provenance.get("options", [])
    if spread := result.uncertainty:
        parts += ["--draws", str(spread["draws"]), "--seed", str(spread["seed"])]
    install = f"pip install celca=={result.provenance.get('celca', '')}".removesuffix("==")
    return install, shlex.join(parts)
