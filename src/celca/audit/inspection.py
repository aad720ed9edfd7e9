"""A declared footprint looked at by itself: form, identities, plausibility, namesakes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from celca.assess import open_prices
from celca.audit.plausible import plausibility
from celca.audit.resemblance import Known, resemblance
from celca.declaration import Check, Declaration, read_declaration
from celca.errors import UsageError
from celca.inventory import DEFAULT
from celca.methods import DEFAULT_METHOD

__all__ = ["Inspection", "inspect"]


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a declaration says of itself.

    verdict  consistent, or inconsistent where a check fails with an error
    """

    verdict: str
    declaration: Declaration
    checks: tuple[Check, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the same keys as a verdict has; nothing was recalculated."""
        return {
            "verdict": self.verdict,
            "declared_kg_co2e": self.declaration.kg_co2e,
            "recalculated_kg_co2e": None,
            "difference_percent": None,
            "inside_band": None,
            "explanations": [],
            "checks": [asdict(c) for c in self.checks],
            "form": self.declaration.form,
            "declared_unit": {"amount": self.declaration.amount, "unit": self.declaration.unit},
        }


def inspect(
    declared: str | Declaration,
    sector: str = "",
    product: str = "",
    database: str | Path = DEFAULT,
    method: str = DEFAULT_METHOD,
) -> Inspection:
    """Look at a declared footprint by itself.

    declared  a file in a common format, or a number with its unit
    sector    of the Carbon Catalogue to compare with; '' compares with all published products
    product   its name, where the declaration does not say: what the database has under it is
              held against the value

    Raises DeclarationError or FileFault, and UsageError for a number alone.
    """
    declaration = read_declaration(declared) if isinstance(declared, str) else declared
    if declaration.form == "number" and not declaration.unit:
        raise UsageError(
            f"{declaration.source!r} alone has nothing to be checked against: name the study with"
            " --against, or the unit it is declared for."
        )
    checks = [*declaration.checks, plausibility(declaration, sector)]
    if product or declaration.name:
        like = resemblance(declaration, Known(open_prices(database, method)), product)
        checks += [like] if like else []
    wrong = any(c.result == "error" for c in checks)
    return Inspection("inconsistent" if wrong else "consistent", declaration, tuple(checks))
