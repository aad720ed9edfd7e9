"""Number the evidence (採番): every file, every line of the result and every source gets a voucher.

An auditor asks for voucher L-0007 and is given it; the numbers follow the order of the result, so
that the same study gives the same numbers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from celca.assess import Footprint
from celca.marks import inert

__all__ = ["vouchers_csv"]

_HEADER = ("voucher", "kind", "what", "amount", "unit", "kg_co2e", "supports", "evidence")


def vouchers_csv(result: Footprint, files: Mapping[str, str]) -> str:
    """Return the list of vouchers as CSV; `files` are those of the bundle with their SHA-256."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_HEADER)
    sources = {str(s["id"]): f"S-{i:04d}" for i, s in enumerate(result.sources, start=1)}
    for row in chain(
        _files(files), _lines(result, sources), _sources(result, sources), _excluded(result)
    ):
        writer.writerow([inert(str(cell)) for cell in row])
    return text.getvalue()


def _files(files: Mapping[str, str]) -> Iterator[tuple[Any, ...]]:
    for i, (name, digest) in enumerate(sorted(files.items()), start=1):
        yield (f"F-{i:04d}", "file", name, "", "", "", "", f"sha256:{digest}")


def _lines(result: Footprint, sources: Mapping[str, str]) -> Iterator[tuple[Any, ...]]:
    for i, x in enumerate(result.lines, start=1):
        what = x.part or x.description or x.process
        source = sources.get(x.source.partition("#")[0], x.source)
        yield (
            f"L-{i:04d}",
            x.stage,
            f"{what} [{x.process or 'declared by the supplier'}]",
            repr(x.amount),
            x.unit,
            repr(x.kg_co2e),
            "total_kg_co2e",
            source,
        )


def _sources(result: Footprint, numbers: Mapping[str, str]) -> Iterator[tuple[Any, ...]]:
    for s in result.sources:
        where = str(s["url"])
        yield (numbers[str(s["id"])], "source", s["citation"], "", "", "", str(s["id"]), where)


def _excluded(result: Footprint) -> Iterator[tuple[Any, ...]]:
    for i, x in enumerate(result.excluded.lines, start=1):
        mass = "" if x["mass_kg"] is None else repr(x["mass_kg"])
        what = x["description"] or x["part"] or x["material"]
        yield (f"X-{i:04d}", "left out", what, mass, "kg", "", str(x["reason"]), str(x["where"]))
