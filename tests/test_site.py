"""The documentation site builds without a warning: no dead link, no page left out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_site_builds_strictly_with_every_page_in_it(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-d", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    reference = (tmp_path / "reference.html").read_text(encoding="utf-8")
    assert "open_prices" in reference
    assert "cradle-to-gate" in (tmp_path / "tutorials/designer.html").read_text(encoding="utf-8")
