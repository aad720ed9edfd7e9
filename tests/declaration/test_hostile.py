"""Whatever stands in a JSON file, it is read or refused in one sentence, never a crash."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from celca.declaration import read_declaration
from celca.errors import CelcaError

LEAVES: tuple[Any, ...] = (None, True, 0, -1, 1e308, "", "x", "1", [], {}, [[]], [{}], {"a": []})
SEEDS: tuple[Any, ...] = (
    {"declaredUnit": "kg", "impacts": {"gwp": {"a1a3": 1, "c4": 2, "d": 1}}},
    {
        "processInformation": {"dataSetInformation": {"name": {"baseName": [{"value": "x"}]}}},
        "LCIAResults": {
            "LCIAResult": [
                {
                    "referenceToLCIAMethodDataSet": {"shortDescription": [{"value": "GWP-total"}]},
                    "other": {"anies": [{"module": "A1-A3", "value": "1"}]},
                }
            ]
        },
        "exchanges": {
            "exchange": [
                {
                    "referenceFlow": True,
                    "flowProperties": [{"referenceFlowProperty": True, "meanValue": 1}],
                }
            ]
        },
    },
    [{"cfpType": "preProduction", "ghgEmission": 1, "ghgDeclaredUnit": "kgCO2e/unit"}],
    {
        "pcf": {
            "declaredUnit": "liter",
            "unitaryProductAmount": "2",
            "pCfExcludingBiogenic": "3",
            "pCfIncludingBiogenic": "3",
            "dqi": {"technologicalDQR": 1, "geographicalDQR": 1, "temporalDQR": 1},
            "assurance": {"coverage": "product line"},
        }
    },
    {
        "scopeOfPcfForm": [{}],
        "companyAndProductInformation": [
            {
                "productInformation": [
                    {"declaredUnitOfMeasurement": "liter", "declaredUnitAmount": 1}
                ]
            }
        ],
        "productLifeCycleStagesAndEmissions": [
            {
                "productionStage": [
                    {"pcfExcludingBiogenicUptake": 1, "pcfIncludingBiogenicUptake": 1}
                ]
            }
        ],
    },
)


def spoilt(content: Any, r: random.Random) -> Any:  # noqa: ANN401
    """Return the content with one place, at any depth, replaced by something else."""
    if isinstance(content, dict) and content and r.random() < 0.9:
        key = r.choice(list(content))
        return {**content, key: spoilt(content[key], r)}
    if isinstance(content, list) and content and r.random() < 0.9:
        i = r.randrange(len(content))
        return [*content[:i], spoilt(content[i], r), *content[i + 1 :]]
    return copy.deepcopy(r.choice(LEAVES))


def test_a_spoilt_document_of_any_format_never_crashes(
    tmp_path: Path, random_pact: Callable[[int], dict[str, Any]]
) -> None:
    path, refused = tmp_path / "x.json", 0
    r = random.Random(1)
    for i in range(3000):
        seed = r.choice([*SEEDS, random_pact(i)])
        content = spoilt(seed, r)
        path.write_text(json.dumps(content), encoding="utf-8")
        try:
            found = read_declaration(str(path))
        except CelcaError as refusal:
            refused += "\n" not in str(refusal)
            continue
        if found.kg_co2e != found.kg_co2e or abs(found.kg_co2e) == float("inf"):
            refused -= 10**6
    assert refused > 500
