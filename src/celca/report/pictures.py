"""The pictures of a footprint, with the sentence over each and the words for those who hear it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from celca.assess import Footprint
from celca.report.beside import ALONE, Beside
from celca.report.charts import Bar, Tone, bars, waterfall
from celca.report.figures import Figures, decimals_for
from celca.report.view import Row, category_rows, largest, part_rows, stage_rows, unit_text
from celca.report.words import Words

__all__ = ["Pictures", "Sections", "alt_text", "pictures_of"]

_TOP = 15
Sections = dict[str, list[Row]]


def pictures_of(result: Footprint, words: Words, beside: Beside = ALONE) -> Pictures:
    """Return the pictures of a footprint in the words of a language."""
    materials = beside.materials_ja if words.lang == "ja" else {}
    figures = Figures(words.lang, decimals_for([result.total_kg_co2e, *result.by_stage.values()]))
    sections = {
        "stages": stage_rows(result, words),
        "parts": largest(part_rows(result, words, materials), _TOP, words),
        "variants": _variant_rows(result, words),
        "categories": category_rows(result, words),
    }
    return Pictures(result, words, figures, sections)


@dataclass(frozen=True)
class Pictures:
    """The pictures and sentences of one page.

    sections  the rows of each picture
    """

    result: Footprint
    words: Words
    figures: Figures
    sections: Sections

    @property
    def unit(self) -> str:
        """What the axes measure."""
        return self.words("per_short", unit=unit_text(self.result, self.words))

    def charts(self) -> dict[str, Any]:
        """Return the figure of each section."""
        return {name: bars(self.bars(name), self.unit) for name in self.sections}

    def alts(self) -> dict[str, str]:
        """Return what each picture says, in words."""
        return {name: alt_text(self.bars(name), self.words) for name in self.sections}

    def waterfall(self) -> tuple[dict[str, Any], str]:
        """Return the figure that leads stage by stage to the total, and what it says."""
        total = self.result.total_kg_co2e
        last = Bar(self.words("total"), total, self.figures.kg(total))
        steps = self.bars("stages")
        return waterfall(steps, last, self.unit), alt_text([*steps, last], self.words)

    def bars(self, section: str) -> list[Bar]:
        """Return the bars of a section."""
        rows = self.sections[section]
        if section == "variants":
            return [self._variant_bar(i, row) for i, row in enumerate(rows)]
        return [self._bar(row, section, last=i == _TOP) for i, row in enumerate(rows)]

    def _bar(self, row: Row, section: str, *, last: bool) -> Bar:
        tone: Tone = "rest" if last else "down" if row.value < 0 else "main"
        text = row.detail if not row.value and row.detail else self.figures.kg(row.value)
        if row.value and row.share is not None and section != "categories":
            text += f" · {self.figures.percent(row.share)}"
        return Bar(row.name, row.value, text, tone)

    def _variant_bar(self, place: int, row: Row) -> Bar:
        change = self.result.variants[place].change_percent
        text = self.figures.kg(row.value)
        if change:
            text += f" · {self.figures.change(change)}"
        tone: Tone = "main" if not change else "down" if change < 0 else "up"
        band = self.bands().get(self.result.variants[place].name, {})
        return Bar(row.name, row.value, text, tone, band.get("p2_5"), band.get("p97_5"))

    def bands(self) -> dict[str, dict[str, Any]]:
        """Return the spread of each variant by its name; empty where there is none."""
        spread = self.result.uncertainty or {}
        if spread and spread["p2_5"] == spread["p97_5"]:
            return {}
        return {str(row["name"]): row for row in spread.get("variants", ())}

    def leads(self) -> dict[str, str]:
        """Return the one sentence over each picture that says what it shows."""
        return {
            "stages": self._lead("stages", self.sections["stages"]),
            "parts": self._lead("parts", self.sections["parts"]),
            "variants": self._variants_lead(),
        }

    def _lead(self, section: str, rows: Sequence[Row]) -> str:
        top = max(rows, key=lambda row: row.value, default=None)
        if top is None or top.share is None:
            return self.words(f"{section}_lead.none")
        share = self.figures.percent(top.share)
        return self.words(f"{section}_lead.top", name=top.name, share=share)

    def _variants_lead(self) -> str:
        lowest = min(self.result.variants, key=lambda v: v.total_kg_co2e)
        if not lowest.change_percent or lowest.change_percent > 0:
            return self.words("variants_lead.none")
        name = self.words.name("variant", lowest.name)
        change = self.figures.change(lowest.change_percent)
        return self.words("variants_lead.down", name=name, change=change)


def _variant_rows(result: Footprint, words: Words) -> list[Row]:
    return [Row(words.name("variant", v.name), v.total_kg_co2e, None) for v in result.variants]


def alt_text(rows: Sequence[Bar], words: Words, count: int = 6) -> str:
    """Return the first bars of a picture in words."""
    items = [f"{row.name}: {row.text}" for row in rows[:count]]
    if len(rows) > count:
        items.append(words("alt_more", count=len(rows) - count))
    return words("alt_bars", items="; ".join(items))
