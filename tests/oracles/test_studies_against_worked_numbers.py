"""Whole studies, from their files to the footprint, against worked numbers with invented data.

PP, 1 kg: R1 .30, R2 .25, R3 .45; Ev = E*v 2.0, Erec .9, ErecEoL .8, EER 3.1, heat .07 and power
.12 kg CO2e/MJ, ED .05 kg CO2e/kg; Qin = Qout .9, LHV 43 MJ/kg, heat .30, power .12.
AL, 1 kg: R1 .5, R2 .9, R3 0; Ev = E*v 9, Erec = ErecEoL .6, ED .02 kg CO2e/kg; Q 1.

`tests/circular` holds the same rules term by term; here files, database and demand stand between.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import globalwarmingpotentials
import pytest

from celca.assess import Footprint, Options, footprint, open_prices
from celca.errors import CelcaError
from celca.scenario import AllocationRow, compare_allocations
from celca.uncertainty.pedigree import INDICATORS, pedigree_sigma

Write = Callable[..., Path]

COSTS = {
    "pp-virgin": ("kg", 2.0),
    "pp-recycled": ("kg", 0.9),
    "pp-recycling": ("kg", 0.8),
    "pp-burnt": ("kg", 3.1),
    "pp-landfill": ("kg", 0.05),
    "heat": ("MJ", 0.07),
    "power": ("MJ", 0.12),
    "al-virgin": ("kg", 9.0),
    "al-recycled": ("kg", 0.6),
    "al-landfill": ("kg", 0.02),
}
MATERIALS = """material,name,name_ja,variant,process,mass_ratio,bio_based,fossil_carbon,biogenic_carbon,lhv,quality_ratio,allocation_factor,landfill,incineration,incineration_energy,source,comment
pp,PP,,virgin,pp-virgin,1,0,0,0,43,,,pp-landfill,,pp-burnt,book,
pp,PP,,recycled,pp-recycled,1,0,0,0,43,,,pp-landfill,,pp-burnt,book,
al,AL,,virgin,al-virgin,1,0,0,0,,,,al-landfill,,,book,
al,AL,,recycled,al-recycled,1,0,0,0,,,,al-landfill,,,book,
"""
PP = """
name = "PP part"
bom = "pp.csv"
[inputs.pp]
recycled = {r1}
[circularity]
heat = "heat"
electricity = "power"
heat_efficiency = 0.30
electricity_efficiency = 0.12
[circularity.pp]
allocation_factor = {a}
quality_ratio = 0.9
recycling = "pp-recycling"
end_of_waste_in = {eow_in}
end_of_waste_out = {eow_out}
"""
PP_END = """
[end_of_life.pp]
recycling = 0.25
incineration_energy = 0.45
landfill = 0.30
"""
AL = """
name = "AL part"
bom = "al.csv"
[inputs.al]
recycled = {c}
[circularity.al]
allocation_factor = {a}
quality_ratio = 1.0
price_ratio = {price}
end_of_waste_out = {eow_out}
[end_of_life.al]
recycling = 0.9
landfill = 0.1
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    folder = tmp_path / "worked"
    folder.mkdir()
    head = "id,name,name_ja,product,unit,location,year,kind,technology,source,comment\n"
    exchange = "process,kind,input,amount,unit,distribution,scale,minimum,maximum,pedigree"
    files = {
        "database.toml": (
            'name = "worked"\nversion = "1"\nlicence = "none"\ngeography = "nowhere"\n'
            'description = "invented"\n'
        ),
        "processes.csv": head
        + "".join(f"{p},{p},,{p},{unit},XX,2020,unit,,book,\n" for p, (unit, _) in COSTS.items()),
        "exchanges.csv": f"{exchange},source,comment\n"
        + "".join(f"{p},emission,co2,{kg},kg,,,,,,book#1,\n" for p, (_, kg) in COSTS.items()),
        "flows.csv": "id,name,compartment,unit,formula,origin,gwp_set\n"
        "co2,Carbon dioxide,air,kg,CO2,fossil,\n",
        "materials.csv": MATERIALS,
        "aliases.csv": "alias,language,material\n",
        "sources.csv": "id,citation,url,year,licence,where\nbook,Invented,https://example.org,2020,CC0,\n",
        "published.csv": "process,measure,published,unit,tolerance,source,comment\n",
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def study(write: Write) -> Callable[..., Path]:
    write("pp.csv", "Part,Material,Mass (kg)\nA,pp,1\n")
    write("al.csv", "Part,Material,Mass (kg)\nA,al,1\n")

    def make(template: str, **figures: float) -> Path:
        defaults = {"r1": 0.3, "a": 0.5, "c": 0.5, "price": 1.0, "eow_in": 0.0, "eow_out": 0.0}
        return write("product.toml", template.format(**defaults | figures))

    return make


def close(expected: float) -> object:
    return pytest.approx(expected, abs=1e-9)


def under(study: Path, database: Path, rule: str) -> Footprint:
    return footprint(study, database, options=Options(allocation=rule))


@pytest.mark.parametrize(
    ("a", "raw", "end", "total"),
    [
        # 1.4 + .3×(2.0×.9); .25×(.8−1.8) + .71001 + .015
        (0.0, 1.940, 0.47501, 2.41501),
        (0.2, 1.886, 0.52501, 2.41101),  # 1.4 + .3(.18+1.44); .8×(−.25) + .72501
        (0.5, 1.805, 0.60001, 2.40501),  # 1.4 + .405; −.125 + .72501
        (0.8, 1.724, 0.67501, 2.39901),  # 1.4 + .324; −.05 + .72501
        (1.0, 1.670, 0.72501, 2.39501),  # 1.4 + .27; .72501
    ],
)
def test_plastic_under_the_circular_footprint_formula(
    study: Callable[..., Path], database: Path, a: float, raw: float, end: float, total: float
) -> None:
    result = under(study(PP + PP_END, a=a), database, "cff")
    assert result.total_kg_co2e == close(total)
    assert result.by_stage["raw_materials"] == close(raw)
    assert result.by_stage["end_of_life"] == close(end)


@pytest.mark.parametrize(
    ("rule", "raw", "end", "total"),
    [
        ("cut-off", 1.67, 1.41, 3.08),  # 1.4 + .27; .45×3.1 + .3×.05 = 1.395 + .015
        ("rcm", 1.67, 1.41, 3.08),
        ("avoided-burden", 1.94, 0.47501, 2.41501),  # the formula at A = 0
        ("50:50", 1.835, 0.57501, 2.41001),  # 1.4 + .435; −.15 + .71001 + .015
        # 1.7 + .135; −.125 + .71001 + .02125 − .0075
        ("pef-2013", 1.835, 0.59876, 2.43376),
        ("net-scrap", 1.67, 1.465, 3.135),  # material 1.67 + .05×1.1 = 1.725; 1.395 + .015
        ("clam", 2.0, 1.11, 3.11),  # .25(.8−2) + 1.41
        ("iso14067-closed", 2.0, 1.11, 3.11),  # D.1: 2 + (.25×.8 + 1.41) − .25×2
    ],
)
def test_plastic_under_every_other_rule(
    study: Callable[..., Path], database: Path, rule: str, raw: float, end: float, total: float
) -> None:
    result = under(study(PP + PP_END), database, rule)
    assert result.total_kg_co2e == close(total)
    assert result.by_stage["raw_materials"] == close(raw)
    assert result.by_stage["end_of_life"] == close(end)


def test_plastic_under_en_15804_with_the_end_of_waste_inside_both_recyclings(
    study: Callable[..., Path], database: Path
) -> None:
    """Erec .2 + .7, ErecEoL .2 + .6 around the end of waste.

    A1 1.4 + .3×.7 = 1.61; C3 .25×.2 + .45×3.1 = .05 + 1.395; C4 .3×.05 = .015; A to C 3.07;
    D1 (.25−.30)(.6−1.8) = .06; D3 −.45×43(.3×.07+.12×.12) = −.68499; D −.62499.
    """
    path = study(PP + PP_END, eow_in=0.2 / 0.9, eow_out=0.2 / 0.8)
    result = under(path, database, "en15804")
    assert result.by_stage["raw_materials"] == close(1.61)
    ends = {x.description: x.kg_co2e for x in result.lines if x.stage == "end_of_life"}
    assert ends == {
        "up to the end of waste": close(0.05),
        "energy recovery": close(1.395),
        "landfill": close(0.015),
    }
    assert result.total_kg_co2e == close(3.07)
    assert result.by_stage["beyond_boundary"] == close(-0.62499)


@pytest.mark.parametrize(
    ("a", "total"),
    [(0.0, 1.442), (0.2, 2.114), (0.5, 3.122), (0.8, 4.130), (1.0, 4.802)],
)
def test_aluminium_under_the_circular_footprint_formula(
    study: Callable[..., Path], database: Path, a: float, total: float
) -> None:
    """4.5 + .5(.6A + 9(1−A)) + .9(1−A)(.6−9) + .002: at .2 4.5 + 3.66 − 6.048 + .002."""
    assert under(study(AL, a=a), database, "cff").total_kg_co2e == close(total)


def test_aluminium_under_cut_off(study: Callable[..., Path], database: Path) -> None:
    """4.5 + .3 + .1×.02."""
    assert under(study(AL), database, "cut-off").total_kg_co2e == close(4.802)


@pytest.mark.parametrize(
    ("rule", "content", "price", "total"),
    [
        ("iso14067-closed", 0.5, 1.0, 1.44),  # D.1: 9 + .54 − .9×9
        ("iso14067-open", 0.0, 1.0, 1.44),  # D.2: 9.54 − 8.1
        ("iso14067-open", 1.0, 1.0, 2.04),  # D.3 = D.4: .6 + .54 + .1×9
        ("iso14067-open", 0.5, 1.0, 1.74),  # D.5 = D.6: .3 + 4.5 + .54 − .4×9
        ("iso14067-open", 0.0, 0.7, 3.87),  # D.2: 9.54 − .9×.7×9
        ("iso14067-open", 1.0, 0.7, 1.77),  # D.3 = D.4: 1.14 + .1×.7×9
        ("iso14067-open", 0.5, 0.7, 2.82),  # D.5 = D.6: 5.34 − .4×.7×9
    ],
)
def test_aluminium_under_annex_d_of_iso_14067(
    study: Callable[..., Path],
    database: Path,
    rule: str,
    content: float,
    price: float,
    total: float,
) -> None:
    """E_V 9, E_PP .6, E_EoL .9×.6 = .54; the study disposes of the tenth left: .002 more."""
    path = study(AL, c=content, price=price, eow_out=1.0)
    assert under(path, database, rule).total_kg_co2e == close(total + 0.002)


@pytest.mark.parametrize(
    ("rule", "a", "end", "percent"),
    [
        ("cut-off", 0.5, "", 55.0),  # (2 − .9) / 2
        ("cut-off", 0.5, PP_END, 32.258064516129037),  # 1.1 / 3.41
        ("cff", 0.5, PP_END, 24.999903846523674),  # .65 / 2.60001
        ("avoided-burden", 0.5, PP_END, 8.080775431210363),  # .2 / 2.47501
    ],
)
def test_one_claim_of_recycled_content_is_8_or_55_percent(
    study: Callable[..., Path], database: Path, rule: str, a: float, end: str, percent: float
) -> None:
    rows: dict[str, AllocationRow] = {
        r.allocation: r for r in compare_allocations(study(PP + end, a=a), database)
    }
    assert rows[rule].reduction_percent == close(percent)
    assert rows[rule].boundary == ("cradle-to-grave" if end else "cradle-to-gate")


def test_what_is_substituted_need_not_be_the_own_virgin_material(
    study: Callable[..., Path], database: Path
) -> None:
    """E*v = 9 in place of 2: 2.40501 − .5×.25×.9×(9−2)."""
    text = (PP + PP_END).replace('"pp-recycling"\n', '"pp-recycling"\nsubstitutes = "al-virgin"\n')
    assert under(study(text), database, "cff").total_kg_co2e == close(2.40501 - 0.7875)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("quality_in = 0.8", "'quality_ratio', or 'quality_in' and 'quality_out', not both"),
        ('substitutes = "heat"', "'substitutes' needs a process by kg, but 'heat' is by MJ"),
        ("allocation_factor = 1.5", "share of 0 to 1"),
        ("r2 = 0.5", "'r2'"),
    ],
)
def test_settings_of_a_material_that_cannot_be_are_refused(
    study: Callable[..., Path], database: Path, text: str, told: str
) -> None:
    line = text if "factor" not in text else ""
    whole = PP.replace(
        "allocation_factor = {a}", text if "factor" in text else "allocation_factor = {a}"
    )
    whole = whole.replace("quality_ratio = 0.9", f"quality_ratio = 0.9\n{line}")
    with pytest.raises(CelcaError, match=told):
        under(study(whole), database, "cff")


