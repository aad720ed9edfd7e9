"""A footprint made by hand (a lamp of steel, plastic and bamboo), and a browser to see it in."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from celca.assess import Circularity, Footprint, ResultLine, VariantScore
from celca.assess.result import ExcludedLines
from celca.errors import Finding
from celca.product import DeclaredUnit, Stage
from celca.solver import Numerics

_SOURCE = "Some Author (2020), table 3, https://example.org/table?a=1&b=2"


def a_line(
    part: str, what: str, process: str, stage: Stage, kg: float, variant: str = ""
) -> ResultLine:
    """Return a line with an amount of 2 kg."""
    match = {"how": "alias", "score": 1.0} if part else {}
    material = process.split("-")[0] if part else ""
    share = kg / 20.0
    return ResultLine(
        part, what, material, process, 2.0, "kg", kg, share, match, stage, variant, _SOURCE
    )


@pytest.fixture
def lamp() -> Footprint:
    """Return a footprint whose total is 20 kg CO2e: 14 + 3 + 1 + 0 + 2."""
    lines = (
        a_line("A-1", "foot", "steel-virgin", "raw_materials", 9.0, "virgin"),
        a_line("A-1", "foot", "steel-recycled", "raw_materials", 1.0, "recycled"),
        a_line("A-2", "shade", "pp-virgin", "raw_materials", 6.5, "virgin"),
        a_line("A-3", "stem", "bamboo", "raw_materials", -2.5),
        a_line("A-2", "shade", "injection-moulding", "production", 3.0),
        a_line("", "lorry to the shop", "road-freight", "distribution", 1.0),
        a_line("A-3", "incineration", "burning-bamboo", "end_of_life", 2.0),
    )
    return Footprint(
        product="Desk lamp",
        declared_unit=DeclaredUnit(1.0, "piece", "lights a desk for 10 years"),
        boundary="cradle-to-grave",
        allocation="cut-off",
        method="IPCC AR6, GWP100",
        database={"name": "celca-open", "version": "1", "hash": "d" * 64},
        total_kg_co2e=20.0,
        total_excluding_uptake_kg_co2e=23.0,
        by_category={
            "fossil": 20.4,
            "aircraft": 0.1,
            "biogenic_emissions": 2.4,
            "biogenic_uptake": -3.0,
            "land_use_change": 0.1,
        },
        by_stage={
            "raw_materials": 14.0,
            "production": 3.0,
            "distribution": 1.0,
            "use": 0.0,
            "end_of_life": 2.0,
        },
        lines=lines,
        variants=(
            VariantScore("as_specified", 20.0, 0.0, 0.1, 0.2, 23.0),
            VariantScore("all_virgin", 22.0, 10.0, 0.0, 0.2, 25.0),
            VariantScore("all_recycled", 12.5, -37.5, 0.8, 0.2, 15.5),
            VariantScore("all_bio_based", 19.0, -5.0, 0.1, 0.6, 26.0),
        ),
        circularity=Circularity(0.1, 0.2, 0.23),
        excluded=ExcludedLines(
            (
                {
                    "part": "A-9",
                    "description": "screw",
                    "material": "?",
                    "mass_kg": None,
                    "reason": "no mass is given",
                    "where": "bom.csv line 9",
                },
            ),
            None,
        ),
        findings=(
            Finding("info", "no_forming", "Forming of steel is not included.", "Desk lamp"),
            Finding("warning", "odd_mass", "The shade is heavier than the foot.", "bom.csv line 3"),
        ),
        numerics=Numerics("fixed point", 12, 1e-15, 3.2e-14),
        provenance={
            "celca": "0.1.0",
            "inputs": [
                {"file": "product.toml", "sha256": "a" * 64},
                {"file": "bom.csv", "sha256": "b" * 64},
            ],
            "method": {"id": "ipcc-ar6-gwp100", "gwp_set": "AR6", "hash": "e" * 64},
            "database_licence": "CC-BY-4.0",
            "period": "2025",
            "uses": 1.0,
        },
        mass_kg=6.0,
    )


@pytest.fixture
def catalogue_item(lamp: Footprint) -> Footprint:
    """Return the lamp with 500 parts of 0.04 kg CO2e each."""
    lines = tuple(
        a_line(f"P-{i}", f"piece {i}", "steel-virgin", "raw_materials", 0.04, "virgin")
        for i in range(500)
    )
    return replace(lamp, lines=lines)


_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--hide-scrollbars", "--virtual-time-budget=20000", "--enable-logging=stderr"),
)


def _browse(page: Path, *flags: str) -> tuple[str, str]:
    """Return what a browser prints and what its console says of a page."""
    browser = next(filter(None, map(shutil.which, _NAMES)), None)
    if browser is None:
        pytest.skip("no Chromium or Chrome is installed to open the page in")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        done = subprocess.run(
            [browser, *_FLAGS, f"--user-data-dir={profile}", *flags, page.as_uri()],
            capture_output=True,
            timeout=120,
            check=True,
        )
    said = done.stderr.decode(errors="replace")
    console = "\n".join(re.findall(r".*CONSOLE.*", said))
    return done.stdout.decode(errors="replace"), console


def _opened(page: Path) -> str:
    """Return the page as it stands once its scripts have run; fails on any console message."""
    dom, console = _browse(page, "--dump-dom")
    if console:
        pytest.fail(f"{page.name}: the console says {console}")
    return dom


def _photograph(page: Path, picture: Path, width: int, height: int) -> bytes:
    """Return a PNG of the page."""
    _browse(page, f"--screenshot={picture}", f"--window-size={width},{height}")
    if not picture.is_file():
        pytest.fail(f"{page.name}: no screenshot on {sys.platform}")
    return picture.read_bytes()


@pytest.fixture
def pictures(request: pytest.FixtureRequest) -> Path:
    """Return the folder of pytest's cache where screenshots are kept from run to run."""
    return request.config.cache.mkdir("screenshots")


# what a browser asks its maker for by itself, whatever page it shows
_OWN = re.compile(r"https?://[\w.-]*\b(?:google|googleapis|gvt1)\.com[/:]")


def _requested(page: Path) -> list[str]:
    """Return the addresses in the network that a browser asks for while it draws a page."""
    log = page.with_name("net.json")
    _browse(page, "--dump-dom", f"--log-net-log={log}")
    # a browser that is ended does not always close its log; the addresses stand in it all the same
    told = log.read_text(encoding="utf-8", errors="replace")
    return [x for x in re.findall(r'"url":"(https?://[^"]+)"', told) if not _OWN.match(x)]


@pytest.fixture
def requests() -> Callable[[Path], list[str]]:
    """Return what lists the requests to the network that opening a page makes."""
    return _requested


@pytest.fixture
def opened() -> Callable[[Path], str]:
    """Return what opens a page in a browser and gives its DOM once drawn."""
    return _opened


@pytest.fixture
def photograph() -> Callable[[Path, Path, int, int], bytes]:
    """Return what takes a picture of a page."""
    return _photograph
