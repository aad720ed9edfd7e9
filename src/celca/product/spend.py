"""Lines that are bought, not weighed: a price meets a sector of an input-output table.

The price is brought to the money of the table: its currency and its year. What that takes is
stated with every line, and the result is marked: a sector's average per unit of money says less
of a part than its material does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from celca.bom import Bom, BomLine
from celca.errors import DataError, FileFault, Finding
from celca.inventory import Inventory, Process
from celca.matching import Match, Matcher
from celca.money import Basis, Stated, convert, price, split_money
from celca.product.meanings import material_name
from celca.product.record import Line, Spend
from celca.product.toml import Table

__all__ = ["Money", "bought_lines", "in_money", "read_money", "read_spend", "told_of_spend"]


@dataclass(frozen=True, slots=True)
class Money:
    """What a study says of its prices.

    year    they were paid in, None where it does not say
    stated  rates that it knows better than celca's tables
    """

    year: int | None = None
    stated: Stated = Stated()


def read_money(top: Table) -> Money:
    """Return [money] of a study. Raises FileFault."""
    table = top.table("money", ("year", "exchange_rate", "price_index"))
    known = {k: table.number(k) for k in ("exchange_rate", "price_index") if table.has(k)}
    for key, value in known.items():
        if not value:
            raise FileFault(table.where, f"'{key}' is 0, but must be above 0.")
    year = table.number("year") if table.has("year") else None
    return Money(None if year is None else int(year), Stated(**known))


def read_spend(top: Table, matcher: Matcher, money: Money) -> tuple[Line, ...]:
    """Return the lines of [[spend]]: what is bought, from which sector, at which price.

    Raises DataError for what is no sector in money, and for a rate that is not known.
    """
    lines = []
    for table in top.tables("spend", ("name", "sector", "price", "year")):
        match = matcher.match(table.text("sector"), table.where, "process")
        process = _sector(matcher.inventory, match)
        if process is None:
            raise DataError(
                f"{table.where}: {match.target!r} is not bought by money. Name a sector of an"
                " input-output table, or give the line a mass in the bill of materials."
            )
        own = replace(money, year=int(table.number("year"))) if table.has("year") else money
        paid = price(table.text("price"), f"{table.where} 'price'")
        name = table.text("name")
        lines.append(_line((name, "", name), match, _spend(paid, process, own, table.where)))
        lines[-1] = replace(lines[-1], where=table.where)
    return tuple(lines)


def bought_lines(bom: Bom, matcher: Matcher, money: Money) -> tuple[Bom, list[Line]]:
    """Take the lines with a price that a sector in money makes out of a bill; return both.

    Raises DataError for a rate that is not known.
    """
    if not any(map(in_money, {p.unit for p in matcher.inventory.processes})):
        return bom, []
    weighed, bought = list[BomLine](), list[Line]()
    for line in bom.lines:
        name, where = material_name(line), f"{bom.source} row {line.row}"
        match = matcher.find(name) if name else None
        process = _sector(matcher.inventory, match) if match else None
        if match is None or process is None or line.price is None:
            weighed.append(line)
            continue
        spend = _spend(line.price, process, money, where)
        told = _line((line.part, line.description, line.material), match, spend)
        bought.append(
            replace(told, mass=line.mass or 0.0, supplier_value=line.supplier_value, where=where)
        )
    return replace(bom, lines=tuple(weighed)), bought


def told_of_spend(lines: Sequence[Line]) -> Iterator[Finding]:
    """Yield a finding for each way in which prices were brought to the money of a sector."""
    ways: dict[str, list[Line]] = {}
    for line in lines:
        if line.spend is not None:
            ways.setdefault(line.spend.reason, []).append(line)
    for reason, some in ways.items():
        parts = ", ".join(repr(x.part) for x in some[:5]) + (" …" if len(some) > 5 else "")
        yield Finding.of(
            "warning",
            "spend_based_lines",
            "{count} lines are spend-based ({parts}): a sector's average per unit of money, not"
            " data of the part. {reason}. Prices are taken as producers': no margin of trade or"
            " tax is deducted.",
            some[0].where,
            count=len(some),
            parts=parts,
            reason=f"{reason[0].upper()}{reason[1:]}",
        )


def in_money(unit: str) -> bool:
    """Say whether a process of this unit is bought by money."""
    return split_money(unit) is not None


def _sector(inventory: Inventory, match: Match) -> Process | None:
    process = inventory.process_by_id.get(match.target)
    return process if process is not None and in_money(process.unit) else None


def _spend(paid: tuple[float, str], process: Process, money: Money, where: str) -> Spend:
    amount, currency = paid
    found = split_money(process.unit)
    if found is None:
        raise DataError(f"{where}: {process.id!r} is not bought by money.")
    to, size, year = found
    there = Basis(to, year or process.year)
    done = convert(Basis(currency, money.year), there, money.stated, where)
    reason = f"{Basis(currency, money.year)} to {there}: {done.reason}"
    return Spend(amount, currency, amount * done.factor / size, reason)


def _line(names: tuple[str, str, str], match: Match, spend: Spend) -> Line:
    part, description, material = names
    paid = f"{spend.price:.12g} {spend.currency}"
    text = f"{description}, {paid}" if description else paid
    return Line(part, text, material, match, mass=0.0, spend=spend)
