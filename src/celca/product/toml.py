"""Read product.toml table by table, and say where in it something is wrong."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from celca.errors import FileFault, UnknownName
from celca.units import quantity

__all__ = ["Table", "read_toml"]


def read_toml(path: Path, keys: Sequence[str]) -> Table:
    """Return the top of a TOML file that holds none but `keys`. Raises FileFault."""
    if not path.is_file():
        raise FileFault(str(path), "does not exist.")
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise FileFault(path.name, "is not UTF-8 text.", "Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        advice = 'Texts stand in quotes, as in name = "Kettle"; numbers do not.'
        raise FileFault(path.name, f"is not well-formed TOML: {error}.", advice) from error
    return Table(path.name, "", values).only(keys)


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a TOML file, with typed access that names the place when it fails."""

    file: str
    path: str
    values: Mapping[str, Any]

    @property
    def where(self) -> str:
        """The place, for messages."""
        return f"{self.file} [{self.path}]" if self.path else self.file

    def only(self, keys: Sequence[str]) -> Table:
        """Return the table itself, refusing any key that is not of `keys`."""
        for key in self.values:
            if key not in keys:
                advice = f"Known here: {', '.join(keys)}."
                raise UnknownName("entry", key, keys, self.where, advice)
        return self

    def _fault(self, key: str, wanted: str) -> FileFault:
        found = self.values.get(key)
        told = "is missing" if found is None else f"is {found!r}"
        return FileFault(self.where, f"{key!r} {told}, but {wanted} is needed.")

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; without a default it must be there."""
        value = self.values.get(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self._fault(key, "text in quotes")
        return value

    def number(self, key: str, default: float | None = None) -> float:
        """Return a number of 0 or more; without a default it must be there."""
        value = self.values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e300:
            raise self._fault(key, "a number of 0 or more")
        return float(value)

    def factor(self, key: str) -> float:
        """Return a factor of 0 or more."""
        if isinstance(self.values[key], str):
            raise self._fault(key, "a factor (0.9 for 10 % less)")
        return self.number(key)

    def share(self, key: str) -> float | None:
        """Return a share of 0 to 1, or None where it is not given."""
        if key not in self.values:
            return None
        value = self.values[key]
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise self._fault(key, "a share of 0 to 1 (0.3 for 30 %)")
        return float(value)

    def amount(self, key: str, unit: str) -> float:
        """Return an amount written with its unit, in `unit`."""
        if not isinstance(self.values.get(key), str):
            raise self._fault(key, f"an amount with its unit in quotes, such as '1.5 {unit}',")
        value = quantity(self.text(key), unit, f"{self.where} {key!r}")
        if value < 0:
            raise self._fault(key, "an amount of 0 or more")
        return value

    def has(self, key: str) -> bool:
        """Say whether a key is given."""
        return key in self.values

    def table(self, key: str, keys: Sequence[str]) -> Table:
        """Return a table inside, empty where it is not given."""
        return self.open_table(key).only(keys)

    def open_table(self, key: str) -> Table:
        """Return a table inside whose keys are free, empty where it is not given."""
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            raise self._fault(key, f"a table [{key}]")
        return Table(self.file, f"{self.path}.{key}".strip("."), value)

    def tables(self, key: str, keys: Sequence[str]) -> Iterator[Table]:
        """Yield the tables of an array [[key]]."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            raise self._fault(key, f"an array of tables [[{key}]]")
        for i, item in enumerate(value, start=1):
            yield Table(self.file, f"{self.path}.{key} {i}".strip("."), item).only(keys)


def choice(table: Table, key: str, allowed: Sequence[str]) -> str:
    """Return the one of some words that a key gives, the first where it is not given."""
    value = table.text(key, allowed[0])
    if value not in allowed:
        raise FileFault(table.where, f"{key!r} is {value!r}, but must be {' or '.join(allowed)}.")
    return value
