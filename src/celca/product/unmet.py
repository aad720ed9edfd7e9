"""What a study says of materials that no part is of: a slip, unless a scenario brings them in."""

from __future__ import annotations

from collections.abc import Iterator

from celca.errors import Finding
from celca.matching import Matcher
from celca.product.record import Product
from celca.product.steps import STEP_STAGES
from celca.product.toml import Table

__all__ = ["told_of_unmet"]

_BY_NAME = ("inputs", "end_of_life", "circularity")  # tables whose keys are materials


def told_of_unmet(top: Table, product: Product, matcher: Matcher) -> Iterator[Finding]:
    """Yield a finding for each table of a study that is for a material of no part."""
    used = {line.match.target for line in product.lines}
    for place, material in _said(top):
        found = matcher.find(material)
        if found is not None and found.target not in used:
            yield Finding.of(
                "warning",
                "no_effect",
                "No part is of {material!r}, so what is written here changes nothing, unless a"
                " scenario brings that material in.",
                place,
                material=found.target,
            )


def _said(top: Table) -> Iterator[tuple[str, str]]:
    """Yield (place, name of a material) of all that is said of one material."""
    for key in _BY_NAME:
        table = top.open_table(key)
        for name, value in table.values.items():
            if isinstance(value, dict) and name != "default":
                yield f"{top.file} [{key}.{name}]", name
    for key in STEP_STAGES:
        for i, step in enumerate(top.values.get(key, []), start=1):
            if "material" in step:
                yield f"{top.file} [{key} {i}]", step["material"]
