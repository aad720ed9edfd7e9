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

import polars as pl

from celca.catalog.pricing import COLUMNS, SUMS, Thing
from celca.catalog.results.kept_lives import KeptLives
from celca.catalog.results.kept_things import KeptThing, Priced
from celca.catalog.results.writing import sink
from celca.errors import FileFault

__all__ = [
    "KeptDemand",
    "open_demand",
    "write_demand",
    "write_kept",
]

_FORM = 2
_KEY = ("life", "thing", "change")


@dataclass(frozen=True)
class KeptDemand:
    """The demand of all products of a file of scores.

    frame   product, variant, thing, process, amount; not read yet
    things  by their numbers
    lives   what the products' lives were made of
    """

    path: Path
    frame: pl.LazyFrame
    things: Mapping[int, KeptThing]
    lives: KeptLives


def demand_path(scores: Path) -> Path:
    """Return where the demand of a file of scores is kept."""
    return scores.with_name(f"{scores.stem}.demand.parquet")


def write_demand(
    frame: pl.LazyFrame, scores: Path, priced: Priced, about: Mapping[str, str]
) -> None:
    """Write the demand of all products beside the scores; `frame`: as `demand_table` has it."""
    alone = pl.when(pl.col("thing") == len(priced.listed.table)).then("variant").otherwise(None)
    frame = frame.with_columns(change=alone)
    rows = frame.select(_KEY).unique().sort(_KEY, nulls_last=False).collect()
    told = [priced.kept(row, *key) for row, key in enumerate(rows.iter_rows())]
    numbered = rows.with_columns(row=pl.int_range(rows.height, dtype=pl.UInt32)).lazy()
    frame = frame.join(numbered, on=_KEY, how="left", maintain_order="left", nulls_equal=True)
    whole = frame.drop(_KEY).rename({"row": "thing"})
    write_kept(whole, told, scores, about, KeptLives.of(priced))


def write_kept(
    frame: pl.LazyFrame,
    told: Sequence[KeptThing],
    scores: Path,
    about: Mapping[str, str],
    lives: KeptLives,
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
        "celca_lives": lives.told,
        "celca_things": json.dumps([asdict(t) for t in told]),
    }
    columns = ("product", "variant", "thing", "process", "amount_kg")
    sink(whole.select(columns), demand_path(scores), metadata)


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
    forms = [f"catalogue-demand-{form}" for form in (1, _FORM)]
    if about.get("celca_schema") not in forms or not same:
        raise FileFault(
            path.name, "was written by another version of celca.", "Score the catalogue anew."
        )
    told = [
        KeptThing(**{**t, "thing": Thing(**t["thing"])}) for t in json.loads(about["celca_things"])
    ]
    lives = KeptLives(about.get("celca_lives", ""))
    return KeptDemand(path, frame, {t.row: t for t in told}, lives)
