"""A mixture is split where its shares are stated, and nowhere else."""

from __future__ import annotations

import pytest

from celca.matching import names_of, read_mixture


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("60% cotton 40% polyester", [("cotton", 0.6), ("polyester", 0.4)]),
        ("綿60%ポリエステル40%", [("綿", 0.6), ("ポリエステル", 0.4)]),
        ("綿60％・ポリエステル40％", [("綿", 0.6), ("ポリエステル", 0.4)]),
        ("PP 70% + talc 30%", [("PP", 0.7), ("talc", 0.3)]),
        ("Baumwolle 95 %, Elasthan 5 %", [("Baumwolle", 0.95), ("Elasthan", 0.05)]),
        ("80% wool and 20% polyamide", [("wool", 0.8), ("polyamide", 0.2)]),
        ("PC/ABS 70/30", [("PC", 0.7), ("ABS", 0.3)]),
        ("PC+ABS (60:40)", [("PC", 0.6), ("ABS", 0.4)]),
        ("60/40 cotton/polyester", [("cotton", 0.6), ("polyester", 0.4)]),
    ],
)
def test_stated_shares_are_taken(text: str, parts: list[tuple[str, float]]) -> None:
    found = read_mixture(text)
    assert found is not None
    assert [name for name, _ in found.parts] == [name for name, _ in parts]
    assert [s for _, s in found.parts] == pytest.approx([s for _, s in parts])
    assert found.rest == ""


# ISO 1043-2:2011: GF is glass in the form of fibre, MD mineral powder, TD talc powder
@pytest.mark.parametrize(
    ("text", "parts", "rest"),
    [
        ("PA66-GF30", {"PA66": 0.7, "glass fibre": 0.3}, "PA66"),
        (">PA66-GF30<", {"PA66": 0.7, "glass fibre": 0.3}, "PA66"),
        ("PP+GF35", {"PP": 0.65, "glass fibre": 0.35}, "PP"),
        ("PA66 GF30 black", {"PA66": 0.7, "glass fibre": 0.3}, "PA66"),
        ("PP-LGF40", {"PP": 0.6, "glass fibre": 0.4}, "PP"),
        ("PP-GF15-MD25", {"PP": 0.6, "glass fibre": 0.15, "mineral powder": 0.25}, "PP"),
        ("PA66 30% GF", {"PA66": 0.7, "glass fibre": 0.3}, "PA66"),
        ("PP with 30% talc", {"PP": 0.7, "talc": 0.3}, "PP"),
    ],
)
def test_the_number_of_a_filler_is_its_share(text: str, parts: dict[str, float], rest: str) -> None:
    found = read_mixture(text)
    assert found is not None
    assert dict(found.parts) == pytest.approx(parts)
    assert found.rest == rest


@pytest.mark.parametrize(
    "text",
    [
        "PC/ABS",
        "SPCC+Zn",
        "steel",
        "A5052-H34",
        "7075-T73",
        "AlSi10Mg",
        "SUS304 t1.0",
        "100% cotton",
    ]
    + [
        "60% cotton 50% polyester",
        "PP 70%",
        "PP 30% recycled",
        "再生PP 30%",
        "PET PCR 50%",
        "M6/20",
        "-" * 20_000 + "GF30",
    ],
)
def test_what_states_no_shares_is_not_split(text: str) -> None:
    assert read_mixture(text) is None


def test_the_names_in_a_mixture_without_shares_are_known() -> None:
    assert names_of("PC/ABS") == ("PC", "ABS")
    assert names_of("SPCC+Zn") == ("SPCC", "zinc")
    assert names_of("steel") == ()
