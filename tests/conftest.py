"""A small database whose every figure can be reckoned in the head.

Electricity costs 0.5 kg CO2/kWh, virgin resin 2 + 0.5 = 2.5, recycled 0.1 + 0.5 = 0.6 and bio-based
resin 1 − 3 = −2 kg CO2e/kg; moulding 1 kg CO2/kg; 1 t·km 0.1 + 0.001 × 29.8 = 0.1298 kg CO2e.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# what was read before must not answer for what is read now, nor a test leave anything behind
os.environ["CELCA_CACHE"] = "off"

# how long an example takes says more of the machine's other work than of what is tested
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")

DATABASE = {
    "database.toml": (
        'name = "small"\nversion = "1"\nlicence = "none"\ngeography = "nowhere"\n'
        'description = "for tests"\n'
    ),
    "processes.csv": """id,name,name_ja,product,unit,location,year,kind,technology,source,comment
electricity,Electricity,電力,electricity,kWh,XX,2020,unit,,book,
resin-virgin,"Resin, virgin",樹脂,resin,kg,XX,2020,unit,,book,
resin-recycled,"Resin, recycled",,resin,kg,XX,2020,unit,,book,
resin-bio,"Resin, bio-based",,resin,kg,XX,2020,unit,,book,
wood,Sawn wood,木材,wood,kg,XX,2020,aggregated,,book,
metal,Metal,金属,metal,kg,XX,2020,aggregated,,book,
moulding,Moulding,成形,moulding,kg,XX,2020,unit,,book,
truck,Truck,トラック,freight,t*km,XX,2020,unit,,book,
landfill,Landfill,,landfill,kg,XX,2020,unit,,book,
incineration,Incineration of resin,,incineration,kg,XX,2020,unit,,book,
incineration-bio,Incineration of bio-resin,,incineration,kg,XX,2020,unit,,book,
incineration-wood,Incineration of wood,,incineration,kg,XX,2020,unit,,book,
biogenic-carbon-transfer,Biogenic carbon to the next life,,transfer,kg,XX,2020,unit,,book,
board,Printed board,基板,board,m2,XX,2020,aggregated,,book,
""",
    "exchanges.csv": """process,kind,input,amount,unit,distribution,scale,minimum,maximum,pedigree,source,comment
electricity,emission,co2,500,g,,,,,,book#1,
resin-virgin,emission,co2,2,kg,lognormal,0.1,,,,book#2,
resin-virgin,input,electricity,1,kWh,,,,,(2;3;1;2;3),book#2,
resin-recycled,emission,co2,0.1,kg,,,,,,book#3,
resin-recycled,input,electricity,3.6,MJ,,,,,,book#3,
resin-bio,emission,co2,1,kg,,,,,,book#4,
resin-bio,uptake,co2-up,3,kg,,,,,,book#4,
wood,emission,co2e,0.2,kg,,,,,,book#5,
wood,uptake,co2-up,1.8333333333333333,kg,,,,,,book#5,
metal,emission,co2e,4,kg,,,,,,book#6,
moulding,input,electricity,2,kWh,,,,,,book#7,
truck,emission,co2,0.1,kg,,,,,,book#8,
truck,emission,ch4,1,g,,,,,,book#8,
landfill,emission,co2,0.01,kg,,,,,,book#9,
incineration,emission,co2,3,kg,,,,,,book#10,
incineration-bio,emission,co2-bio,3,kg,,,,,,book#10,
incineration-wood,emission,co2-bio,1.8333333333333333,kg,,,,,,book#10,
biogenic-carbon-transfer,emission,co2-bio,1,kg,,,,,,book#11,
board,emission,co2e,100,kg,,,,,,book#12,
""",
    "flows.csv": """id,name,compartment,unit,formula,origin,gwp_set
co2,Carbon dioxide,air,kg,CO2,fossil,
co2-bio,"Carbon dioxide, biogenic",air,kg,CO2,biogenic,
co2-up,"Carbon dioxide, taken up",resource,kg,CO2,biogenic,
ch4,Methane,air,kg,CH4,fossil,
co2e,"CO2e, as published",air,kg,CO2e,fossil,AR5
""",
    "materials.csv": """material,name,name_ja,variant,process,mass_ratio,bio_based,fossil_carbon,biogenic_carbon,lhv,quality_ratio,allocation_factor,landfill,incineration,incineration_energy,source,comment
resin,Resin,樹脂,virgin,resin-virgin,1,0,0.8181818181818182,0,40,,,landfill,incineration,,book,
resin,Resin,樹脂,recycled,resin-recycled,1,0,0.8181818181818182,0,40,0.9,0.5,landfill,incineration,,book,
resin,Resin,樹脂,bio_based,resin-bio,1.25,1,0,0.8181818181818182,40,,,landfill,incineration-bio,,book,
wood,Wood,木材,virgin,wood,1,1,0,0.5,15,,,landfill,incineration-wood,,book,
metal,Metal,金属,virgin,metal,1,0,0,0,,,,landfill,,,book,
""",
    "aliases.csv": """alias,language,material
plastic,en,resin
プラスチック,ja,resin
成形加工,ja,moulding
various,en,unspecified
その他,ja,unspecified
""",
    "sources.csv": """id,citation,url,year,licence,where
book,"A Book of Round Numbers",https://example.org,2020,CC0,
""",
    "published.csv": """process,measure,published,unit,tolerance,source,comment
resin-virgin,total,2.4,kg,0.1,book,another chapter
wood,total_excluding_uptake,0.3,kg,0.1,book,another chapter
""",
}


@pytest.fixture
def write_database(tmp_path: Path) -> Callable[..., Path]:
    """Write the small database to a folder, with whole files or single texts replaced."""

    def write(
        replace: dict[str, tuple[str, str]] | None = None, drop: tuple[str, ...] = ()
    ) -> Path:
        folder = tmp_path / "small"
        folder.mkdir(exist_ok=True)
        for name, text in DATABASE.items():
            if name in drop:
                continue
            old, new = (replace or {}).get(name, ("", ""))
            if old and old not in text:
                raise ValueError(f"{name} does not hold {old!r}")
            (folder / name).write_text(text.replace(old, new) if old else text, encoding="utf-8")
        return folder

    return write


@pytest.fixture
def small(write_database: Callable[..., Path]) -> Path:
    """The small database as it is."""
    return write_database()


@pytest.fixture
def classify() -> Callable[..., Path]:
    """Write a class for some materials of a database: its folder, then material=class."""

    def write_classes(folder: Path, **classes: str) -> Path:
        path, named = folder / "materials.csv", {"material": "class", **classes}
        lines = path.read_text(encoding="utf-8").splitlines()
        told = [f"{line},{named.get(line.partition(',')[0], '')}\n" for line in lines]
        path.write_text("".join(told), encoding="utf-8")
        return folder

    return write_classes


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a text file below the test's folder."""

    def write_file(name: str, text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode(encoding))
        return path

    return write_file
