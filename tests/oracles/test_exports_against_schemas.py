"""What is exported meets the schemas that the formats' own makers publish.

Their texts are not copied here. CELCA_SCHEMAS names a folder that holds, of
https://github.com/wbcsd/data-exchange-protocol  spec/v3/openapi.yaml as `pact-openapi.yaml`, and of
https://github.com/eclipse-tractusx/sldt-semantic-models  io.catenax.pcf/10.0.0/gen/Pcf-schema.json
and io.catenax.secondary_material_content/1.0.0/gen/SecondaryMaterialContent-schema.json.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from celca.exchange import Request, export, pact_text

FOLDER = Path(os.environ.get("CELCA_SCHEMAS", "nowhere"))
pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="CELCA_SCHEMAS names no folder of published schemas"
)
Write = Callable[..., Path]
STUDY = """name = "toy"
bom = "bom.csv"
period = "2024"
[declared_unit]
description = "play"
[[packaging]]
material = "wood"
mass = "1 kg"
[[production]]
process = "moulding"
material = "resin"
[[distribution]]
process = "truck"
distance = "1000 km"
"""
COMPANY = """[company]
name = "Example Ltd"
ids = ["urn:bpn:id:BPNL00000003B0Q0"]
[product]
ids = ["urn:gtin:4712345060507"]
classifications = ["urn:cpc:3811"]
order_number = "856496"
[footprint]
geography = "JP"
region = "Eastern Asia"
period_start = "2024-04-01"
period_end = "2025-04-01"
valid_until = "2026-04-01"
mass_balancing = false
rules = ["urn:tfs-initiative.com:PCR:The Product Carbon Footprint Guideline:version:v3.0"]
rule_operator = "Other"
[materials]
resin = { class = "5.1", standard = "ISO", standard_id = "1043", name = "PP-TD10" }
wood = { class = "7", standard = "EN", standard_id = "13556", name = "wood" }
"""


def exported(form: str, write: Write, small: Path) -> Any:  # noqa: ANN401
    write("toy/bom.csv", "Part,Material,Mass (kg),Recycled\nA,resin,3,50%\nB,wood,4,0\n")
    study, company = write("toy/product.toml", STUDY), write("company.toml", COMPANY)
    request = Request(form, company, "2026-01-01T00:00:00Z", small)
    return json.loads(pact_text(export(study, request).document))


def faults(document: object, schema: dict[str, Any]) -> list[str]:
    validator = pytest.importorskip("jsonschema").Draft202012Validator
    return [f"{e.json_path}: {e.message[:200]}" for e in validator(schema).iter_errors(document)]


def published(name: str) -> dict[str, Any]:
    path = FOLDER / name
    if not path.is_file():
        pytest.skip(f"{name} is not in CELCA_SCHEMAS")
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".yaml":
        found: dict[str, Any] = pytest.importorskip("yaml").safe_load(text)
        return found
    found = json.loads(text)
    return _modern(found)


def _modern(schema: Any) -> Any:  # noqa: ANN401
    """Return a schema of draft 4 with its bounds as later drafts write them."""
    if isinstance(schema, list):
        return [_modern(x) for x in schema]
    if not isinstance(schema, dict):
        return schema
    aside = ("$schema", "exclusiveMinimum", "exclusiveMaximum")
    out = {k: _modern(v) for k, v in schema.items() if k not in aside}
    for end in ("minimum", "maximum"):
        if schema.get(f"exclusive{end.title()}") is True:
            out[f"exclusive{end.title()}"] = out.pop(end)
    return out


def test_a_pact_footprint_meets_the_published_schema(write: Write, small: Path) -> None:
    whole = published("pact-openapi.yaml")
    schema = {"$ref": "#/components/schemas/ProductFootprint", "components": whole["components"]}
    assert faults(exported("pact", write, small), schema) == []


def test_a_catena_x_footprint_meets_the_published_schema(write: Write, small: Path) -> None:
    schema = published("Pcf-schema.json")
    assert faults(exported("catena-x", write, small), schema) == []


def test_a_material_content_meets_the_published_schema(write: Write, small: Path) -> None:
    schema = published("SecondaryMaterialContent-schema.json")
    assert faults(exported("material-content", write, small), schema) == []