@pytest.mark.parametrize(
    ("end", "told"),
    [
        # R2 + R3 = 1.2; a share of its own above 1; recycled content that nothing makes
        ("[end_of_life.pp]\nrecycling = 0.6\nincineration_energy = 0.6\n", "add up to 1.2, not 1"),
        ("[end_of_life.pp]\nrecycling = 1.1\n", "share of 0 to 1"),
    ],
)
def test_shares_that_cannot_be_are_refused(
    study: Callable[..., Path], database: Path, end: str, told: str
) -> None:
    with pytest.raises(CelcaError, match=told):
        under(study(PP + end), database, "cut-off")


def test_recycled_content_that_no_process_makes_is_refused(write: Write, small: Path) -> None:
    write("m.csv", "Part,Material,Mass (kg)\nA,metal,1\n")
    toml = 'name = "M"\nbom = "m.csv"\n[inputs.metal]\nrecycled = 0.5\n'
    with pytest.raises(CelcaError, match="'metal' has no recycled variant in small"):
        footprint(write("m.toml", toml), small)


# ecoinvent's variance of ln per score, v3: (ln U / 2)², to six decimals
V3 = {
    "reliability": (0.0, 0.000595, 0.002271, 0.00831, 0.0411),
    "completeness": (0.0, 9.8e-05, 0.000595, 0.002271, 0.00831),
    "temporal correlation": (0.0, 0.000218, 0.002271, 0.00831, 0.0411),
    "geographical correlation": (0.0, 2.5e-05, 9.8e-05, 0.000595, 0.002271),
    "further technological correlation": (0.0, 0.000595, 0.00831, 0.0411, 0.120113),
}


