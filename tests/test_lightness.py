"""Importing celca is quick: nothing heavy is loaded before it is used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    "bw2data",
    "bw2calc",
    "pandas",
    "plotly",
    "pydantic",
    "polars",
    "pint",
    "rapidfuzz",
    "rich",
)


def loaded(code: str) -> set[str]:
    """Return the top-level packages that a fresh interpreter holds after running code."""
    script = f"import sys\n{code}\nprint(*{{m.partition('.')[0] for m in sys.modules}})"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


@pytest.mark.parametrize("code", ["import celca", "import celca.cli", "import celca.assess"])
def test_an_import_loads_nothing_heavy(code: str) -> None:
    assert loaded(code).isdisjoint(HEAVY)


def test_help_needs_no_arithmetic() -> None:
    code = (
        "from click.testing import CliRunner\nfrom celca.cli.group import cli\n"
        "CliRunner().invoke(cli, ['--help'])"
    )
    assert loaded(code).isdisjoint((*HEAVY, "numpy", "scipy"))


def test_a_footprint_of_a_csv_needs_no_tables_library_and_no_pint() -> None:
    code = (
        "import pathlib, tempfile, celca\n"
        "path = pathlib.Path(tempfile.mkdtemp()) / 'b.csv'\n"
        "path.write_text('Part,Material,Mass (kg)\\nA,steel,1\\n')\n"
        "celca.footprint(path)"
    )
    assert loaded(code).isdisjoint(HEAVY)


def test_the_root_offers_what_it_lists() -> None:
    import celca

    assert all(getattr(celca, name) is not None for name in celca.__all__ if name != "score")
    assert set(celca.__all__) <= set(dir(celca))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        celca.nothing  # noqa: B018


def test_a_footprint_from_kept_prices_needs_no_scipy(tmp_path: Path) -> None:
    """Solving needs it; looking prices up does not."""
    bom = tmp_path / "b.csv"
    bom.write_text("Part,Material,Mass (kg)\nA,steel,1\n", encoding="utf-8")
    code = (
        f"import os; os.environ['CELCA_CACHE'] = {str(tmp_path / 'kept')!r}\n"
        f"import celca\nresult = celca.footprint({str(bom)!r})\n"
        "print(repr(result.total_kg_co2e), result.numerics.error_bound)"
    )
    first, again = loaded(code), loaded(code)
    assert "scipy" in first
    assert "scipy" not in again
    assert first - again >= {"scipy"}
