"""The greenhouse gases that methods have factors for, by name, synonym, CAS number and flow id.

`gases.csv` takes names, synonyms and CAS numbers from the Federal LCA Commons Elementary Flow List
(US EPA, https://github.com/USEPA/fedelemflowlist, state of 23 April 2025: ChemicalsFlowables and
the mapping of the IPCC's names). The ids of that list are made from name, compartment and unit
(version 3 UUIDs), so they are made here too and not stored.
"""

from __future__ import annotations

import uuid
from functools import cache

from celca.shipped import shipped_rows

__all__ = ["by_cas", "by_flow_id", "by_name", "digits", "is_gas", "number_of"]

# what the list calls the compartments that a gas may be given to; carbon dioxide is also taken
_PLACES = (
    "emission/air",
    "emission/air/indoor",
    "emission/air/stratosphere",
    *(
        "emission/air/troposphere" + area + height
        for area in ("", "/rural", "/urban")
        for height in ("", "/ground-level", "/low", "/high", "/very high")
    ),
    "resource/air",
)


@cache
def _table() -> tuple[dict[str, str], ...]:
    """Return a row per gas: formula, cas, name, synonyms."""
    return shipped_rows("celca.readers", "gases.csv")


@cache
def by_name() -> dict[str, str]:
    """Return name or synonym, in small letters -> formula."""
    return {
        name.strip().casefold(): row["formula"]
        for row in _table()
        for name in (row["name"], *row["synonyms"].split("; "))
        if name.strip()
    }


def by_cas(number: str) -> str:
    """Return the formula of a gas, '' for a CAS number of none: 000124-38-9 is 124-38-9."""
    return _numbers().get(digits(number), "")


def number_of(formula: str) -> str:
    """Return the CAS number of a gas, '' for none."""
    return next((row["cas"] for row in _table() if row["formula"] == formula), "")


def is_gas(formula: str) -> bool:
    """Say whether a formula is one of the table, or of a published total."""
    return formula == "CO2e" or any(row["formula"] == formula for row in _table())


@cache
def _numbers() -> dict[str, str]:
    return {digits(row["cas"]): row["formula"] for row in _table()}


def digits(number: str) -> str:
    """Return the digits of a CAS number without zeros in front, however it is written."""
    return "".join(c for c in number if c.isdigit()).lstrip("0")


def by_flow_id(key: str) -> tuple[str, tuple[str, ...]]:
    """Return (formula, path of the compartment) of a flow of the list, ('', ()) for another id."""
    version_3 = len(key) == 36 and key[14] == "3"
    return _flow_ids().get(key.lower(), ("", ())) if version_3 else ("", ())


@cache
def _flow_ids() -> dict[str, tuple[str, tuple[str, ...]]]:
    return {
        str(uuid.uuid3(uuid.NAMESPACE_OID, f"{row['name'].lower()}/{place}/kg")): (
            row["formula"],
            tuple(place.split("/")),
        )
        for row in _table()
        for place in _PLACES
    }
