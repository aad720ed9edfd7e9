"""Lines whose material is a mixture become a line for each material in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import fsum

from celca.bom import Bom, BomLine
from celca.errors import DataError, Finding, Names
from celca.inventory import VariantName
from celca.matching import Mixture, read_mixture
from celca.product.meanings import Meanings, material_name

__all__ = ["split_mixtures"]


def split_mixtures(bom: Bom, meanings: Meanings) -> Bom:
    """Return the bill with each mixture of stated shares as several lines, and what was done.

    A name that the database or the study knows as it stands is no mixture. Where a share is
    what the others leave over, every part has to be known.
    """
    lines: list[BomLine] = []
    findings: list[Finding] = []
    told: dict[str, tuple[Mixture, str]] = {}
    for line in bom.lines:
        name = material_name(line)
        mixture = _mixture(name, meanings)
        if mixture is None:
            lines.append(line)
        else:
            where = f"{bom.source} row {line.row}"
            parts = list(_parts(line, mixture, meanings, where))
            lines += parts
            findings += [] if name in told else _allotments(name, parts, where)
            told.setdefault(name, (mixture, where))
    findings = [*(_finding(name, *found) for name, found in told.items()), *findings]
    return replace(bom, lines=tuple(lines), findings=(*bom.findings, *findings)) if told else bom


def _mixture(name: str, meanings: Meanings) -> Mixture | None:
    mixture = read_mixture(name) if name and meanings[name].match is None else None
    if mixture is None or not mixture.rest:
        return mixture
    return mixture if all(meanings[part].match for part, _ in mixture.parts) else None


def _parts(line: BomLine, mixture: Mixture, meanings: Meanings, where: str) -> Iterator[BomLine]:
    """Yield the line of each part; what is recycled or grown is in the parts that can be so."""
    recycled = _allotted(line.recycled, "recycled", mixture, meanings, where)
    grown = _allotted(line.bio_based, "bio_based", mixture, meanings, where)
    value = line.supplier_value
    for name, share in mixture.parts:
        yield replace(
            line,
            material=name,
            mass=None if line.mass is None else line.mass * share,
            volume=None,  # shares are of the mass
            supplier_value=None if value is None else value * share,
            recycled=recycled[name],
            bio_based=grown[name],
        )


def _allotted(
    whole: float | None, variant: VariantName, mixture: Mixture, meanings: Meanings, where: str
) -> Mapping[str, float | None]:
    """Return the share of a variant in each part, given that in the whole [kg/kg]."""
    if not whole:
        return {name: whole for name, _ in mixture.parts}
    known = meanings.matcher.inventory.materials
    able = [(n, s) for n, s in mixture.parts if variant in known.get(meanings.target(n), {})]
    room = fsum(share for _, share in able)
    if whole > room + 1e-9:
        raise DataError(
            f"{where}: {whole:.0%} of the mixture is said to be {variant.replace('_', '-')}, but"
            f" the parts that can be so in the database are {room:.0%} of it."
        )
    return {n: whole / room if (n, s) in able else 0.0 for n, s in mixture.parts}


def _finding(name: str, mixture: Mixture, where: str) -> Finding:
    parts = Names(f"{part} {100 * share:.4g} %" for part, share in mixture.parts)
    if not mixture.rest:
        told = "{name!r} is taken for {parts}."
        return Finding.of("info", "mixture_split", told, where, name=name, parts=parts)
    told = "{name!r} is taken for {parts}, {rest!r} being what is left over."
    return Finding.of(
        "info", "mixture_split", told, where, name=name, parts=parts, rest=mixture.rest
    )


def _allotments(name: str, parts: list[BomLine], where: str) -> list[Finding]:
    """Return what to say of recycled or bio-based content that some of the parts were given."""
    findings = []
    for kind, shares in (
        ("recycled", [line.recycled for line in parts]),
        ("bio-based", [line.bio_based for line in parts]),
    ):
        given = Names(p.material for p, share in zip(parts, shares, strict=True) if share)
        if given:
            findings.append(
                Finding.of(
                    "warning",
                    "mixture_variant",
                    "What is {kind} in {name!r} is taken to be in {parts:q}, which the database"
                    " has {kind}.",
                    where,
                    kind=kind,
                    name=name,
                    parts=given,
                )
            )
    return findings
