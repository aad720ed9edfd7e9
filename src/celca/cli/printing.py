"""What every command prints with --json."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import click

__all__ = ["print_json"]


def print_json(data: object, plain: Callable[[Any], Any] | None = None) -> None:
    """Print one JSON document, never NaN or Infinity.

    plain  makes what JSON does not know plain data
    """
    click.echo(json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False, default=plain))
