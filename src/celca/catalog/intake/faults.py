"""The ways in which a row can be bad: a code for scripts, a sentence for people."""

from __future__ import annotations

import polars as pl

__all__ = ["CODES", "FAULT", "sentence"]

# in the order in which they are looked for; the first that holds is the row's fault
CODES = (
    "wrong_cells",
    "unclosed_quote",
    "stray_quote",
    "not_text",
    "not_json",
    "late_key",
    "no_product",
    "product_twice",
    "no_material",
    "unknown_material",
    "not_by_mass",
    "no_mass",
    "mass_not_a_number",
    "mass_not_finite",
    "negative_mass",
    "no_unit",
    "unknown_unit",
    "not_a_unit_of_mass",
    "quantity_not_a_number",
    "quantity_not_finite",
    "negative_quantity",
    "quantity_not_pieces",
    "recycled_not_a_share",
    "bio_based_not_a_share",
    "shares_over_1",
    "no_such_variant",
    "unknown_process",
    "process_not_by_mass",
    "life_differs",
    "life_cycle_not_read",
    "allocation_not_read",
    "country_not_read",
    "scenario_not_read",
    "end_of_life_not_read",
    "service_life_not_read",
    "life_not_usable",
    "result_not_finite",
)
FAULT = {code: i for i, code in enumerate(CODES, start=1)}

_FIXED = {
    "unclosed_quote": "A quotation mark is opened and not closed, so the cells cannot be told.",
    "stray_quote": "A quotation mark stands inside a cell; quote the cell and write it twice.",
    "not_text": "The line holds bytes that are no text in the encoding of the file.",
    "not_json": "The line is not a JSON object.",
    "no_product": "The row names no product.",
    "no_material": "The row names no material.",
    "no_mass": "The row has no mass.",
    "no_unit": "Neither the cell, nor a unit column, nor the heading gives the unit of the mass.",
    "shares_over_1": "The recycled share and the bio-based share add up to more than 1.",
    "life_differs": "The rows of the product say different things of its life.",
    "product_twice": "The product stands in more than one row.",
    "result_not_finite": "The product's footprint is not finite; an amount is too large.",
}
# sentence with the cell that is wrong
_WITH_CELL = {
    "mass_not_a_number": ("mass_cell", "The mass {} is not a number."),
    "mass_not_finite": ("mass_cell", "The mass {} is not a finite number."),
    "negative_mass": ("mass_cell", "The mass {} is below zero."),
    "unknown_unit": ("unit_cell", "The unit {} is not one that celca knows."),
    "not_a_unit_of_mass": ("unit_cell", "The unit {} is no unit of mass."),
    "quantity_not_a_number": ("quantity_cell", "The quantity {} is not a number."),
    "quantity_not_finite": ("quantity_cell", "The quantity {} is not a finite number."),
    "negative_quantity": ("quantity_cell", "The quantity {} is below zero."),
    "quantity_not_pieces": (
        "quantity_unit_cell",
        "The quantity is in {}, but the mass is that of one piece.",
    ),
    "recycled_not_a_share": ("recycled_cell", "The recycled share {} is not from 0 to 1."),
    "bio_based_not_a_share": ("bio_based_cell", "The bio-based share {} is not from 0 to 1."),
}


def sentence(columns: list[str]) -> pl.Expr:
    """Return the sentence for each bad row.

    columns  of the frame; of `*_cell`, `*_said` and `beside`, those that it has are used
    """
    fault = pl.col("fault")
    said = pl.lit(None, dtype=pl.String)
    for code, text in _FIXED.items():
        said = pl.when(fault == FAULT[code]).then(pl.lit(text)).otherwise(said)
    for code, (column, text) in _WITH_CELL.items():
        if column in columns:
            cell = pl.concat_str(pl.lit("'"), pl.col(column).cast(pl.String), pl.lit("'"))
            said = pl.when(fault == FAULT[code]).then(pl.format(text, cell)).otherwise(said)
    for prefix, codes in _SAID.items():
        if f"{prefix}_said" in columns:
            numbers = [FAULT[c] for c in codes]
            said = pl.when(fault.is_in(numbers)).then(pl.col(f"{prefix}_said")).otherwise(said)
    if "beside" in columns:
        return pl.concat_str(said, pl.col("beside"), separator=" ", ignore_nulls=True)
    return said


_SAID = {
    "material": ("unknown_material", "not_by_mass"),
    "process": ("unknown_process", "process_not_by_mass"),
    "variant": ("no_such_variant",),
    "line": ("wrong_cells", "late_key"),
    "life": (
        *("life_cycle_not_read", "allocation_not_read", "country_not_read", "scenario_not_read"),
        *("end_of_life_not_read", "service_life_not_read", "life_not_usable"),
    ),
}
