"""The parts list of ALCA / Ouranos, known by its exact headings, and its one trap.

In these files 鋼 (steel) stands for 銅 (copper) beside 鉄 (iron and steel): the list of
material classes of the published sample is 鉄, アルミ, 鋼, 非鉄金属, 樹脂, その他
(ODS-IS-ALCA/sample-application-lca-backend, Constants.java).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from celca.bom.view import View
from celca.errors import Finding

__all__ = ["HEADINGS", "settle_copper"]

HEADINGS = (
    "品番[必須]",
    "品名",
    "構成品レベル[必須]",
    "納入部品あたり個数[必須]",
    "個当たり材料質量(g)[必須]",
    "材料コード・記号",
    "材料規格",
    "材料分類",
    "LCA材料名称",
    "CFP_Code",
    "注釈",
    "[部品調達]",
    "[材料調達]",
)
_COPPER = re.compile(r"銅|\bC[1-7][0-9]{3}|\bCu\b")
_STEEL = re.compile(r"\bS[0-9]{2}C|\bS(?:P|S|U|C|K|T|W|N|M|G|A|E)[A-Z0-9]*|鋼[板管材線]")


def settle_copper(view: View, materials: Sequence[str]) -> tuple[list[str], list[Finding]]:
    """Return the materials with 鋼 read as 銅 where the row says so, and what was done."""
    if tuple(h for h in view.table.headers if h) != HEADINGS:
        return list(materials), []
    settled = list(materials)
    findings = []
    beside = [HEADINGS.index(h) for h in ("材料コード・記号", "材料規格", "材料分類", "品名")]
    for index, material in enumerate(materials):
        if material != "鋼":
            continue
        hints = " ".join(str(view.rows[index][i]) for i in beside)
        where = view.where("material", index)
        if _COPPER.search(hints):
            settled[index] = "銅"
            message = "鋼 stands for copper in ALCA files, and this row's code says so: read as 銅."
            findings.append(Finding.of("info", "alca_copper", message, where))
        elif not _STEEL.search(hints):
            message = "鋼 stands for copper in ALCA files; nothing in this row tells. Check it."
            findings.append(Finding.of("warning", "alca_copper", message, where))
    return settled, findings
