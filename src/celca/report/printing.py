"""Print a page to PDF with the browser that is there; nothing is fetched, nothing is kept."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from celca.errors import UsageError
from celca.report.render import write_bytes

__all__ = ["page_to_pdf", "write_pdf"]

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
_PATIENCE = 120  # seconds


def page_to_pdf(page: str) -> bytes:
    """Return a page as PDF on A4, pictures drawn and tables opened.

    Raises UsageError where no Chromium, Chrome or Edge is installed, or where it fails.
    """
    browser = next(filter(None, map(shutil.which, _NAMES)), None)
    if browser is None:
        raise UsageError(
            "A PDF needs Chromium, Chrome or Edge, and none is installed."
            " Write the page as HTML and print it from any browser."
        )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        source, printed = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(page, encoding="utf-8")
        flags = [*_FLAGS, f"--user-data-dir={folder}/profile", f"--print-to-pdf={printed}"]
        if sys.platform != "win32" and os.geteuid() == 0:
            flags.append("--no-sandbox")  # Chromium refuses to start as root with it
        try:
            subprocess.run(
                [browser, *flags, source.as_uri()],
                capture_output=True,
                check=True,
                timeout=_PATIENCE,
            )
            return printed.read_bytes()
        except (OSError, subprocess.SubprocessError) as fault:
            raise UsageError(f"{browser} could not print the page: {fault}.") from fault


def write_pdf(page: str, path: Path) -> None:
    """Write a page as PDF; a file that is there is replaced whole or not at all.

    Raises FileFault where it cannot be written, and what `page_to_pdf` raises.
    """
    write_bytes(path, page_to_pdf(page))
