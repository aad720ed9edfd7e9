"""Products with all that is in them, by what they ask for: D = own + Q D, then priced once.

What an assembly asks for becomes the product's own, so it lives as the product does, is drawn with
it and kept with it; how the assembly lives where it is sold alone does not matter here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array

from celca.catalog.intake import MEANINGS
from celca.catalog.pricing import (
    AT,
    COLUMNS,
    FLAGS,
    NO_CLASS,
    SPECIFIED,
    SUMS,
    UNFORMED,
    VARIANTS,
    AtGate,
    Life,
    Lived,
    Scores,
    all_finite,
    demand_matrices,
    findings_of,
    mask_of,
    mostly_foreign,
    score_table,
)
from celca.catalog.scoring.names import Names
from celca.catalog.scoring.wanted import Wanted, told_beside

__all__ = ["Flat", "flattened", "with_parts"]


@dataclass(frozen=True)
class Flat:
    """Products with all that is in them.

    kept    (products): whether it has a score
    scores  a line for each of these
    beside  the demand, where it is to be kept
    said    sentence of each product whose parts cannot live as it does
    """

    kept: NDArray[np.bool_]
    scores: pl.DataFrame
    beside: Mapping[str, pl.DataFrame]
    said: Mapping[int, str]


def with_parts(own: csr_array, Q: csr_array) -> csr_array:
    """Return D = own + Q D: (I + Q) (I + Q²) (I + Q⁴) … own, until no product is that deep."""
    D = own
    with np.errstate(over="ignore", invalid="ignore"):
        while Q.nnz:
            D, Q = csr_array(D + Q @ D), csr_array(Q @ Q)
            Q.eliminate_zeros()
    return D


def flattened(
    own: pl.DataFrame, asked: pl.DataFrame, Q: csr_array, names: Names, wanted: Wanted
) -> Flat:
    """Price products with all that is in them.

    own    product, parts, flags, marks, life; flags and marks with those of the parts
    asked  what each asks for by itself
    Q      how many of each product another one takes
    """
    widths = {UNFORMED: len(names.prices.targets)}
    D = demand_matrices(asked, own["product"], widths, len(names.prices.table))
    D = {variant: with_parts(some, Q) for variant, some in D.items()}
    lives = _lives(own["life"], names)
    said = _problems(D.get(SPECIFIED), lives)
    fine = ~np.isin(np.arange(own.height), list(said))
    found = _found(_some(D, fine), own.filter(fine), _of(lives, fine), names, wanted)
    kept = fine.copy()
    kept[fine] = all_finite(found)
    D, own, lived = _some(D, kept), own.filter(kept), _of(lives, kept)
    found = _found(D, own, lived, names, wanted)
    parts = own["parts"].cast(pl.UInt32, strict=False)
    table = score_table(own["product"], parts, _findings(D, own, found, lived, names), found, lived)
    if lived is not None:
        table = table.with_columns(_cells(own["life"]))
    return Flat(kept, *told_beside(table, found, lived, names.prices, wanted), said)


def _lives(told: pl.Series, names: Names) -> Lived | None:
    """Return how each product lives; None where all stop at the gate."""
    if names.lives is None:
        return None
    every = told.unique(maintain_order=True).to_list()
    found = [names.lives.get(tuple(json.loads(text))) for text in every]
    place = {text: g for g, text in enumerate(every)}
    code = np.array([place[text] for text in told], dtype=np.int64)
    return Lived([life for life in found if isinstance(life, Life)], code)


def _of(lives: Lived | None, some: NDArray[np.bool_]) -> Lived | None:
    return None if lives is None else Lived(lives.lives, lives.code[some])


def _some(D: Mapping[str, csr_array], rows: NDArray[np.bool_]) -> dict[str, csr_array]:
    return {variant: every[rows] for variant, every in D.items()}


def _problems(D: csr_array | None, lives: Lived | None) -> dict[int, str]:
    """Return the sentence of each product that asks for what cannot live as it does."""
    said: dict[int, str] = {}
    if D is None or lives is None:
        return said
    for g, life in enumerate(lives.lives):
        rows, things = np.flatnonzero(lives.code == g), list(life.problems)
        at, which = (D[rows][:, things] > 0).nonzero()
        said |= {int(rows[i]): life.problems[things[j]] for i, j in zip(at, which, strict=True)}
    return said


def _found(
    D: Mapping[str, csr_array],
    own: pl.DataFrame,
    lived: Lived | None,
    names: Names,
    wanted: Wanted,
) -> Sequence[Scores]:
    """Return the scores as specified, then of each variant, as `score_lines` gives them."""
    prices, n = names.prices, own.height
    tariff = lived or AtGate(prices)
    nothing, marks = csr_array((n, len(prices.table))), own["marks"].to_numpy()
    base, width = D.get(SPECIFIED, nothing), len(COLUMNS)
    with np.errstate(over="ignore", invalid="ignore"):
        wide = tariff.wide(base)
        found = [Scores(SPECIFIED, wide[:, :width], np.ones(n, dtype=bool), base)]
        for k, variant in enumerate(VARIANTS):
            name, start = f"all_{variant}", width + k * len(SUMS)
            sums, more = wide[:, start : start + len(SUMS)], D.get(f"all_{variant}")
            sums = sums if more is None else sums + tariff.more(more)
            there = _marked(marks, k + 1) if k else np.ones(n, dtype=bool)
            present = tariff.possible(name, sums, there)
            found.append(Scores(name, sums, present, base, prices.whole[k], more))
        for k, change in enumerate(wanted.changes, start=len(found)):
            own_D = D.get(change.name, nothing)
            sums = tariff.sums(own_D, change)
            present = tariff.possible(change.name, sums, ~_marked(marks, k))
            found.append(Scores(change.name, sums, present, own_D, change=change))
    return found


def _marked(marks: NDArray[np.uint64], bit: int) -> NDArray[np.bool_]:
    return (marks >> np.uint64(bit) & np.uint64(1)).astype(bool)


def _findings(
    D: Mapping[str, csr_array],
    own: pl.DataFrame,
    found: Sequence[Scores],
    lived: Lived | None,
    names: Names,
) -> pl.Series:
    """Return the codes of the findings: those of the parts, and those that follow from the sums."""
    masks, sums = own["flags"].to_numpy(), found[0].sums
    flags = {name: _marked(masks, i) for i, name in enumerate(FLAGS)}
    flags["other_gwp_set"] = mostly_foreign(sums)
    flags["uptake_at_gate"] = sums[:, AT["biogenic_uptake"]] < 0
    flags[NO_CLASS] = sums[:, AT["unclassed"]] > 0
    every = tuple(flags.values())
    if lived is not None:
        none = np.zeros(0, dtype=np.int64)
        bare = D[UNFORMED].nonzero() if UNFORMED in D else (none, none)
        every = lived.flags(every, bare, names.prices)
    return findings_of(mask_of(every))


def _cells(told: pl.Series) -> pl.DataFrame:
    """Return what the columns say of each life, as the input has it."""
    cells = [tuple(c or None for c in json.loads(text)) for text in told]
    frame = pl.DataFrame(cells, schema=dict.fromkeys(MEANINGS, pl.String), orient="row")
    return frame.drop("allocation")