def test_the_factors_of_a_pedigree_are_the_variances_of_the_newer_table() -> None:
    for name, variances in V3.items():
        found = [(math.log(u) / 2) ** 2 for u in INDICATORS[name]]
        assert found == pytest.approx(list(variances), abs=6e-7)


def test_a_pedigree_spreads_a_hundred_as_worked() -> None:
    """2;3;1;2;3 with 1.05: GSD² e^(2 × .1006002) = 1.22287; 100/1.22287 and 100 × 1.22287."""
    sigma = pedigree_sigma((2, 3, 1, 2, 3), 1.05)
    assert sigma**2 == close(0.01012039987872477)
    assert math.exp(sigma) == close(1.1058344387780614)
    assert math.exp(2 * sigma) == close(1.22286980598759)
    assert 100 / math.exp(2 * sigma) == close(81.77485412622481)
    assert 100 * math.exp(2 * sigma) == close(122.286980598759)
    assert math.exp(sigma**2 / 2) == close(1.005073024373351)
    # the newer way with its rounded basic variance, .0006 in place of (ln 1.05 / 2)² = .000595
    rounded = sigma**2 - (math.log(1.05) / 2) ** 2 + 0.0006
    assert rounded == close(0.010125279848804746)


def test_one_mixture_of_gases_under_the_fourth_report() -> None:
    """1 + .015×25 + .001×298: the fourth report does not tell methane by its origin."""
    gwp = globalwarmingpotentials.data["AR4GWP100"]
    assert 1 + 0.015 * gwp["CH4"] + 0.001 * gwp["N2O"] == close(1.673)


# Annex C of the Environmental Footprint, version 2.1 (May 2020): A and Qs/Qp, mechanical recycling
ANNEX_C = {
    "steel": (0.2, 1.0),
    "aluminium": (0.2, 1.0),
    "glass-container": (0.2, 1.0),
    "paper": (0.2, 0.85),
    "corrugated-board": (0.2, 0.85),
    "pet": (0.5, 0.9),
    "pp": (0.5, 0.9),
    "hdpe": (0.5, 0.9),
    "ldpe": (0.5, 0.75),
}


def test_the_embedded_database_holds_the_defaults_of_annex_c() -> None:
    materials = open_prices().system.inventory.materials
    for name, (factor, quality) in ANNEX_C.items():
        again = materials[name]["recycled"]
        assert (again.allocation_factor, again.quality_ratio) == (factor, quality), name
