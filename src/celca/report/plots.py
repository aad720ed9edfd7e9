"""The page's pictures one at a time, for notebooks: plotly figures that stand on their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from celca.errors import MissingExtra
from celca.report.figures import Figures, decimals_for
from celca.report.flows import flow_chart, flows_of
from celca.report.pictures import Pictures, pictures_of
from celca.report.words import load_words

if TYPE_CHECKING:
    from celca.assess import Footprint

__all__ = ["Plots"]


class Plots:
    """Pictures of one footprint [kg CO2e per declared unit], bars from zero.

    Each method returns a plotly Figure; `lang` is en or ja.
    Raises MissingExtra without plotly.
    """

    def __init__(self, result: Footprint) -> None:
        self._result = result

    def stages(self, lang: str = "en") -> Any:  # noqa: ANN401
        """Draw the life-cycle stages."""
        return self._bars("stages", lang)

    def parts(self, lang: str = "en") -> Any:  # noqa: ANN401
        """Draw parts and steps, the largest first."""
        return self._bars("parts", lang)

    def variants(self, lang: str = "en") -> Any:  # noqa: ANN401
        """Draw the product with other inputs: virgin, recycled, bio-based."""
        return self._bars("variants", lang)

    def categories(self, lang: str = "en") -> Any:  # noqa: ANN401
        """Draw fossil, biogenic and land-use emissions and uptake."""
        return self._bars("categories", lang)

    def flows(self, lang: str = "en") -> Any:  # noqa: ANN401
        """Draw from parts through materials to stages, as a Sankey diagram."""
        words = load_words(lang)
        figures = Figures(lang, decimals_for([self._result.total_kg_co2e]))
        return _figure(flow_chart(flows_of(self._result, words), words, figures), "")

    def _bars(self, section: str, lang: str) -> Any:  # noqa: ANN401
        pictures: Pictures = pictures_of(self._result, load_words(lang))
        return _figure(pictures.charts()[section], self._result.product)


def _figure(chart: dict[str, Any], title: str) -> Any:  # noqa: ANN401
    try:
        from plotly.graph_objects import Figure
    except ImportError as fault:
        raise MissingExtra("plotly", "report", "A plot") from fault
    figure = Figure(chart)
    if title:
        margin = {**chart["layout"]["margin"], "t": 40}
        figure.update_layout(title={"text": title}, margin=margin, height=figure.layout.height + 40)
    return figure
