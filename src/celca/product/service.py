"""How long a product serves and how hard, and what it is measured against."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Service"]


@dataclass(frozen=True, slots=True)
class Service:
    """The service life of a product, as far as the study says.

    years              service life [year]
    uses_per_year      declared units a year [1/year]
    technical_maximum  declared units after which it is worn out [-]
    average_years      service life that is usual in the industry [year]
    average_uses       declared units a year that are usual [1/year]

    None where nobody says.
    """

    years: float | None = None
    uses_per_year: float | None = None
    technical_maximum: float | None = None
    average_years: float | None = None
    average_uses: float | None = None

    def lifetime(self, uses: float) -> float | None:
        """Return the years that a product of so many uses serves, None where nobody can say."""
        return uses / self.uses_per_year if self.uses_per_year else self.years

    def uses_in(self, years: float, uses: float) -> float | None:
        """Return the declared units that so many years give, None where nobody can say.

        uses  of the whole life, for a study that gives no uses a year
        """
        if self.uses_per_year:
            return years * self.uses_per_year
        return years * uses / self.years if self.years else None

    def utility(self, uses: float) -> float:
        """Return X of the MCI [-]: (lifetime / average) × (intensity / average); 1 if unknown."""
        life, ratio = self.lifetime(uses), 1.0
        if life and self.average_years:
            ratio *= life / self.average_years
        if self.uses_per_year and self.average_uses:
            ratio *= self.uses_per_year / self.average_uses
        return ratio
