from __future__ import annotations

from pathlib import Path

import pytest

from celca.assess import open_prices
from celca.system import Intensities

PROCESSES = """\
id,name,name_ja,product,unit,location,year,kind,technology,source,comment
electricity-jp,Electricity,電力,Electricity,kWh,JP,2024,unit,,s,
steel-bf,Steel from ore,,Steel,kg,GLO,2024,unit,,s,
steel-eaf,Steel from scrap,,Steel,kg,GLO,2024,unit,,s,
pe-virgin,PE,,PE,kg,GLO,2024,unit,,s,
pe-recycled,PE recycled,,PE,kg,GLO,2024,unit,,s,
pe-bio,PE from cane,,PE,kg,GLO,2024,unit,,s,
foam,Foam,,Foam,kg,GLO,2024,aggregated,,s,
starch-foam,Starch foam,,Foam,kg,GLO,2024,unit,,s,
wood,Sawn wood,,Wood,kg,GLO,2024,unit,,s,
moulding,Injection moulding,射出成形,Moulding,kg,GLO,2024,unit,,s,
glue,Glue,,Glue,kg,GLO,2024,unit,,s,
"""
EXCHANGES = """\
process,kind,input,amount,unit,distribution,scale,minimum,maximum,pedigree,source,comment
electricity-jp,emission,co2-fossil,0.45,kg,,,,,,s,
electricity-jp,input,steel-bf,0.001,kg,,,,,,s,
steel-bf,emission,co2-fossil,2.1,kg,,,,,,s,
steel-bf,input,electricity-jp,0.2,kWh,,,,,,s,
steel-eaf,input,electricity-jp,0.6,kWh,,,,,,s,
steel-eaf,emission,co2-fossil,0.1,kg,,,,,,s,
pe-virgin,emission,co2-fossil,1.7,kg,,,,,,s,
pe-virgin,emission,ch4-fossil,0.004,kg,,,,,,s,
pe-recycled,input,electricity-jp,0.8,kWh,,,,,,s,
pe-bio,uptake,co2-uptake,3.14,kg,,,,,,s,
pe-bio,emission,co2-biogenic,0.4,kg,,,,,,s,
pe-bio,emission,co2-land,0.3,kg,,,,,,s,
foam,emission,co2e-ar5,3.3,kg,,,,,,s,
starch-foam,uptake,co2-uptake,1.5,kg,,,,,,s,
starch-foam,input,electricity-jp,1.1,kWh,,,,,,s,
wood,uptake,co2-uptake,1.8,kg,,,,,,s,
wood,emission,co2-fossil,0.2,kg,,,,,,s,
moulding,input,electricity-jp,1.5,kWh,,,,,,s,
glue,emission,co2-fossil,4.0,kg,,,,,,s,
"""
FLOWS = """\
id,name,compartment,unit,formula,origin,gwp_set
co2-fossil,Carbon dioxide,air,kg,CO2,fossil,
co2-biogenic,Carbon dioxide,air,kg,CO2,biogenic,
co2-land,Carbon dioxide,air,kg,CO2,land,
co2-uptake,Carbon dioxide,resource,kg,CO2,biogenic,
ch4-fossil,Methane,air,kg,CH4,fossil,
co2e-ar5,"CO2e, as published",air,kg,CO2e,fossil,AR5
"""
MATERIALS = """\
material,name,name_ja,class,variant,process,mass_ratio,bio_based,fossil_carbon,biogenic_carbon,lhv,\
quality_ratio,allocation_factor,landfill,incineration,incineration_energy,source,comment
steel,Steel,鋼,iron,virgin,steel-bf,1,0,0,0,,,,,,,s,
steel,Steel,鋼,iron,recycled,steel-eaf,1,0,0,0,,,,,,,s,
polyethylene,Polyethylene,ポリエチレン,plastic,virgin,pe-virgin,1,0,0.857,0,,,,,,,s,
polyethylene,Polyethylene,ポリエチレン,plastic,recycled,pe-recycled,1,0,0.857,0,,,,,,,s,
polyethylene,Polyethylene,ポリエチレン,plastic,bio_based,pe-bio,1,1,0,0.857,,,,,,,s,
foamed,Packing foam,発泡材,,virgin,foam,1,0,0.9,0,,,,,,,s,
foamed,Packing foam,発泡材,,bio_based,starch-foam,1.6,0.95,0,0.4,,,,,,,s,
timber,Timber,木材,wood,virgin,wood,1,1,0,0.49,,,,,,,s,
"""
ALIASES = """\
alias,language,material
PE,en,polyethylene
various,en,unspecified
その他,ja,unspecified
射出成形,ja,moulding
"""
SOURCES = "id,citation,url,year,licence,where\ns,Invented for a test,,2024,CC0,\n"
ABOUT = """\
name = "tiny"
version = "1"
licence = "CC0"
geography = "GLO"
description = "Invented figures."
"""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of eleven invented processes, in the native format."""
    path = tmp_path_factory.mktemp("tiny")
    files = {
        "database.toml": ABOUT,
        "processes.csv": PROCESSES,
        "exchanges.csv": EXCHANGES,
        "flows.csv": FLOWS,
        "materials.csv": MATERIALS,
        "aliases.csv": ALIASES,
        "sources.csv": SOURCES,
    }
    for name, text in files.items():
        (path / name).write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def prices(folder: Path) -> Intensities:
    """The prices of that database under IPCC AR6, GWP100."""
    return open_prices(folder)
