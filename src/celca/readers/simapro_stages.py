"""What becomes of products in SimaPro: waste scenarios, disposal, disassembly and reuse.

A waste scenario deals with each material of an assembly in its own way: rows that name the
material before those of its waste type, these before those for all. So it is a process of its own
for each material that it meets, beside the one for waste of which nothing is known. Materials are
what an assembly, and each assembly within, lists as such; its processes leave no waste.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from celca.readers.simapro_files import Row
from celca.readers.simapro_linking import Part, Reading, fill, link
from celca.readers.simapro_process import Entry, amount_in, share_in
from celca.units import factor, same_dimension

__all__ = ["Ends", "add_ends"]

_EVERY = ("", "not defined", "unspecified", "all waste types")
_WHOLE = 1e-6


@dataclass
class Ends:
    """The product stages and waste scenarios of a file, by the name of their product.

    types  material -> its waste type
    """

    reading: Reading
    stages: Mapping[str, tuple[Entry, Part]]
    scenarios: Mapping[str, tuple[Entry, Part]]
    types: Mapping[str, str]
    known: dict[str, Mapping[str, float]] = field(default_factory=dict)


def add_ends(ends: Ends) -> None:
    """Add what becomes of products to the processes that were read of stages and scenarios."""
    for entry, part in ends.scenarios.values():
        _split(ends, entry, part, "")
    add: Mapping[str, Callable[[Ends, Entry, Part], None]] = {
        "life cycle": _life_cycle,
        "disposal scenario": _disposal,
        "disassembly": _disassembly,
        "reuse": _reuse,
    }
    for entry, part in ends.stages.values():
        kind = entry.about.get("Category type", "").casefold()
        if kind in add:
            add[kind](ends, entry, part)
        elif kind != "assembly":
            _leave(ends, entry, f"the product stage {part.name!r} is of the kind {kind!r}")


def _leave(ends: Ends, entry: Entry, what: str) -> None:
    ends.reading.unread.append(f"{ends.reading.export.file} line {entry.line}: {what}")


def _split(ends: Ends, entry: Entry, part: Part, material: str) -> None:
    """Give a waste to the treatments that a scenario has for it; '' is waste of any kind."""
    rest = 1.0
    for heading in ("Separated waste", "Remaining waste"):
        rows = _matching([row for _, row in entry.rows(heading)], material, ends.types)
        found = [(row, share_in(ends.reading.export, row, entry.names)) for row in rows]
        for row, share in found:
            size = part.unit, part.amount * rest * share
            _treat(ends, part, row.cell(0), material, size)
        rest *= 1 - sum(share for _, share in found)
    if abs(rest) > _WHOLE and any(entry.rows("Separated waste", "Remaining waste")):
        ends.reading.partly.append(f"{part.name}: {1 - rest:.4g}")


def _matching(rows: Sequence[Row], material: str, types: Mapping[str, str]) -> list[Row]:
    """Return the rows for a material: those that name it, its type, or every type."""
    kind = types.get(material, "").casefold()
    named = [row for row in rows if material and row.cell(1) == material]
    typed = [row for row in rows if kind not in _EVERY and row.cell(1).casefold() == kind]
    return named or typed or [row for row in rows if row.cell(1).casefold() in _EVERY]


def _treat(ends: Ends, part: Part, name: str, material: str, size: tuple[str, float]) -> None:
    """Give an amount of a material to a treatment or to a scenario, which deals with it."""
    reading, (unit, amount) = ends.reading, size
    if not material or name not in ends.scenarios:
        link(reading, [part], ("input", name), size)
    elif same_dimension(unit, ends.scenarios[name][1].unit):
        ratio = factor(unit, ends.scenarios[name][1].unit, name)
        reading.draft.add(part.key, "input", _for_material(ends, name, material), amount * ratio)
    else:
        reading.providers.misfits.append(f"{part.name}, {name}: {unit}")


def _for_material(ends: Ends, name: str, material: str) -> str:
    """Return the id of a scenario for a material, which is added where it is not there."""
    entry, part = ends.scenarios[name]
    key, draft = f"{name} [{material}]", ends.reading.draft
    if key not in draft.processes:
        own = replace(part, key=key, name=key)
        draft.processes[key] = replace(draft.processes[part.key], id=key, name=key, product=key)
        fill(ends.reading, entry, [own])
        _split(ends, entry, own, material)
    return key


def _contents(ends: Ends, name: str, within: tuple[str, ...] = ()) -> Mapping[str, float]:
    """Return what one unit of an assembly holds: materials [kg], and assemblies [their unit]."""
    if name in ends.known:
        return ends.known[name]
    entry, part = ends.stages[name]
    held: dict[str, float] = {}
    for _, row in entry.rows("Materials/assemblies"):
        unit, amount = amount_in(ends.reading.export, row, 1, entry.names)
        inner, amount = row.cell(0), amount / part.amount
        where = f"{name}, {inner}"
        if inner in (*within, name):
            continue  # an assembly that holds itself
        wanted = ends.stages[inner][1].unit if inner in ends.stages else "kg"
        if not same_dimension(unit, wanted):
            _leave(ends, entry, f"{where} is in {unit}, not in {wanted}: it leaves no waste")
            continue
        amount *= factor(unit, wanted, where)
        held[inner] = held.get(inner, 0.0) + amount
        if inner in ends.stages:
            for key, each in _contents(ends, inner, (*within, name)).items():
                held[key] = held.get(key, 0.0) + amount * each
    ends.known[name] = held
    return held


def _waste(ends: Ends, part: Part, scenario: str, held: Mapping[str, float]) -> None:
    """Give all materials of what is held to a scenario or treatment."""
    for material, mass in held.items():
        if material not in ends.stages and mass:
            _treat(ends, part, scenario, material, ("kg", mass))


def _assembly_of(ends: Ends, entry: Entry, heading: str) -> tuple[str, float]:
    """Return the name and amount [its unit] of the assembly that a stage is about, '' for none."""
    for _, row in entry.rows(heading):
        if row.cell(0) in ends.stages:
            unit, amount = amount_in(ends.reading.export, row, 1, entry.names)
            wanted = ends.stages[row.cell(0)][1].unit
            if same_dimension(unit, wanted) and amount:
                return row.cell(0), amount * factor(unit, wanted, row.cell(0))
    return "", 0.0


def _held(ends: Ends, assembly: str, amount: float) -> dict[str, float]:
    return {key: each * amount for key, each in _contents(ends, assembly).items()}


def _life_cycle(ends: Ends, entry: Entry, part: Part) -> None:
    assembly, amount = _assembly_of(ends, entry, "Assembly")
    for _, row in entry.rows("Waste/Disposal scenario"):
        name = row.cell(0)
        if not assembly:
            _leave(ends, entry, f"{name!r} of {part.name!r} has no assembly to dispose of")
        elif name in ends.stages:
            _dispose(ends, (entry, part), name, (assembly, amount))
        else:
            _waste(ends, part, name, _held(ends, assembly, amount))


def _dispose(ends: Ends, owner: tuple[Entry, Part], name: str, what: tuple[str, float]) -> None:
    """Give an assembly to a stage that says what becomes of it; `what` is its name and amount."""
    (entry, part), (assembly, amount) = owner, what
    stage, made = ends.stages[name]
    reference, of = _assembly_of(ends, stage, "Reference assembly")
    if reference != assembly:
        _leave(ends, entry, f"{name!r} is not about {assembly!r}, which {part.name!r} gives to it")
        return
    link(ends.reading, [part], ("input", name), (made.unit, made.amount * amount / of))


def _disposal(ends: Ends, entry: Entry, part: Part) -> None:
    assembly, amount = _assembly_of(ends, entry, "Reference assembly")
    if not assembly:
        _leave(ends, entry, f"{part.name!r} has no reference assembly with an amount")
        return
    whole = 0.0
    for heading, row in entry.rows("Waste scenarios", "Disassemblies", "Reuses"):
        share = share_in(ends.reading.export, row, entry.names)
        whole += share
        if heading == "Waste scenarios":
            _waste(ends, part, row.cell(0), _held(ends, assembly, amount * share))
        elif row.cell(0) in ends.stages:
            _dispose(ends, (entry, part), row.cell(0), (assembly, amount * share))
        else:
            _leave(ends, entry, f"{row.cell(0)!r} of {part.name!r} is not in the file")
    if abs(whole - 1) > _WHOLE:
        ends.reading.partly.append(f"{part.name}: {whole:.4g} of {assembly}")


def _disassembly(ends: Ends, entry: Entry, part: Part) -> None:
    """Give assemblies within to their own disposal, and what is left to waste scenarios."""
    assembly, amount = _assembly_of(ends, entry, "Reference assembly")
    if not assembly:
        _leave(ends, entry, f"{part.name!r} has no reference assembly with an amount")
        return
    held = _held(ends, assembly, amount)
    left = dict(held)
    for _, row in entry.rows("Disposal scenarios"):
        stage = ends.stages.get(row.cell(0))
        inner = _assembly_of(ends, stage[0], "Reference assembly")[0] if stage else ""
        count = held.get(inner, 0.0) * share_in(ends.reading.export, row, entry.names)
        if not count:
            _leave(ends, entry, f"{row.cell(0)!r} is about nothing that {assembly!r} holds")
            continue
        _dispose(ends, (entry, part), row.cell(0), (inner, count))
        for key, each in _contents(ends, inner).items():
            left[key] -= count * each
    for _, row in entry.rows("Waste scenarios"):
        share = share_in(ends.reading.export, row, entry.names)
        _waste(ends, part, row.cell(0), {key: each * share for key, each in left.items()})


def _reuse(ends: Ends, entry: Entry, part: Part) -> None:
    """Credit the assembly that need not be made again."""
    assembly, amount = _assembly_of(ends, entry, "Reference assembly")
    if not assembly:
        _leave(ends, entry, f"{part.name!r} has no reference assembly with an amount")
        return
    unit = ends.stages[assembly][1].unit
    link(ends.reading, [part], ("avoided", assembly), (unit, amount))
