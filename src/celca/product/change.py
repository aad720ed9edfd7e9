"""Change a product into another product: other shares of recycled and bio-based material."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import get_args

from celca.circular import check_shares, split, substitute
from celca.errors import DataError, UnknownName
from celca.inventory import Inventory, VariantName
from celca.matching import Matcher
from celca.product.record import Line, Product

__all__ = ["Change", "apply", "standard_variants", "wholly"]

_WHOLE: dict[VariantName, tuple[float, float]] = {
    "virgin": (0.0, 0.0),
    "recycled": (1.0, 0.0),
    "bio_based": (0.0, 1.0),
}


@dataclass(frozen=True, slots=True)
class Change:
    """Shares that are set for whole materials; what is not named stays as it is.

    recycled   share by material [kg/kg]
    bio_based  share by material [kg/kg]
    """

    name: str
    recycled: Mapping[str, float] = field(default_factory=dict)
    bio_based: Mapping[str, float] = field(default_factory=dict)


def apply(product: Product, change: Change, inventory: Inventory) -> Product:
    """Return the product with a change's shares; materials go by any name they have.

    Raises UnknownName for a material that the product has not, DataError for one without such
    a variant or for shares that do not fit together.
    """
    recycled = _by_id(product, change.name, "recycled", change.recycled, inventory)
    bio_based = _by_id(product, change.name, "bio_based", change.bio_based, inventory)
    exact = Change(change.name, recycled, bio_based)
    return replace(product, lines=tuple(_changed(x, exact, inventory) for x in product.lines))


def _by_id(
    product: Product,
    name: str,
    kind: VariantName,
    shares: Mapping[str, float],
    inventory: Inventory,
) -> dict[str, float]:
    """Return the shares by material id, each of a material that the product and kind have."""
    used = {line.match.target for line in product.lines}
    out = {}
    for written, share in shares.items():
        where = f"{name}, {kind}"
        found = None if written in used else Matcher(inventory, {}).find(written)
        material = found.target if found else written
        if material not in used:
            raise UnknownName("material of this product", written, used, where)
        variants = inventory.materials.get(material, {})
        if kind not in variants:
            raise DataError(
                f"{where}: {material!r} has no {kind} variant in {inventory.name};"
                f" it has {', '.join(variants) or 'only itself'}."
            )
        out[material] = share
    return out


def _changed(line: Line, change: Change, inventory: Inventory) -> Line:
    target = line.match.target
    if target not in change.recycled and target not in change.bio_based:
        return line
    recycled = change.recycled.get(target, line.recycled)
    bio_based = change.bio_based.get(target, line.bio_based)
    check_shares(recycled, bio_based, f"{change.name}, {target}")
    return _with_shares(line, recycled, bio_based, inventory)


def _with_shares(line: Line, recycled: float, bio_based: float, inventory: Inventory) -> Line:
    """Return the line with the function of its material shared out anew."""
    variants = inventory.materials[line.match.target]
    ratio = variants["bio_based"].mass_ratio if "bio_based" in variants else 1.0
    now = split(line.mass, line.recycled, line.bio_based)
    new = substitute(now, recycled, bio_based, ratio)
    mass = sum(new)
    return replace(
        line,
        mass=mass,
        recycled=new.recycled / mass if mass else 0.0,
        bio_based=new.bio_based / mass if mass else 0.0,
        supplier_value=None,
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
