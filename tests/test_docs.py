"""The README and the docs are run: each command and each line of Python gives what they show.

A block ```console is run from the project's root, command by command (`$ …`); where output is
shown, it must come, figures within 2 % of it aside (they move with the database). A block
```python is executed.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import celca
from celca.cli.group import cli

ROOT = Path(__file__).parents[1]
PAGES = [*sorted(ROOT.glob("README*.md")), *sorted((ROOT / "docs").glob("**/*.md"))]
BLOCK = re.compile(r"^```(console|python)\n(.*?)^```", re.M | re.S)
NUMBER = re.compile(r"[-+]?\d[\d,]*\.?\d*(?:e[-+]?\d+)?")


def blocks(kind: str) -> list[tuple[str, str]]:
    found = []
    for page in PAGES:
        for match in BLOCK.finditer(page.read_text(encoding="utf-8")):
            if match[1] == kind:
                found.append((page.relative_to(ROOT).as_posix(), match[2]))
    return found


def close(shown: str, came: str) -> bool:
    """Say whether two lines agree in their words, and in their figures within 2 %."""
    words = [NUMBER.sub("#", line).split() for line in (shown, came)]
    figures = [[float(n.replace(",", "")) for n in NUMBER.findall(x)] for x in (shown, came)]
    return words[0] == words[1] and figures[1] == pytest.approx(figures[0], rel=0.02, abs=0.05)


@pytest.mark.parametrize(("page", "text"), blocks("console"))
def test_a_command_gives_what_the_page_shows(
    page: str, text: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(ROOT)
    for part in re.split(r"^\$ ", text, flags=re.M)[1:]:
        command, _, shown = part.partition("\n")
        program, *arguments = shlex.split(command, comments=True)
        if program != "celca":
            continue
        arguments = [a.replace("/tmp/", f"{tmp_path}/") for a in arguments]
        result = CliRunner().invoke(cli, arguments, catch_exceptions=False)
        assert result.exit_code in (0, 1, 3), result.output
        came = [line.rstrip() for line in result.output.splitlines()]
        for line in filter(str.strip, shown.splitlines()):
            if line.strip() not in ("…", "..."):
                assert any(close(line, other) for other in came), f"{page}: {line!r} in {came}"


@pytest.mark.parametrize("page", sorted({page for page, _ in blocks("python")}))
def test_python_on_a_page_runs_from_top_to_bottom(
    page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {"__name__": "docs"}
    for _, text in (block for block in blocks("python") if block[0] == page):
        exec(compile(text, page, "exec"), names)
    assert len(names) > 1


def test_the_docs_name_every_command_and_every_public_name() -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    context = click.Context(cli)
    for name in cli.list_commands(context):
        assert f"celca {name}" in text
    for name in celca.__all__:
        assert f"celca.{name}" in text or f"`{name}`" in text, name


def test_the_docs_name_every_option() -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    context = click.Context(cli)
    missing = set()
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        for parameter in command.params if command else ():
            if isinstance(parameter, click.Option) and parameter.opts[0] not in text:
                missing.add(f"{name} {parameter.opts[0]}")
    assert missing == set()
