import re
import shutil
import subprocess
from pathlib import Path

import pytest

from celca.assess import Footprint
from celca.errors import UsageError
from celca.report import printing, report_page, write_pdf


def test_a_page_becomes_a_pdf_on_a4(lamp: Footprint, tmp_path: Path) -> None:
    if not any(map(shutil.which, printing._NAMES)):
        pytest.skip("no Chromium, Chrome or Edge is installed to print with")
    path = tmp_path / "page.pdf"
    write_pdf(report_page(lamp), path)
    content = path.read_bytes()
    assert content.startswith(b"%PDF")
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", content)
    assert box
    assert [round(float(x)) for x in box.groups()] == pytest.approx([595, 842], abs=1)


def test_without_a_browser_the_way_around_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(UsageError, match="none is installed. Write the page as HTML"):
        printing.page_to_pdf("<p>x</p>")


def test_a_browser_that_fails_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise subprocess.CalledProcessError(1, "browser")

    monkeypatch.setattr(shutil, "which", lambda name: name)
    monkeypatch.setattr(subprocess, "run", fail)
    path = tmp_path / "page.pdf"
    with pytest.raises(UsageError, match="could not write the PDF"):
        write_pdf("<p>x</p>", path)
    assert not path.exists()
