"""Each distinct name is matched once; rows get the code of what it means, or the fault."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from celca.bom.words import fold, word_set
from celca.catalog.intake import FAULT
from celca.catalog.pricing import Lives, PriceList
from celca.matching import Match, Matcher
from celca.units import same_dimension

__all__ = ["Names"]

Meaning = tuple[int, int, str]  # code, fault, sentence
_HINTS = 200  # unknown names per chunk that get their nearest neighbours


@dataclass
class Names:
    """The meanings of the names seen so far.

    materials  name -> (code of the target, fault, sentence)
    processes  name -> (row of the price table, fault, sentence)
    near       unknown name -> the nearest names, which are slow to find
    lives      that the products may have; None where all stop at the gate
    usual      (t): row of the process that shapes a part where none is named, −1 for none
    """

    prices: PriceList
    matcher: Matcher
    materials: dict[str, Meaning] = field(default_factory=dict)
    processes: dict[str, Meaning] = field(default_factory=dict)
    near: dict[str, tuple[str, ...]] = field(default_factory=dict)
    lives: Lives | None = None
    usual: NDArray[Any] | None = None

    def add_materials(self, cells: pl.Series) -> pl.DataFrame:
        """Return `target`, `material_fault` and `material_said` of each cell."""
        columns = ("target", "material_fault", "material_said")
        return _looked_up(cells, dict(self.materials), self._new_materials, columns)

    def add_processes(self, cells: pl.Series) -> pl.DataFrame:
        """Return `forming`, `process_fault` and `process_said` of each cell."""
        columns = ("forming", "process_fault", "process_said")
        return _looked_up(cells, dict(self.processes), self._new_processes, columns)

    def _new_materials(self, names: list[str]) -> dict[str, Meaning]:
        known, hints = {}, _HINTS
        for name in names:
            found = self.matcher.find(name)
            if found is None:
                known[name] = self._unknown(name.strip(), hint=hints > 0)
                hints -= 1
            else:
                known[name] = self.materials[name] = self._material(name, found)
        return known

    def _new_processes(self, names: list[str]) -> dict[str, Meaning]:
        known = {n: self.processes.get(n) or self._process(n.strip()) for n in names}
        self.processes.update(known)
        return known

    def _material(self, name: str, found: Match) -> Meaning:
        code = self.prices.code.get(found.target)
        if code is not None:
            return code, 0, ""
        unit = self.prices.inventory.process_by_id[found.target].unit
        said = f"{name!r} is bought by {unit}, not by mass."
        return -1, FAULT["not_by_mass"], said

    def _unknown(self, name: str, *, hint: bool) -> Meaning:
        if not name or fold(name) in word_set("empty"):
            return -1, FAULT["no_material"], ""
        if hint and name not in self.near:
            self.near[name] = self.matcher.nearest(name)
        near = self.near[name] if hint else ()
        tail = f" Did you mean {' or '.join(map(repr, near))}?" if near else ""
        return -1, FAULT["unknown_material"], f"No material is called {name!r}.{tail}"

    def _process(self, name: str) -> Meaning:
        if not name or fold(name) in word_set("empty"):
            return -1, 0, ""
        found = self.matcher.find(name)
        process = self.prices.inventory.process_by_id.get(found.target) if found else None
        if process is None:
            near = self.matcher.nearest(name, kind="process")
            tail = f" Did you mean {' or '.join(map(repr, near))}?" if near else ""
            return -1, FAULT["unknown_process"], f"No process is called {name!r}.{tail}"
        if not same_dimension(process.unit, "kg"):
            said = f"{name!r} is no manufacturing process, priced per kg."
            return -1, FAULT["process_not_by_mass"], said
        return self.prices.forming[process.id], 0, ""


def _looked_up(
    cells: pl.Series,
    known: Mapping[str, Meaning],
    look_up: Callable[[list[str]], dict[str, Meaning]],
    columns: tuple[str, str, str],
) -> pl.DataFrame:
    """Return code, fault and sentence of each cell; −1 and no fault where it is empty.

    known  names met before; those that are good need no second look
    """
    good = {name: meaning for name, meaning in known.items() if not meaning[1]}
    code = _joined(cells, good)["code"]
    fault = np.zeros(len(cells), dtype=np.uint8)
    said = pl.repeat(None, len(cells), dtype=pl.String, eager=True)
    new = (code.is_null() & cells.is_not_null()).arg_true()
    if len(new):
        rest = cells.gather(new)
        found = _joined(rest, look_up(rest.unique(maintain_order=True).to_list()))
        code = code.scatter(new, found["code"])
        fault[new.to_numpy()] = found["fault"].to_numpy()
        said = said.scatter(new, found["said"])
    return pl.DataFrame(dict(zip(columns, (code.fill_null(-1), fault, said), strict=True)))


def _joined(cells: pl.Series, known: Mapping[str, Meaning]) -> pl.DataFrame:
    rows = [(name, code, fault, said or None) for name, (code, fault, said) in known.items()]
    schema = {"cell": pl.String, "code": pl.Int32, "fault": pl.UInt8, "said": pl.String}
    table = pl.DataFrame(rows, schema=schema, orient="row")
    frame = cells.alias("cell").to_frame()
    return frame.join(table, on="cell", how="left", maintain_order="left")
