"""Share the function of a material out anew among its virgin, recycled and bio-based variants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import fsum
from typing import get_args

from celca.circular import check_shares, split, substitute
from celca.errors import DataError
from celca.inventory import Inventory, VariantName
from celca.product.record import Line, Product
from celca.product.targets import target_of

__all__ = ["set_shares", "standard_variants", "wholly"]

_WHOLE: dict[VariantName, tuple[float, float]] = {
    "virgin": (0.0, 0.0),
    "recycled": (1.0, 0.0),
    "bio_based": (0.0, 1.0),
}
Shares = Mapping[str, float]


def set_shares(
    product: Product, recycled: Shares, bio_based: Shares, inventory: Inventory, where: str
) -> Product:
    """Return the product with shares set for whole materials, or for parts.

    Raises UnknownName for what the product has not, DataError for a material without such a
    variant or for shares that do not fit together.
    """
    again = _by_target(product, recycled, "recycled", inventory, where)
    grown = _by_target(product, bio_based, "bio_based", inventory, where)

    def changed(line: Line) -> Line:
        new = [_share(line, again), _share(line, grown)]
        if new == [None, None]:
            return line
        r = line.recycled if new[0] is None else new[0]
        b = line.bio_based if new[1] is None else new[1]
        check_shares(r, b, f"{where}, {line.match.target}")
        return _with_shares(line, r, b, inventory)

    return replace(product, lines=tuple(map(changed, product.lines)))


def _share(line: Line, shares: Shares) -> float | None:
    """Return the share set for a line: for its part before for its material."""
    return shares.get(f"part {line.part}", shares.get(line.match.target))


def _by_target(
    product: Product, shares: Shares, kind: VariantName, inventory: Inventory, where: str
) -> dict[str, float]:
    """Return the shares by material id or `part NAME`, each of one that has such a variant."""
    out = {}
    for written, share in shares.items():
        target = target_of(product, written, inventory, f"{where}, {kind}")
        for material in target.materials:
            variants = inventory.materials.get(material, {})
            if kind not in variants:
                raise DataError(
                    f"{where}, {kind}: {material!r} has no {kind} variant in {inventory.name};"
                    f" it has {', '.join(variants) or 'only itself'}."
                )
        out[target.key] = share
    return out


def _with_shares(line: Line, recycled: float, bio_based: float, inventory: Inventory) -> Line:
    """Return the line with the function of its material shared out anew."""
    variants = inventory.materials[line.match.target]
    ratio = variants["bio_based"].mass_ratio if "bio_based" in variants else 1.0
    now = split(line.mass, line.recycled, line.bio_based)
    new = substitute(now, recycled, bio_based, ratio)
    mass = fsum(new)
    return replace(
        line,
        mass=mass,
        recycled=new.recycled / mass if mass else 0.0,
        bio_based=new.bio_based / mass if mass else 0.0,
        supplier_value=None,
        supplied=None,
        quality=None,
    )


def standard_variants(product: Product, inventory: Inventory) -> dict[str, Product]:
    """Return the product as specified, all virgin, and all recycled or bio-based where it can be.

    In `all_recycled` every line whose material has a recycled variant is wholly recycled, the
    others stay as specified; `all_bio_based` likewise. A line with a supplier's value stays.
    """
    out = {"as_specified": product, "all_virgin": _all(product, "virgin", inventory)}
    for name in get_args(VariantName)[1:]:
        if any(name in inventory.materials.get(x.match.target, {}) for x in product.lines):
            out[f"all_{name}"] = _all(product, name, inventory)
    return out


def _all(product: Product, name: VariantName, inventory: Inventory) -> Product:
    return replace(product, lines=tuple(wholly(x, name, inventory) for x in product.lines))


def wholly(line: Line, name: VariantName, inventory: Inventory) -> Line:
    """Return the line made wholly of one variant.

    It comes back as it is where it has no such variant, is so already, or has a value that a
    supplier declared.
    """
    recycled, bio_based = _WHOLE[name]
    as_it_is = (line.recycled, line.bio_based) == (recycled, bio_based)
    missing = name not in inventory.materials.get(line.match.target, {})
    if as_it_is or missing or line.supplier_value is not None:
        return line
    return _with_shares(line, recycled, bio_based, inventory)
