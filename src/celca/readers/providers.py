"""Which process makes a product that several could: the same rule for every format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from celca.errors import DataError, Finding, UnknownName, nearest
from celca.readers.draft import Draft, findings_where, some
from celca.units import factor

__all__ = ["Maker", "Providers"]


@dataclass(frozen=True, slots=True)
class Maker:
    """One process that makes a product.

    column  id of the process in the inventory: its own, or that of a co-product's part
    """

    process: str
    column: str
    name: str
    location: str


@dataclass
class Providers:
    """Who makes what, and what was found on the way.

    decided  id or name of a product -> id or name of the process that is meant
    average  take the plain mean of several makers instead of refusing; only on request
    """

    makers: Mapping[str, Sequence[Maker]]
    names: Mapping[str, str]
    decided: Mapping[str, str] = field(default_factory=dict)
    average: bool = False
    cut_off: dict[str, int] = field(default_factory=dict)
    chosen: list[str] = field(default_factory=list)
    unclear: dict[str, list[str]] = field(default_factory=dict)
    astray: dict[str, str] = field(default_factory=dict)
    misfits: list[str] = field(default_factory=list)
    mixed: dict[str, Sequence[Maker]] = field(default_factory=dict)

    def find(self, product: str, default: str, location: str) -> str | None:
        """Return the column that makes a product, None where nothing does.

        The default provider where one is given; the only maker; the one decided on; the market;
        the one called as the product; the only one of the same location. Anything else is
        unclear, and `refuse` names it.
        """
        makers = self.makers.get(product, ())
        for maker in makers:
            if default and maker.process == default:
                return maker.column
        if not makers:
            self.cut_off[product] = self.cut_off.get(product, 0) + 1
            return None
        if len(makers) == 1:
            return makers[0].column
        told = self.decided.get(product) or self.decided.get(self.names.get(product, ""))
        if told and not any(told in (m.process, m.name) for m in makers):
            self.astray[product] = told
        for narrow in (
            [m for m in makers if told and told in (m.process, m.name)],
            [m for m in makers if m.name.casefold().startswith("market ")],
            [m for m in makers if m.name == self.names.get(product)],
            [m for m in makers if m.location and m.location == location],
        ):
            if len(narrow) == 1:
                self.chosen.append(f"{self.names.get(product, product)}: {narrow[0].name}")
                return narrow[0].column
        if self.average:
            self.mixed[product] = makers
            return f"mix:{product}"
        self.unclear[product] = [f"{m.name} ({m.location}, {m.column})" for m in makers]
        return None

    def refuse(self) -> None:
        """Raise DataError where a product has several makers and nothing says which.

        Raises UnknownName where a decision names something else than one of them.
        """
        for product, told in self.astray.items():
            known = [m.name for m in self.makers[product]]
            kind = f"maker of {self.names.get(product, product)!r}"
            raise UnknownName(kind, told, known, advice=f"It is made by {some(known, 3)}.")
        if not self.unclear:
            return
        count = len(self.unclear)
        listed = "; ".join(
            f"{self.names.get(product, product)!r} is made by {some(makers, 3)}"
            for product, makers in list(self.unclear.items())[:5]
        )
        if count > 5:
            listed += f"; and so on for {count - 5} more"
        raise DataError(
            f"{count} products have several makers, and no default provider, market or location"
            f" tells which is meant: {listed}. Set default providers in the source, or say it with"
            " --provider 'PRODUCT=PROCESS' or --several average."
        )

    def add_mixes(self, draft: Draft) -> None:
        """Add the plain mean of its makers for every product that was linked to one."""
        for product, makers in self.mixed.items():
            first = draft.processes[makers[0].column]
            key = f"mix:{product}"
            name = f"{first.product}, mean of {len(makers)} makers"
            draft.processes[key] = replace(first, id=key, name=name, output=1.0, location="")
            for maker in makers:
                unit = draft.processes[maker.column].unit
                share = factor(first.unit, unit, name) / len(makers)
                draft.add(key, "input", maker.column, share)

    def findings(self) -> list[Finding]:
        """Return what a user should know of the links that were made and not made."""
        unmade = some(self.names.get(p, p) for p in self.cut_off)
        mixed = some(self.names.get(p, p) for p in self.mixed)
        cut_off = (
            f"{len(self.cut_off)} products are made by no process, so"
            f" {sum(self.cut_off.values())} inputs of them count nothing: {unmade}."
        )
        misfits = (
            f"{len(self.misfits)} inputs are in a unit that cannot be converted to that of"
            f" their maker, and count nothing: {some(self.misfits, 3)}."
        )
        means = (
            f"{len(self.mixed)} products have several makers, and inputs of them take the plain"
            f" mean, as was asked for: {mixed}."
        )
        chosen = (
            f"{len(self.chosen)} inputs name no provider and have several: the market or the"
            f" one of the same location is taken: {some(self.chosen)}."
        )
        known = {*self.makers, *(self.names.get(p, p) for p in self.makers)}
        idle = [name for name in self.decided if name not in known]
        near = "".join(
            f" Did you mean {n!r}?" for name in idle[:1] for n in nearest(name, known)[:1]
        )
        unused = f"{len(idle)} decisions name no product of this database: {some(idle)}."
        return findings_where(
            (idle, "warning", "provider_unused", unused + near),
            (self.cut_off, "warning", "cut_off", cut_off),
            (self.misfits, "warning", "unit_misfit", misfits),
            (self.mixed, "warning", "mean_of_makers", means),
            (self.chosen, "info", "provider_chosen", chosen),
        )
