"""Where the columns of a list of factors are: its heading, in one row or two, on any sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from celca.bom.words import squeeze
from celca.readers.factor_units import per, says_factor

__all__ = ["Heading", "find_heading"]

_DEEPEST = 30
# what a column may be called, the clearest first; compared without case, space, marks and width
_HEADS: dict[str, Sequence[str]] = {
    "factor": (
        *("kgco2e", "gwp100", "gwp", "co2e", "ghgconversionfactor", "emissionfactorswithmargins"),
        *("温室効果ガス", "気候変動", "排出原単位", "emissionfactor", "totalpostenondécomposé"),
        *("factor", "原単位", "排出係数", "tco2", "val"),
    ),
    "name": (
        *("製品名", "品目名", "部門名", "名称", "productname", "nombasefrançais", "activity"),
        *("naicstitle", "material", "description", "name", "level1", "l1", "製品", "品目", "item"),
    ),
    "unit": ("単位", "基準単位", "unitéfrançais", "baseunit", "uom", "unit", "unité"),
    "code": (
        *("製品コード", "コード", "naicscode", "identifiantdelélément", "code", "id", "no"),
        "番号",
    ),
    "location": (
        *("国名", "国", "地域", "localisationgéographique", "geography", "location", "region"),
        "country",
    ),
    "amount": (
        *("基準フロー数値", "基準量", "基準数値", "数値", "referenceamount", "amount"),
        "quantity",
    ),
    "year": ("年度", "年", "year"),
    "gas": ("ghg", "ghgunit", "greenhousegas", "ガス"),
    "line": ("typeligne",),
}
# columns that say more of the name, in their order
_MORE = (
    *("nomattributfrançais", "nomfrontièrefrançais"),
    *("level2", "level3", "level4", "columntext", "l2", "l3", "l4", "col"),
)
_WHOLE = (
    *("id", "val", "l1", "l2", "l3", "l4", "col", "ghg", "ghgunit", "ガス", "国", "年", "no"),
    *("数値", "amount", "quantity"),
)
_NOT_FACTOR = re.compile(r"source|url|note|出典|備考|uncertain|incertitude", re.IGNORECASE)
# how lists name the sets of GWPs, the newest first
_SETS = (
    ("AR6", r"ar\s?6|ipcc\s*2021"),
    ("AR5", r"ar\s?5|ipcc\s*2013"),
    ("AR4", r"ar\s?4|ipcc\s*2007"),
)
_GASES = {"co2": "CO2", "ch4": "CH4", "n2o": "N2O", "sf6": "SF6", "nf3": "NF3"}


@dataclass(frozen=True)
class Heading:
    """The heading of a table.

    end      row that the data begin in
    columns  what it is -> index of the column
    more     columns that say more of the name
    gases    formula -> column, of a table with a column per gas and none in total
    heads    the texts of the heading
    left     further columns that look like factors and are not read
    """

    start: int
    end: int
    columns: dict[str, int]
    more: tuple[int, ...] = ()
    gases: dict[str, int] = field(default_factory=dict)
    heads: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    @property
    def gwp_set(self) -> str:
        """The GWP set that the heading of the factors names, '' where it names none."""
        head = self.heads[self.columns["factor"]] if "factor" in self.columns else ""
        return next((name for name, words in _SETS if re.search(words, head.casefold())), "")

    def per_head(self, column: int) -> str:
        """Return what the heading says that a column is per, '' where it does not."""
        return self.heads[column] if says_factor(self.heads[column]) else ""


def find_heading(rows: Sequence[Sequence[object]]) -> tuple[Heading, ...]:
    """Return the first heading of a table with a name, a factor and what it is per.

    Several where it has several pairs of a factor and its unit, as per mass and per money.
    """
    for i, row in enumerate(rows[:_DEEPEST]):
        for heads, end in _candidates(rows, i, row):
            found = _heading(i, end, heads)
            if found is not None:
                return _pairs(found)
    return ()


def _pairs(first: Heading) -> tuple[Heading, ...]:
    """Return a heading, and it again for each further factor that has a unit behind it."""
    if "factor" not in first.columns:
        return (first,)
    plain = [squeeze(h) for h in first.heads]
    taken = set(first.columns.values())
    more = [
        j
        for j, head in enumerate(plain)
        if j not in taken
        and any(word in head for word in _HEADS["factor"] if word not in _WHOLE)
        and _may_be_factor(head, first.heads[j])
    ]
    paired = [j for j in more if j + 1 < len(plain) and _is_unit(plain[j + 1])]
    left = tuple(first.heads[j] for j in more if j not in paired)
    again = (replace(first, columns={**first.columns, "factor": j, "unit": j + 1}) for j in paired)
    return (replace(first, left=left), *again)


def _is_unit(plain: str) -> bool:
    return "単位" in plain.replace("原単位", "") or plain.endswith("unit")


def _candidates(
    rows: Sequence[Sequence[object]], i: int, row: Sequence[object]
) -> list[tuple[list[str], int]]:
    """Return a row as a heading, and as one with the next, whose upper cells may be merged."""
    single = [str(c).strip() for c in row]
    out = [(single, i + 1)]
    if i + 1 < len(rows) and sum(map(bool, single)) > 1:
        below = [str(c).strip() for c in rows[i + 1]]
        upper, last = [], ""
        for j in range(max(len(single), len(below))):
            here = single[j] if j < len(single) else ""
            under = below[j] if j < len(below) else ""
            last = here or (last if under else "")
            upper.append(f"{last} {under}".strip())
        if not any(_is_figure(c) for c in below):
            out.append((upper, i + 2))
    return out


def _is_figure(cell: str) -> bool:
    return bool(re.fullmatch(r"-?\d[\d.,eE+-]*", cell))


def _heading(start: int, end: int, heads: list[str]) -> Heading | None:
    plain = [squeeze(h) for h in heads]
    columns = _columns(plain, heads)
    gases = {} if "factor" in columns else _gas_columns(plain, set(columns.values()))
    measured = columns.get("factor", next(iter(gases.values()), None))
    if "name" not in columns or measured is None:
        return None
    found = Heading(start, end, columns, _more(plain), gases, tuple(heads))
    told = found.per_head(measured)
    return found if "unit" in columns or (told and per(told).unit) else None


def _columns(plain: Sequence[str], heads: Sequence[str]) -> dict[str, int]:
    out: dict[str, int] = {}
    for meaning, words in _HEADS.items():
        for word in words:
            places = [
                j
                for j, head in enumerate(plain)
                if (head == word or (word not in _WHOLE and word in head))
                and j not in out.values()
                and (meaning != "factor" or _may_be_factor(head, heads[j]))
                and (meaning != "unit" or word != "単位" or _is_unit(head))
            ]
            if places:
                out[meaning] = min(places, key=lambda j: _staleness(heads[j], meaning))
                break
    return out


def _staleness(head: str, meaning: str) -> int:
    """Return how old the set of GWPs is that a column of factors names: the newest is taken."""
    if meaning != "factor":
        return 0
    sets = [i for i, (_, words) in enumerate(_SETS) if re.search(words, head.casefold())]
    return min(sets, default=len(_SETS))


def _may_be_factor(plain: str, head: str) -> bool:
    """Say whether a column may hold factors: not their source, unit or margin."""
    if _NOT_FACTOR.search(head) or plain.startswith("marginsof"):
        return False
    return not re.search(r"単位$|^unit|unit$", plain) or plain.endswith("原単位")


def _gas_columns(plain: Sequence[str], taken: set[int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for j, head in enumerate(plain):
        for start, formula in _GASES.items():
            if j not in taken and head.startswith(start) and not head.startswith(f"{start}e"):
                found.setdefault(formula, j)
    return found


def _more(plain: Sequence[str]) -> tuple[int, ...]:
    return tuple(plain.index(word) for word in _MORE if word in plain)
