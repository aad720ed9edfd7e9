from dataclasses import replace

import pytest

from celca.assess import Footprint
from celca.report.figures import Figures
from celca.report.flows import flow_chart, flow_text, flows_of
from celca.report.words import load_words

WORDS, FIGURES = load_words("en"), Figures("en", 2)


def test_what_is_drawn_and_what_is_not_add_up_to_the_total(lamp: Footprint) -> None:
    flows = flows_of(lamp, WORDS)
    assert flows.not_drawn == -2.5
    assert sum(flows.links.values()) + flows.not_drawn == pytest.approx(lamp.total_kg_co2e)


def test_a_step_that_no_part_asks_for_flows_through_its_stage(lamp: Footprint) -> None:
    assert flows_of(lamp, WORDS).links["road-freight", "Distribution"] == 1.0


def test_what_flows_into_a_part_flows_out_of_it(lamp: Footprint) -> None:
    link = flow_chart(flows_of(lamp, WORDS), WORDS, FIGURES)["data"][0]["link"]
    flows = list(zip(link["source"], link["target"], link["value"], strict=True))
    for part in {target for _, target, _ in flows} & {source for source, _, _ in flows}:
        into = sum(value for _, target, value in flows if target == part)
        out = sum(value for source, _, value in flows if source == part)
        assert into == pytest.approx(out)


def test_beyond_ten_parts_the_smallest_are_summed(catalogue_item: Footprint) -> None:
    flows = flows_of(catalogue_item, WORDS)
    assert len(flows.links) == 11
    assert flows.links["steel-virgin", "other parts"] == pytest.approx(490 * 0.04)


def test_the_words_of_the_picture_name_the_largest_flows_first(lamp: Footprint) -> None:
    text = flow_text(flows_of(lamp, WORDS), WORDS, FIGURES)
    assert text.startswith("Flow diagram. steel-virgin → A-1: 9.00; pp-virgin → A-2: 6.50;")


def test_a_product_that_only_takes_up_has_no_flows(lamp: Footprint) -> None:
    assert not flows_of(replace(lamp, lines=(lamp.lines[3],)), WORDS).links
