"""Print a page to PDF, a picture to PNG, with the browser there is; nothing is fetched or kept."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from celca.errors import UsageError
from celca.report.render import write_bytes

__all__ = ["page_to_pdf", "svg_to_png", "write_pdf"]

_NAMES = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
    *("msedge", "microsoft-edge"),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
_FLAGS = (
    *("--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
    *("--no-pdf-header-footer", "--virtual-time-budget=20000"),
)
_OTHERWISE = {
    "PDF": "Write the page as HTML and print it from any browser.",
    "PNG": "Write the label as SVG: every browser and office program shows it.",
}
_PATIENCE = 120  # seconds
_SHARP = 3  # pixels of a picture for each of its own


def page_to_pdf(page: str) -> bytes:
    """Return a page as PDF on A4, pictures drawn and tables opened.

    Raises UsageError where no Chromium, Chrome or Edge is installed, or where it fails.
    """
    return _printed(page, "PDF", lambda out: [f"--print-to-pdf={out}"])


def svg_to_png(svg: str, width: int, height: int) -> bytes:
    """Return an SVG picture as PNG, on a transparent ground. Raises what `page_to_pdf` raises."""
    page = f"<!doctype html><meta charset=utf-8><style>body{{margin:0}}</style>{svg}"
    flags = [
        f"--window-size={width},{height}",
        f"--force-device-scale-factor={_SHARP}",
        *("--hide-scrollbars", "--default-background-color=00000000"),
    ]
    return _printed(page, "PNG", lambda out: [*flags, f"--screenshot={out}"])


def _printed(page: str, kind: str, flags: Callable[[Path], Sequence[str]]) -> bytes:
    """Return what a browser writes of a page."""
    browser = next(filter(None, map(shutil.which, _NAMES)), None)
    if browser is None:
        raise UsageError(
            f"A {kind} needs Chromium, Chrome or Edge, and none is installed. {_OTHERWISE[kind]}"
        )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        source, out = Path(folder, "page.html"), Path(folder, f"page.{kind.lower()}")
        source.write_text(page, encoding="utf-8")
        given = [*_FLAGS, f"--user-data-dir={folder}/profile", *flags(out)]
        if sys.platform != "win32" and os.geteuid() == 0:
            given.append("--no-sandbox")  # Chromium refuses to start as root with it
        try:
            subprocess.run(
                [browser, *given, source.as_uri()],
                capture_output=True,
                check=True,
                timeout=_PATIENCE,
            )
            return out.read_bytes()
        except (OSError, subprocess.SubprocessError) as fault:
            raise UsageError(f"{browser} could not write the {kind}: {fault}.") from fault


def write_pdf(page: str, path: Path) -> None:
    """Write a page as PDF; a file that is there is replaced whole or not at all.

    Raises FileFault where it cannot be written, and what `page_to_pdf` raises.
    """
    write_bytes(path, page_to_pdf(page))
