"""What celca writes for openLCA, read and written again by GreenDelta's own `olca-schema`.

Skipped where that package is not installed (`pip install olca-schema`).
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from celca.assess import open_prices
from celca.readers.jsonld_export import write_jsonld

schema: Any = pytest.importorskip("olca_schema")
zipio: Any = pytest.importorskip("olca_schema.zipio")


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """celca-open as a package."""
    path = tmp_path / "written.zip"
    write_jsonld(open_prices().system.inventory, path)
    return path


def entities(path: Path) -> list[tuple[Any, dict[str, Any]]]:
    """Return each entity of a package as the schema's object, and as it stands in the file."""
    kinds = {
        "processes": schema.Process,
        "flows": schema.Flow,
        "flow_properties": schema.FlowProperty,
        "unit_groups": schema.UnitGroup,
        "locations": schema.Location,
    }
    with zipfile.ZipFile(path) as package:
        read = [
            (kinds[name.split("/")[0]], json.loads(package.read(name)))
            for name in package.namelist()
            if name.split("/")[0] in kinds
        ]
    return [(kind.from_dict(entity), entity) for kind, entity in read]


def test_every_field_is_one_of_the_schema(written: Path) -> None:
    unknown = {
        key
        for known, entity in entities(written)
        for key in set(entity) - set(known.to_dict())
        if entity[key] not in ("", [], {}, None, False)
    }
    assert unknown <= {"otherProperties"}


def test_what_the_schema_writes_again_has_the_same_scores(written: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.zip"
    with zipio.ZipWriter(str(again)) as package:
        for known, _ in entities(written):
            package.write(known)
    ours, theirs = open_prices(), open_prices(again)
    made = {
        (p.name, p.product, p.location, p.unit): j
        for j, p in enumerate(ours.system.inventory.processes)
    }
    assert len(made) == len(theirs.system.inventory.processes)
    for j, p in enumerate(theirs.system.inventory.processes):
        before = ours.H[:, made[p.name, p.product, p.location, p.unit]]
        assert pytest.approx(before.tolist(), rel=1e-12, abs=1e-15) == theirs.H[:, j].tolist()
