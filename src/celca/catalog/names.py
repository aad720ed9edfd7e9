"""Each distinct name is matched once; rows get the code of what it means, or the fault."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from celca.bom.words import fold, word_set
from celca.catalog.faults import FAULT
from celca.catalog.prices import PriceList
from celca.matching import Match, Matcher
from celca.units import same_dimension

__all__ = ["Names"]

_HINTS = 200  # unknown names per chunk that get their nearest neighbours


@dataclass
class Names:
    """The meanings of the names seen so far.

    materials  name -> (code of the target, fault, sentence)
    processes  name -> (row of the price table, fault, sentence)
    near       unknown name -> the nearest names, which are slow to find
    """

    prices: PriceList
    matcher: Matcher
    materials: dict[str, tuple[int, int, str]] = field(default_factory=dict)
    processes: dict[str, tuple[int, int, str]] = field(default_factory=dict)
    near: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def add_materials(self, frame: pl.DataFrame, column: str) -> pl.DataFrame:
        """Return the frame with `target`, `material_fault` and `material_said`."""
        return _looked_up(frame, column, "target", "material", self._meanings(frame[column]))

    def add_processes(self, frame: pl.DataFrame, column: str) -> pl.DataFrame:
        """Return the frame with `forming`, `process_fault` and `process_said`."""
        known = {}
        for name in _distinct(frame[column]):
            known[name] = self.processes.get(name) or self._process(name.strip())
        self.processes.update(known)
        return _looked_up(frame, column, "forming", "process", known)

    def _meanings(self, names: pl.Series) -> dict[str, tuple[int, int, str]]:
        known, hints = {}, _HINTS
        for name in _distinct(names):
            if name not in self.materials:
                found = self.matcher.find(name)
                if found is None:
                    known[name] = self._unknown(name.strip(), hint=hints > 0)
                    hints -= 1
                    continue
                self.materials[name] = self._material(name, found)
            known[name] = self.materials[name]
        return known

    def _material(self, name: str, found: Match) -> tuple[int, int, str]:
        code = self.prices.code.get(found.target)
        if code is not None:
            return code, 0, ""
        unit = self.prices.inventory.process_by_id[found.target].unit
        said = f"{name!r} is bought by {unit}, not by mass."
        return -1, FAULT["not_by_mass"], said

    def _unknown(self, name: str, *, hint: bool) -> tuple[int, int, str]:
        if not name or fold(name) in word_set("empty"):
            return -1, FAULT["no_material"], ""
        if hint and name not in self.near:
            self.near[name] = self.matcher.nearest(name)
        near = self.near[name] if hint else ()
        tail = f" Did you mean {' or '.join(map(repr, near))}?" if near else ""
        return -1, FAULT["unknown_material"], f"No material is called {name!r}.{tail}"

    def _process(self, name: str) -> tuple[int, int, str]:
        if not name or fold(name) in word_set("empty"):
            return -1, 0, ""
        found = self.matcher.find(name)
        process = self.prices.inventory.process_by_id.get(found.target) if found else None
        if process is None:
            near = self.matcher.nearest(name)
            tail = f" Did you mean {' or '.join(map(repr, near))}?" if near else ""
            return -1, FAULT["unknown_process"], f"No process is called {name!r}.{tail}"
        if not same_dimension(process.unit, "kg"):
            said = f"{name!r} is no manufacturing process, priced per kg."
            return -1, FAULT["process_not_by_mass"], said
        return self.prices.forming[process.id], 0, ""


def _distinct(names: pl.Series) -> list[str]:
    """Return the distinct names in the order of the file; null is left out."""
    return names.unique(maintain_order=True).drop_nulls().to_list()


def _looked_up(
    frame: pl.DataFrame,
    column: str,
    code: str,
    prefix: str,
    known: dict[str, tuple[int, int, str]],
) -> pl.DataFrame:
    table = pl.DataFrame(
        {
            column: list(known),
            code: [k[0] for k in known.values()],
            f"{prefix}_fault": [k[1] for k in known.values()],
            f"{prefix}_said": [k[2] or None for k in known.values()],
        },
        schema={
            column: pl.String,
            code: pl.Int32,
            f"{prefix}_fault": pl.UInt8,
            f"{prefix}_said": pl.String,
        },
    )
    return frame.join(table, on=column, how="left", maintain_order="left").with_columns(
        pl.col(code).fill_null(-1), pl.col(f"{prefix}_fault").fill_null(0)
    )
