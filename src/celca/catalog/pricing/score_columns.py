"""The columns of the output, from the sums of each variant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from celca.assess import BEYOND
from celca.catalog.pricing.lives import Lived
from celca.catalog.pricing.plastics import NO_CLASS
from celca.catalog.pricing.prices import COLUMNS, PLASTIC
from celca.catalog.pricing.products import Scores
from celca.circular import mci_value
from celca.errors import UsageError
from celca.methods import CATEGORIES
from celca.product import STAGES
from celca.system import LEAST_RATED, RATINGS

__all__ = [
    "AT",
    "FLAGS",
    "findings_of",
    "mask_of",
    "mostly_foreign",
    "score_columns",
    "score_table",
]

AT = {name: i for i, name in enumerate(COLUMNS)}
FLAGS = (
    "excluded_lines",
    "no_quantity",
    "no_recycled_content",
    "no_forming",
    "other_gwp_set",
    "uptake_at_gate",
    "zero_mass",
    "forming_guessed",
    NO_CLASS,
)
_FOREIGN_SHARE = 0.01


def score_columns(
    found: Sequence[Scores], utility: NDArray[Any] | float = 1.0
) -> dict[str, pl.Series]:
    """Return the columns that follow from the scores alone; null where a variant is not there.

    found    the scores as specified, then those of each variant
    utility  X of the MCI of each product [-]
    """
    own = found[0].sums
    excluded, mass = own[:, AT["excluded"]], own[:, AT["mass"]]
    columns: dict[str, Any] = {
        **_columns("", found[0], utility),
        **{f"{c}_kg_co2e": own[:, AT[c]] for c in (*CATEGORIES, *STAGES, BEYOND)},
        **{f"{c}_kg": own[:, AT[c]] for c in PLASTIC},
        **_quality(own),
        "excluded_mass_share": _share(excluded, excluded + mass),
    }
    for scores in found[1:]:
        lacking = None if scores.present.all() else pl.Series(~scores.present)
        for name, values in _columns(f"{scores.name}_", scores, utility).items():
            if name in columns:
                raise UsageError(f"two variants are called {scores.name!r}; rename one.")
            series = pl.Series(values)
            columns[name] = series if lacking is None else series.set(lacking, None)
    return {name: pl.Series(name, values) for name, values in columns.items()}


def score_table(
    product: pl.Series,
    parts: pl.Series,
    findings: pl.Series,
    found: Sequence[Scores],
    lived: Lived | None = None,
) -> pl.DataFrame:
    """Return a line per product, its columns in the order of the output."""
    columns = score_columns(found, 1.0 if lived is None else lived.utility)
    at = 1 + list(columns).index("excluded_mass_share")
    before, after = list(columns.values())[:at], list(columns.values())[at:]
    head = [product.alias("product"), parts.alias("parts"), *told(len(product), lived)]
    return pl.DataFrame([*head, *before, findings.alias("findings"), *after])


def told(products: int, lived: Lived | None) -> list[pl.Series]:
    """Return boundary and allocation of each product."""
    if lived is not None:
        return lived.told()
    constant = {"boundary": "cradle-to-gate", "allocation": "cut-off"}
    return [
        pl.repeat(value, products, dtype=pl.String, eager=True).alias(name)
        for name, value in constant.items()
    ]


def mask_of(flags: Sequence[NDArray[Any]]) -> NDArray[np.int64]:
    """Return a number per product, of which bit i stands for FLAGS[i]."""
    return np.asarray(np.stack(flags, axis=1) @ (1 << np.arange(len(FLAGS))))


def findings_of(masks: NDArray[np.int64]) -> pl.Series:
    """Return the codes of the findings, of which bit i stands for FLAGS[i]."""
    words = [";".join(c for i, c in enumerate(FLAGS) if k >> i & 1) for k in range(1 << len(FLAGS))]
    return pl.Series("findings", words).gather(pl.Series(masks, dtype=pl.UInt32))


def mostly_foreign(sums: NDArray[Any]) -> NDArray[Any]:
    """Say where a share that counts comes from figures of another GWP set."""
    gross = sums[:, AT["gross"]]
    share = np.divide(sums[:, AT["foreign"]], gross, out=np.zeros(len(gross)), where=gross > 0)
    return np.asarray(share > _FOREIGN_SHARE)


def _columns(prefix: str, scores: Scores, utility: NDArray[Any] | float) -> Mapping[str, Any]:
    """Return what is said of every variant."""
    sums = scores.sums
    mass, recycled = sums[:, AT["mass"]], sums[:, AT["recycled"]]
    return {
        f"{prefix}total_kg_co2e": sums[:, AT["total"]],
        f"{prefix}total_excluding_uptake_kg_co2e": sums[:, AT["without_uptake"]],
        f"{prefix}mass_kg": mass,
        f"{prefix}recycled_content": _share(recycled, mass),
        f"{prefix}bio_based_content": _share(sums[:, AT["grown"]], mass),
        f"{prefix}mci": _mci(sums, utility),
    }


def _quality(sums: NDArray[Any]) -> dict[str, pl.Series]:
    """Return the ratings up to the gate, 1 (best) to 5, null where too little is rated."""
    rated, sized = sums[:, AT["rated"]], sums[:, AT["sized"]]
    enough = (rated >= LEAST_RATED * sized) & (rated > 0)
    out = {}
    for name in RATINGS:
        values = pl.Series(_share(sums[:, AT[name]], rated))
        out[f"quality_{name}"] = values.set(pl.Series(~enough), None)
    return {**out, "quality_rated_share": pl.Series(_share(rated, sized))}


def _share(part: NDArray[Any], whole: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(np.divide(part, whole, out=np.zeros(len(whole)), where=whole != 0))


def _mci(sums: NDArray[Any], utility: NDArray[Any] | float) -> NDArray[Any]:
    """Return the MCI; 0 for a product without mass."""
    through = sums[:, AT["through"]]
    some = through != 0
    value = mci_value(sums[:, AT["linear"]], np.where(some, through, 1.0), 0.9 / utility)
    return np.where(some, value, 0.0)
