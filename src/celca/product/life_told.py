"""The life of a product as its product.toml tells it: packaging, use, end, and how far it goes."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

from celca.circular import METHODS
from celca.errors import FileFault
from celca.matching import Matcher
from celca.product.ends import read_ends
from celca.product.life import read_service, read_upkeep, with_life
from celca.product.origins import read_inputs, with_origins
from celca.product.record import DeclaredUnit, Line, Product
from celca.product.settings import read_settings
from celca.product.steps import read_activities, with_scrap
from celca.product.toml import Table, choice

__all__ = ["live"]


def live(
    top: Table, lines: tuple[Line, ...], matcher: Matcher, scrap_stated: Set[str] = frozenset()
) -> Product:
    """Return a product of these parts with the life that a study tells: all but its own figures.

    scrap_stated  places of the lines whose scrap the bill of materials gives
    """
    service, uses = read_service(top)
    activities = (*read_activities(top, matcher), *read_upkeep(top, matcher))
    lines = with_scrap((*lines, *_packaging(top, matcher)), activities, scrap_stated)
    inputs = read_inputs(top, matcher)
    lines = with_origins(lines, inputs)
    end_of_life, recovery = read_ends(top, matcher)
    product = Product(
        name="",
        declared_unit=DeclaredUnit(),
        lines=with_life(top, lines, service, uses),
        activities=activities,
        end_of_life=end_of_life,
        given=inputs,
        uses=uses,
        allocation=choice(top, "allocation", METHODS),
        circularity=read_settings(top, matcher),
        service=service,
        recovery=recovery,
    )
    return replace(product, boundary=_boundary(top, product))


def _packaging(top: Table, matcher: Matcher) -> tuple[Line, ...]:
    keys = ("material", "mass", "recycled", "bio_based", "description")
    return tuple(
        Line(
            part=f"packaging {i}",
            description=table.text("description", ""),
            material=table.text("material"),
            match=matcher.match(table.text("material"), table.where),
            mass=table.amount("mass", "kg"),
            recycled=table.share("recycled") or 0.0,
            bio_based=table.share("bio_based") or 0.0,
            packaging=True,
            where=table.where,
        )
        for i, table in enumerate(top.tables("packaging", keys), start=1)
    )


def _boundary(top: Table, product: Product) -> str:
    whole = "cradle-to-grave" if product.end_of_life else "cradle-to-gate"
    stated = top.text("boundary", whole)
    if stated not in ("cradle-to-gate", "cradle-to-grave"):
        raise FileFault(
            top.where, f"'boundary' is {stated!r}, but must be cradle-to-gate or cradle-to-grave."
        )
    if stated != whole:
        there = "is given" if product.end_of_life else "is missing"
        raise FileFault(top.where, f"'boundary' is {stated}, but [end_of_life] {there}.")
    return stated
