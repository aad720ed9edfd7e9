"""What a kilogram of everything costs, at the gate or in a life; and products as D @ prices.

This room knows codes and masses, and no rows: who wrote them, where, and what was wrong with them
belongs to `celca.catalog.scoring`.
"""

from celca.catalog.pricing.demand_rows import (
    SPECIFIED,
    UNFORMED,
    demand_matrices,
    demand_table,
    unformed_table,
)
from celca.catalog.pricing.drawn import Drawn, drawn_prices, spread_columns
from celca.catalog.pricing.life_prices import usual_forming
from celca.catalog.pricing.lives import Life, Lived, Lives, read_life_cycles, scenarios_by_id
from celca.catalog.pricing.plastics import NO_CLASS, on_classes, plastics_of, without_class
from celca.catalog.pricing.prices import COLUMNS, SUMS, VARIANTS, PriceList, price_list
from celca.catalog.pricing.products import (
    AtGate,
    Lines,
    Scores,
    Tariff,
    all_finite,
    any_of,
    check_changes,
    score_lines,
    unformed,
)
from celca.catalog.pricing.score_columns import (
    AT,
    FLAGS,
    findings_of,
    mask_of,
    mostly_foreign,
    score_columns,
    score_table,
)
from celca.catalog.pricing.thing import Thing, things

__all__ = [
    "AtGate",
    "AT",
    "COLUMNS",
    "Drawn",
    "FLAGS",
    "Life",
    "Lines",
    "Lived",
    "Lives",
    "NO_CLASS",
    "PriceList",
    "SPECIFIED",
    "SUMS",
    "Tariff",
    "Scores",
    "Thing",
    "UNFORMED",
    "VARIANTS",
    "all_finite",
    "any_of",
    "check_changes",
    "demand_matrices",
    "demand_table",
    "drawn_prices",
    "findings_of",
    "mask_of",
    "mostly_foreign",
    "on_classes",
    "plastics_of",
    "price_list",
    "read_life_cycles",
    "scenarios_by_id",
    "score_columns",
    "score_lines",
    "score_table",
    "spread_columns",
    "things",
    "unformed",
    "unformed_table",
    "usual_forming",
    "without_class",
]
