"""What a study is calculated with, where it is audited or bundled."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from celca.assess import Options
from celca.inventory import DEFAULT
from celca.methods import DEFAULT_METHOD

__all__ = ["Basis"]


@dataclass(frozen=True, slots=True)
class Basis:
    """Database, method and options of a calculation.

    database  name, folder or file
    method    id of the impact method
    """

    database: str | Path = DEFAULT
    method: str = DEFAULT_METHOD
    options: Options = field(default_factory=Options)
