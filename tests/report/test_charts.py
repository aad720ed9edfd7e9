import pytest

from celca.report.charts import SERIES, TONES, Bar, Series, bars, stacks, waterfall


def _contrast_with_white(colour: str) -> float:
    """Return the contrast ratio of WCAG 2.2, 1.4.3, against white."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


@pytest.mark.parametrize("colour", [*SERIES, *TONES.values()])
def test_every_colour_stands_out_from_the_page(colour: str) -> None:
    assert _contrast_with_white(colour) >= 3.0


def test_white_on_white_has_no_contrast() -> None:
    assert _contrast_with_white("#ffffff") == pytest.approx(1.0)
    assert _contrast_with_white("#000000") == pytest.approx(21.0)


def test_the_axis_holds_zero_and_every_bar() -> None:
    for values in ([1.0, 2.0], [-3.0, -1.0], [-1.0, 4.0], [0.0], []):
        rows = [Bar("x", value, "") for value in values]
        low, high = bars(rows, "kg")["layout"]["xaxis"]["range"]
        assert low <= min([0.0, *values])
        assert high >= max([0.0, *values])
        assert low < high


def test_layers_below_zero_widen_the_axis_of_a_stack() -> None:
    layers = [Series("a", [5.0], ["5"], "#000000"), Series("b", [-2.0], ["-2"], "#111111")]
    low, high = stacks([Bar("x", 3.0, "3")], layers, "kg")["layout"]["xaxis"]["range"]
    assert low <= -2.0
    assert high >= 5.0


def test_a_waterfall_ends_in_its_total() -> None:
    steps = [Bar("a", 5.0, "5"), Bar("b", -2.0, "-2")]
    figure = waterfall(steps, Bar("sum", 3.0, "3"), "kg")
    assert figure["data"][0]["measure"] == ["relative", "relative", "total"]
    low, high = figure["layout"]["xaxis"]["range"]
    assert low <= 0
    assert high >= 5.0


def test_names_that_hold_markup_are_drawn_as_they_are() -> None:
    figure = bars([Bar("<b>x</b>", 1.0, "1")], "kg")
    assert figure["layout"]["annotations"][0]["text"] == "&lt;b&gt;x&lt;/b&gt;"
