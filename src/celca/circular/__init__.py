"""Circular modelling: recycled and bio-based inputs, end of life, long life, indicators.

    shares       recycled and bio-based shares divide a mass
    recipe       where a material comes from and goes; the terms of a rule
    cff          the Circular Footprint Formula and its cases: avoided burden, 50:50
    iso14067     the formulas of Annex D as terms
    allocation   these and cut-off, net scrap, EN 15804, RCM, CLAM, each by its name
    lifetime     uses per product, replacements, repair, sharing, break-even
    biogenic     uptake and return of carbon, landfill methane, delay
    indicators   recycled content, material circularity (MCI)
    secondary    primary and secondary content by material (Catena-X)
    massflow     ISO 59020
    cti          Circular Transition Indicators, Japan's rates

Pure arithmetic: this room knows no database, no file and no product.
"""

from celca.circular.allocation import METHODS, doubts, terms
from celca.circular.biogenic import (
    Balance,
    Landfill,
    LandfillFlows,
    as_co2,
    balance,
    check_returns,
    delay_weight,
    landfill,
    uptake,
)
from celca.circular.cti import (
    CtiInflow,
    CtiOutflow,
    circular_inflow,
    circular_outflow,
    entry_rate,
    exit_rate,
    material_circularity,
)
from celca.circular.indicators import (
    Component,
    Content,
    Mci,
    Source,
    bio_based_content,
    content,
    linear_and_through,
    linear_flows,
    mci,
    mci_from,
    mci_of,
    mci_value,
    recycled_content,
)
from celca.circular.iso14067 import FORMULAS, annex_d, spell_out
from celca.circular.lifetime import (
    Counting,
    Life,
    break_even_uses,
    check_same_function,
    gain_of_keeping,
    impact_per_use,
    payback_uses,
    products_needed,
    replacements,
    uses_per_product,
)
from celca.circular.massflow import (
    Flows,
    Inflow,
    Outflow,
    inflow_of,
    inflows,
    lifetime_ratio,
    outflow_of,
    outflows,
)
from celca.circular.recipe import Recipe, Term, check_roles, exceeds
from celca.circular.secondary import Origins, by_material
from celca.circular.shares import Split, check_shares, split, substitute

__all__ = [
    "Balance",
    "Component",
    "Content",
    "Counting",
    "CtiInflow",
    "CtiOutflow",
    "FORMULAS",
    "Flows",
    "Inflow",
    "Landfill",
    "LandfillFlows",
    "Life",
    "METHODS",
    "Mci",
    "Origins",
    "Outflow",
    "Recipe",
    "Source",
    "Split",
    "Term",
    "annex_d",
    "as_co2",
    "balance",
    "bio_based_content",
    "break_even_uses",
    "by_material",
    "check_returns",
    "check_roles",
    "check_same_function",
    "check_shares",
    "circular_inflow",
    "circular_outflow",
    "content",
    "delay_weight",
    "doubts",
    "entry_rate",
    "exceeds",
    "exit_rate",
    "gain_of_keeping",
    "impact_per_use",
    "inflow_of",
    "inflows",
    "landfill",
    "lifetime_ratio",
    "linear_and_through",
    "linear_flows",
    "material_circularity",
    "mci",
    "mci_from",
    "mci_of",
    "mci_value",
    "outflow_of",
    "outflows",
    "payback_uses",
    "products_needed",
    "recycled_content",
    "replacements",
    "spell_out",
    "split",
    "substitute",
    "terms",
    "uptake",
    "uses_per_product",
]
