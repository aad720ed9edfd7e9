"""The group of commands. Each is loaded only when it is called or described."""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Iterator
from typing import Any

import click

from celca.errors import CelcaError, OpenLines
from celca.grammar import in_number
from celca.marks import clean
from celca.version import __version__

__all__ = ["cli", "main"]

_COMMANDS = {
    "footprint": "footprint",
    "compare": "compare",
    "explain": "explain",
    "improve": "improve",
    "verify": "verify",
    "score": "score",
    "portfolio": "portfolio",
    "diff": "diff",
    "report": "report",
    "export": "export",
    "bundle": "bundle",
    "replay": "replay",
    "materials": "materials",
    "match": "match",
    "circular": "circular",
    "database": "database",
    "doctor": "doctor",
}
# a wrong input to `verify` or `replay` must not look like a verdict, which exits 0 or 1
_EXIT = {"verify": 2, "replay": 2}


class _Commands(click.Group):
    """A group that imports a command when it is needed, and says errors in one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"celca.cli.{_COMMANDS[cmd_name]}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from celca.errors import nearest

            near = nearest(args[0], _COMMANDS)
            hint = f" Did you mean {' or '.join(map(repr, near))}?" if near else ""
            raise click.UsageError(f"No such command {args[0]!r}.{hint}", ctx) from error

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401
        try:
            return super().invoke(ctx)
        except CelcaError as error:
            for line in _told(error, ctx.meta.get("celca.lang", "en")):
                click.echo(clean(line), err=True)
            ctx.exit(_EXIT.get(ctx.invoked_subcommand or "", 1))


def _told(error: CelcaError, lang: str) -> Iterator[str]:
    """Yield an error in the language that was asked for, where its sentences are known in it."""
    if lang == "en":
        yield f"Error: {in_number(str(error))}"
        return
    from celca.cli.tongue import tongue_of

    tongue = tongue_of(lang, None)
    if not isinstance(error, OpenLines):
        yield tongue("Error: {message}", message=tongue.told(str(error)))
        return
    yield tongue("Error: {message}", message=tongue("some lines cannot be counted."))
    for where, told in error.problems:
        yield f"- {tongue.place(where)}: {tongue.told(told)}"
    if error.more:
        yield tongue("and {count} more", count=error.more)
    yield tongue.told(error.advice)


@click.command(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, package_name="celca")
def cli() -> None:
    """Carbon footprints of products, from a bill of materials.

    With and without recycled and bio-based inputs; from an open database that comes with it.
    """


def main() -> None:
    """Run the command line; write UTF-8 whatever the terminal was set to."""
    # a command builds thousands of small records and then ends: collecting garbage among them
    # over and over costs more than it frees
    gc.set_threshold(100_000, 20, 20)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    cli()
