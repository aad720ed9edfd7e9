"""Every example gives its committed answer. The answers are snapshots of our own output.

`python examples/refresh.py` writes them anew; a changed number belongs into the CHANGELOG under
"Results change".
"""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).parents[1] / "examples"
STUDIES = sorted(p.parent for p in EXAMPLES.glob("*/product.toml"))


def load_refresh() -> Any:  # noqa: ANN401
    spec = importlib.util.spec_from_file_location("refresh", EXAMPLES / "refresh.py")
    if spec is None or spec.loader is None:
        pytest.fail("examples/refresh.py is missing")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("study", STUDIES, ids=lambda p: p.name)
def test_an_example_gives_its_committed_answer(study: Path) -> None:
    expected = json.loads((study / "expected.json").read_text(encoding="utf-8"))
    found = load_refresh().answer(study)
    assert found.keys() == expected.keys()
    for key in ("total_kg_co2e", "total_excluding_uptake_kg_co2e", "by_stage", "by_category"):
        assert found[key] == pytest.approx(expected[key], rel=1e-9, abs=1e-12), key
    assert found["variants"].keys() == expected["variants"].keys()
    for name, value in expected["variants"].items():
        assert found["variants"][name] == pytest.approx(value, rel=1e-9, abs=1e-12), name


@pytest.mark.parametrize("study", STUDIES, ids=lambda p: p.name)
def test_an_example_says_where_its_composition_is_from(study: Path) -> None:
    text = (study / "product.toml").read_text(encoding="utf-8")
    assert "reference = " in text
    assert (study / "README.md").is_file()


def test_there_are_at_least_four_examples() -> None:
    assert len(STUDIES) >= 4


# WRAP 2008, 54 g PET wine bottle: 0.446, 0.387, 0.327 kg CO2 at 0, 50, 100 % recycled
def test_the_wine_bottle_falls_with_the_recycled_share_as_published() -> None:
    variants = load_refresh().answer(EXAMPLES / "pet-wine-bottle")["variants"]
    slope = variants["100 % recycled"] - variants["as_specified"]
    published = 0.327 - 0.446
    assert slope == pytest.approx(published, rel=0.30)
    half = variants["50 % recycled"] - variants["as_specified"]
    assert half == pytest.approx(slope / 2, rel=1e-9)


def sag(newton: float, modulus: float, area: float) -> float:
    """Of a beam of 900 mm under even load [mm]: 5 W L³ / (384 E I)."""
    return 5 * newton * 900**3 / (384 * modulus * area)


def test_both_shelves_carry_forty_kilograms_and_weigh_what_their_bills_say() -> None:
    """300 × 18 mm of pine: I 145 800 mm⁴; 0.7 mm of steel, 22 mm folded down: I 4 300 mm⁴."""
    load, most, sheet, fold = 40 * 9.80665, 900 / 200, 0.7, 22.0
    assert (
        1.5 * sag(load, 10_000, 300 * 18**3 / 12) < most < 1.5 * sag(load, 10_000, 300 * 17**3 / 12)
    )
    wall = fold - sheet
    plate, walls = 300 * sheet, 2 * wall * sheet
    middle = (plate * sheet / 2 + walls * (sheet + wall / 2)) / (plate + walls)
    bent = 300 * sheet**3 / 12 + plate * (middle - sheet / 2) ** 2
    bent += 2 * sheet * wall**3 / 12 + walls * (sheet + wall / 2 - middle) ** 2
    assert bent == pytest.approx(4300, rel=0.01)
    assert sag(load, 200_000, bent) < most
    bills = {
        "bom.csv": 0.9 * 0.3 * 0.018 * 520,
        "steel.csv": (0.9 + 2 * 0.022) * (0.3 + 2 * 0.022) * 0.0007 * 7850,
    }
    for name, mass in bills.items():
        line = (EXAMPLES / "wooden-shelf" / name).read_text(encoding="utf-8").splitlines()[1]
        assert float(line.split(",")[2]) == pytest.approx(mass, abs=0.005)


# van Ewijk et al. 2021: small or negative benefits; VTT 2019: the compostable cup costs more
def test_the_circular_options_that_lose_do_so_for_the_reason_given() -> None:
    paper = load_refresh().answer(EXAMPLES / "recycled-paper")["variants"]
    assert paper["recycled, same weight"] < paper["as_specified"] < paper["recycled, 30 % weaker"]
    assert paper["virgin, to landfill"] < paper["recycled, 30 % weaker, to landfill"]
    from celca import footprint

    cups = [
        footprint(EXAMPLES / "compostable-cup" / name).total_kg_co2e
        for name in ("conventional.toml", "product.toml")
    ]
    assert cups[0] < cups[1]


# Maderas 2022: a wooden pallet −89 % against a plastic one, cradle to gate
def test_wood_beats_steel_by_nine_tenths() -> None:
    from celca import footprint

    wood, steel = (
        footprint(EXAMPLES / "wooden-shelf" / name).total_kg_co2e
        for name in ("product.toml", "steel.toml")
    )
    assert 0 < wood < 0.15 * steel


CREDO = [
    ("steel", "鋼", "7.136"),
    ("aluminium", "アルミ", "3.786"),
    ("other metals", "その他金属", "0.123"),
    ("PUR", "ウレタン", "1.472"),
    ("plastics", "プラスチック", "3.390"),
    ("wood", "木材", "1.060"),
    ("textiles", "布", "0.301"),
    ("corrugated cardboard", "段ボール", "1.736"),
    ("various", "その他", "0.204"),
]


def test_one_chair_in_three_languages_has_one_footprint(tmp_path: Path) -> None:
    """The composition of NEPD 35E as an English, a Japanese cp932 and a German file."""
    from celca import footprint

    english = "Part,Material,Quantity,Unit,Mass (kg)\n" + "".join(
        f"HAG-{i},{en},1,ea,{kg}\n" for i, (en, _, kg) in enumerate(CREDO, 1)
    )
    japanese = "品番,部品名,材質,数量,単位,質量(kg)\n" + "".join(
        f"HAG-{i},部品,{ja},1,個,{kg}\n" for i, (_, ja, kg) in enumerate(CREDO, 1)
    )
    german = "Pos;Benennung;Werkstoff;Menge;ME;Gewicht [kg]\n" + "".join(
        f"{i};{en};{en};1;Stk;{kg.replace('.', ',')}\n" for i, (en, _, kg) in enumerate(CREDO, 1)
    )
    files = {
        "en.csv": english.encode(),
        "ja.csv": japanese.encode("cp932"),
        "de.csv": german.encode(),
    }
    totals = []
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
        totals.append(footprint(tmp_path / name).total_kg_co2e)
    assert totals[1] == pytest.approx(totals[0], rel=1e-9)
    assert totals[2] == pytest.approx(totals[0], rel=1e-9)
