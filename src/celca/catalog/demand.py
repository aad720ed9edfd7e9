"""The demand of every product, kept beside the scores: to price it again without its rows.

A long table: product, variant, thing (row of the price table), process, amount [kg]. Rows of the
product as specified serve the whole variants too, as these are other prices of the same D; beside
them stands only what such a variant has to form more. A scenario has rows of its own. The file
says in its metadata what each thing is and what it cost.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array

from celca.catalog.job import Job
from celca.catalog.output import sink
from celca.catalog.prices import COLUMNS, SUMS, PriceList
from celca.catalog.products import Scores
from celca.catalog.things import Thing, things
from celca.errors import FileFault

__all__ = ["KeptDemand", "KeptThing", "demand_path", "demand_table", "open_demand", "write_demand"]

_FORM = 1
SPECIFIED = "as_specified"


@dataclass(frozen=True)
class KeptThing:
    """What a demand can ask for, and what it cost then.

    row     in the price table of the run
    prices  per kg, the columns of PriceList.wide
    life    whether it has a virgin, recycled, bio-based variant; mass of the bio-based one in the
            function of 1 kg of the others [kg/kg]; None where it has no variants
    """

    row: int
    thing: Thing
    prices: tuple[float, ...]
    life: tuple[float, ...] | None

    def __post_init__(self) -> None:
        """Take lists as they come out of JSON."""
        object.__setattr__(self, "prices", tuple(self.prices))
        object.__setattr__(self, "life", tuple(self.life) if self.life is not None else None)


@dataclass(frozen=True)
class KeptDemand:
    """The demand of all products of a file of scores.

    frame   product, variant, thing, process, amount; not read yet
    things  by their rows in the price table of that run
    """

    path: Path
    frame: pl.LazyFrame
    things: Mapping[int, KeptThing]


def demand_path(scores: Path) -> Path:
    """Return where the demand of a file of scores is kept."""
    return scores.with_name(f"{scores.stem}.demand.parquet")


def demand_table(product: pl.Series, found: Sequence[Scores]) -> pl.DataFrame:
    """Return the demand of the products of a chunk.

    found  the scores as specified, then those of the variants
    """
    tables = [_long(product, SPECIFIED, found[0].base)]
    for scores in found[1:]:
        own = scores.more if scores.into is not None else scores.base
        if own is not None and own.nnz:
            tables.append(_long(product, scores.name, own))
    return pl.concat(tables).sort("at", maintain_order=True).drop("at")


def _long(product: pl.Series, variant: str, D: csr_array) -> pl.DataFrame:
    D = D.copy()
    D.sum_duplicates()
    D.eliminate_zeros()
    at = np.repeat(np.arange(D.shape[0], dtype=np.uint32), np.diff(D.indptr))
    return pl.DataFrame(
        {
            "product": product.gather(at),
            "variant": pl.repeat(variant, len(at), eager=True, dtype=pl.String),
            "thing": pl.Series(D.indices, dtype=pl.UInt32),
            "amount_kg": D.data,
            "at": at,
        }
    )


def write_demand(job: Job, scores: Path, listed: PriceList, about: Mapping[str, str]) -> None:
    """Write the demand of all chunks beside the scores."""
    frame = pl.concat([pl.scan_ipc(p) for p in job.parts("demand")])
    rows = frame.select(pl.col("thing").unique().sort()).collect().to_series().to_list()
    told = kept_things(listed, rows)
    write_kept(frame, told, scores, about)


def write_kept(
    frame: pl.LazyFrame, told: Sequence[KeptThing], scores: Path, about: Mapping[str, str]
) -> None:
    """Write a demand whose things are told."""
    names = pl.LazyFrame(
        {"thing": [t.row for t in told], "process": [t.thing.process for t in told]},
        schema={"thing": pl.UInt32, "process": pl.String},
    )
    whole = frame.join(names, on="thing", how="left", maintain_order="left")
    metadata = {
        **about,
        "celca_schema": f"catalogue-demand-{_FORM}",
        "celca_columns": json.dumps([COLUMNS, SUMS]),
        "celca_things": json.dumps([asdict(t) for t in told]),
    }
    columns = ("product", "variant", "thing", "process", "amount_kg")
    sink(whole.select(columns), demand_path(scores), metadata)


def kept_things(listed: PriceList, rows: Sequence[int]) -> list[KeptThing]:
    """Return what some rows of a price table are and cost."""
    every, wide = things(listed), listed.wide
    return [KeptThing(r, every[r], wide[r].tolist(), life_of(listed, every[r])) for r in rows]


def life_of(listed: PriceList, thing: Thing) -> tuple[float, ...] | None:
    """Return which variants the material of a thing has, and their ratio of mass."""
    code = listed.code.get(thing.material)
    if code is None or not thing.input or thing.input == "forming":
        return None
    return (*map(float, listed.has[code]), float(listed.ratio[code]), float(listed.grown[code]))


def open_demand(scores: Path) -> KeptDemand | None:
    """Open the demand that stands beside a file of scores; None where there is none.

    Raises FileFault for one of another form.
    """
    path = demand_path(scores)
    if not path.is_file():
        return None
    try:
        about = pl.read_parquet_metadata(path)
        frame = pl.scan_parquet(path, glob=False)
    except pl.exceptions.PolarsError as error:
        raise FileFault(path.name, f"cannot be read: {error}.") from error
    same = about.get("celca_columns") == json.dumps([COLUMNS, SUMS])
    if about.get("celca_schema") != f"catalogue-demand-{_FORM}" or not same:
        raise FileFault(
            path.name, "was written by another version of celca.", "Score the catalogue anew."
        )
    told = [
        KeptThing(t["row"], Thing(**t["thing"]), t["prices"], t["life"])
        for t in json.loads(about["celca_things"])
    ]
    return KeptDemand(path, frame, {t.row: t for t in told})


def prices_of(told: Sequence[KeptThing]) -> NDArray[Any]:
    """Return the prices of things (things x columns of PriceList.wide)."""
    return np.array([t.prices for t in told], dtype=float).reshape(len(told), -1)
