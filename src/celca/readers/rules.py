"""What a user says of a database that its files leave open, as the address of it can say, too.

export.zip?several=average&money=USD 2012
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import quote, unquote

from celca.errors import UsageError

__all__ = ["JOINED", "Rules", "rules_of", "ruled"]

JOINED = " + "
_CHOICES = {
    "several": ("average", "refuse"),
    "allocation": ("none", "physical", "economic", "causal"),
}


@dataclass(frozen=True, slots=True)
class Rules:
    """What is said of a database.

    decided     product -> process that is meant where several make it
    average     take the mean of several makers where nothing tells which is meant
    money       currency and year of an input-output table, as 'USD 2012'; '' for its own
    allocation  of co-products in openLCA's JSON-LD: physical, economic, causal or none for all
                processes; '' for what each of them says
    """

    decided: Mapping[str, str] = field(default_factory=dict)
    average: bool = False
    money: str = ""
    allocation: str = ""

    def __str__(self) -> str:
        return f"{sorted(self.decided.items())} {self.average} {self.money} {self.allocation}"


def rules_of(address: str, rules: Rules) -> tuple[str, Rules]:
    """Return an address without the rules it ends in, and these over `rules`.

    Raises UsageError for a rule that is none.
    """
    name, _, query = address.partition("?")
    if "=" not in query or Path(address).exists():
        return address, rules
    for rule in query.split("&"):
        rules = _with(rules, *rule.partition("=")[::2], address)
    return name, rules


def _with(rules: Rules, key: str, value: str, address: str) -> Rules:
    """Return rules with one more, which an address gives."""
    first, equals, second = (unquote(part) for part in value.partition("="))
    if key == "provider" and first and equals:
        return replace(rules, decided={**rules.decided, first: second})
    if first and not equals and first in _CHOICES.get(key, (first,)):
        if key == "several":
            return replace(rules, average=rules.average or first == "average")
        if key == "money":
            return replace(rules, money=first)
        if key == "allocation":
            return replace(rules, allocation=first)
    raise UsageError(
        f"{address!r}: '{key}={value}' is no rule; there are several=average (or refuse),"
        " provider=PRODUCT=PROCESS, money=USD 2012 and allocation=physical (economic,"
        " causal, none)."
    )


def ruled(
    name: str | Path, decided: Mapping[str, str] | None = None, *, average: bool = False
) -> str:
    """Return the address of a database with rules for products that several processes make.

    decided, average  as in `Rules`; of databases that are joined, each gets them
    """
    said = ["several=average"] * average
    said += [f"provider={quote(k)}={quote(v)}" for k, v in (decided or {}).items()]
    parts = [str(name)] if Path(name).exists() else str(name).split(JOINED)
    told = [f"{part}{'&' if '?' in part else '?'}{'&'.join(said)}" for part in parts]
    return JOINED.join(told) if said else str(name)
