"""Fill a template, and write a text so that nobody ever sees half of it."""

from __future__ import annotations

import os
import re
import tempfile
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from celca.errors import FileFault, MissingExtra
from celca.report.figures import Figures
from celca.report.sayings import Sayings
from celca.report.words import Words, clean

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

__all__ = ["render", "write_bytes", "write_text"]

_LINK = re.compile(r"https?://[^\s<>\"')\]]+[^\s<>\"')\].,;]")


def render(template: str, words: Words, figures: Figures, **values: object) -> str:
    """Return a template filled in. Raises MissingExtra without jinja2.

    `say`, which says a finding in the reader's language, may be given with names of its own.
    """
    environment = _environment()
    page = environment.get_template(f"{template}.j2")
    return page.render(
        t=words,
        fig=figures,
        kg=lambda value: _data(value, figures.kg(value)),
        plain=lambda value: _data(value, figures.plain(value)),
        **{"say": Sayings(words), **values},
    )


@cache
def _environment() -> Environment:
    try:
        from jinja2 import Environment, FunctionLoader, StrictUndefined
    except ImportError as fault:
        raise MissingExtra("jinja2", "report", "A report page") from fault

    environment = Environment(
        loader=FunctionLoader(_template),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(clean=clean, links=_links)
    return environment


def _template(name: str) -> str:
    return files("celca.report").joinpath("templates", name).read_text(encoding="utf-8")


def _data(value: float, text: str) -> Markup:
    """Return a number for people that keeps the full one for machines."""
    from markupsafe import Markup

    return Markup('<data value="{}">{}</data>').format(repr(float(value)), text)


def _links(text: str) -> Markup:
    """Return text with its web addresses as links, and all else escaped."""
    from markupsafe import Markup, escape

    out, end = Markup(""), 0
    link = Markup('<a href="{0}" rel="noreferrer">{0}</a>')
    text = clean(text)
    for found in _LINK.finditer(text):
        out += escape(text[end : found.start()]) + link.format(found.group())
        end = found.end()
    return out + escape(text[end:])


def write_text(path: Path, text: str) -> None:
    """Write a text in UTF-8, whole or not at all. Raises FileFault."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file, whole or not at all. Raises FileFault."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as fault:
        raise FileFault(str(path), f"cannot be written: {fault.strerror}.") from fault
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as fault:
        raise FileFault(str(path), f"cannot be written: {fault.strerror}.") from fault
    finally:
        temporary.unlink(missing_ok=True)
