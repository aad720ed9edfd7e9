"""Price a catalogue again from the demand that was kept: another database, only what it touches.

A product none of whose things changed in price keeps its figures to the last digit; the others
get those of a full run. What the rows alone can tell (a material that is gone, that has other
variants than before) is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from celca.assess import open_prices
from celca.catalog.pricing import COLUMNS, plastics_of, price_list, things
from celca.catalog.results.demand import KeptDemand, open_demand, write_kept
from celca.catalog.results.kept_things import LIFE, KeptThing, Priced, prices_of
from celca.catalog.results.repriced import reprice
from celca.catalog.results.result import ScoreFile, open_scores
from celca.catalog.results.writing import sink
from celca.errors import DataError, FileFault, UsageError
from celca.inventory import DEFAULT
from celca.methods import DEFAULT_METHOD
from celca.system import Intensities

__all__ = ["Repriced", "score_again"]

_SAME = 1e-13  # two solves of the same figures differ by less [kg CO2e/kg CO2e]


@dataclass(frozen=True)
class Repriced:
    """What a new database did to a catalogue.

    products  with a score
    touched   of them, those with a thing whose price changed
    things    that the catalogue asks for; changed: of them, those with another price
    """

    products: int
    touched: int
    things: int
    changed: int
    output: Path
    database: Mapping[str, str]
    method: str

    def to_dict(self) -> dict[str, Any]:
        """Return the counts as plain data, ready for JSON."""
        return {**asdict(self), "output": str(self.output)}


def score_again(
    scores: str | Path,
    out: str | Path,
    database: str | Path | Intensities = DEFAULT,
    method: str = DEFAULT_METHOD,
    *,
    keep_demand: bool = False,
    overwrite: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Repriced:
    """Price the products of a file of scores under another database or method.

    scores    written with its demand kept
    out       a .parquet or .csv file, of the same columns; its demand beside it where it is kept
    progress  called with (done, of) steps

    Raises FileFault where no demand was kept, DataError where the rows are needed.
    """
    old, path, step = open_scores(Path(scores)), Path(out), progress or _silent
    _check_out(path, old.path, overwrite=overwrite)
    kept = _demand_of(old)
    prices = database if isinstance(database, Intensities) else open_prices(database, method)
    told = _told_anew(kept, kept.lives.priced(prices, price_list(prices, _plastics(kept, prices))))
    step(1, 4)
    touched = _touched(kept, told)
    frame, count = reprice(old, kept, (told, touched))
    step(2, 4)
    about = {**old.about, **_about(prices)}
    constant = {name: pl.lit(about[name]) for name in ("database", "database_hash", "method")}
    sink(frame.with_columns(**constant), path, about)
    step(3, 4)
    if keep_demand:
        _keep(kept, told, path, about)
    step(4, 4)
    inventory, products = prices.system.inventory, old.frame.select(pl.len()).collect().item()
    named = inventory.identity
    method = prices.system.method.id
    return Repriced(products, count, len(told), len(touched), path, named, method)


def _silent(done: int, of: int) -> None:
    """Show nothing."""


def _demand_of(scores: ScoreFile) -> KeptDemand:
    kept = open_demand(scores.path)
    if kept is None:
        advice = "Score the catalogue with --keep-demand."
        raise FileFault(scores.path.name, "there is no demand beside it.", advice)
    return kept


def _keep(
    kept: KeptDemand, told: Mapping[int, KeptThing], path: Path, about: Mapping[str, str]
) -> None:
    """Write the demand with the new prices beside the new scores."""
    write_kept(kept.frame.drop("process"), list(told.values()), path, about, kept.lives)


def _check_out(path: Path, scores: Path, *, overwrite: bool) -> None:
    if path.suffix.lower() not in (".parquet", ".csv"):
        raise UsageError(f"{path}: scores are written as .parquet or .csv; name the file so.")
    if path.resolve() == scores.resolve():
        raise UsageError(f"{path} is the file that is read; give another name.")
    if path.exists() and not overwrite:
        raise UsageError(f"{path} exists already; say overwrite, or give another name.")


def _plastics(kept: KeptDemand, prices: Intensities) -> frozenset[str]:
    """Return what is plastic now, and what counted as plastic then."""
    at = COLUMNS.index("plastic")
    then = {t.thing.material for t in kept.things.values() if t.prices[at]}
    return plastics_of(prices.system.inventory) | then


def _about(prices: Intensities) -> dict[str, str]:
    inventory, method = prices.system.inventory, prices.system.method
    return {
        "celca_version": version("celca"),
        "database": f"{inventory.name} {inventory.version}",
        "database_hash": inventory.hash,
        "method": method.id,
        "method_hash": method.hash,
        "method_name": method.name,
    }


def _told_anew(kept: KeptDemand, priced: Priced) -> dict[int, KeptThing]:
    """Return what each thing is and costs now, by its number.

    Raises DataError for things that are gone or whose material has other variants.
    """
    every = things(priced.listed)
    known = {("", LIFE): len(every)}
    for place, thing in enumerate(every):
        known.setdefault((thing.material, thing.input), place)
    out, gone = {}, set()
    for row, was in kept.things.items():
        at = known.get((was.thing.material, was.thing.input))
        if at is None:
            gone.add(f"{was.thing.material!r} is gone")
            continue
        now = priced.kept(row, was.lived or None, at, was.change or None)
        if _can(now) != _can(was):
            gone.add(f"{was.thing.material!r} cannot end in its life as before")
        if now.life != was.life or bool(now.thing.process) != bool(was.thing.process):
            gone.add(f"{was.thing.material!r} has other variants than before")
        out[row] = now
    if gone:
        named = f"{priced.listed.inventory.name}: {'; '.join(sorted(gone)[:5])}."
        raise DataError(f"{named} Score the catalogue anew from its rows.")
    return out


def _can(thing: KeptThing) -> list[bool]:
    """Say what of a thing has a price: some materials cannot live so."""
    return [price == price for price in thing.prices]


def _touched(kept: KeptDemand, told: Mapping[int, KeptThing]) -> list[int]:
    """Return the rows of the things that cost something else now."""
    rows = list(kept.things)
    was, now = (np.nan_to_num(prices_of([of[r] for r in rows])) for of in (kept.things, told))
    size = np.maximum(np.abs(was), np.abs(now)).max(axis=1, initial=0.0)
    moved = (np.abs(now - was) > _SAME * size[:, None]).any(axis=1)
    return [r for r, new in zip(rows, moved, strict=True) if new]
