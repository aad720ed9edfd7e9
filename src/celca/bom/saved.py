"""What a user settles once about a file: which column is which, the decimal sign, a unit.

It comes from the command line, or from a `bom.toml` beside the file:

    [columns]
    mass = "重量"
    mass_unit = "g"
    decimal = ","
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from celca.bom.words import header_table, squeeze
from celca.errors import FileFault, Finding, UnknownName
from celca.units import canonical

__all__ = ["SAVED", "settings", "write_settings"]

SAVED = "bom.toml"
_GIVEN = ("decimal", "product", "sheet")
_CHIEF = ("part", "material", "quantity", "unit", "mass", "mass_unit", "recycled", "process")
_UNITS = frozenset(("kg", "g", "mg", "t", "lb", "oz", "piece", "m", "mm", "cm", "m2", "cm2"))
_UNITS |= {"m3", "l", "ml", "kg/m", "g/m", "kg/m2", "g/m2"}


def settings(
    path: Path, columns: Mapping[str, str] | None
) -> tuple[dict[str, str], dict[str, str], list[Finding]]:
    """Return (meaning -> heading, other settings, what to tell the reader)."""
    beside = path.with_name(SAVED)
    saved = _read(beside) if beside.is_file() else {}
    merged = {**saved, **(columns or {})}
    remarks = []
    if saved:
        remarks.append(
            Finding.of(
                "info", "saved_columns", "The columns named in {file} are used.", SAVED, file=SAVED
            )
        )
    meanings = {meaning for meaning, _ in header_table().values()}
    wanted, given = {}, {}
    for meaning, text in merged.items():
        if meaning in _GIVEN or meaning in ("mass_unit", "unit") and canonical(text) in _UNITS:
            given[meaning] = text
        elif meaning in meanings:
            wanted[meaning] = text
        else:
            raise _unknown(meaning, [*sorted(meanings), *_GIVEN], path.name)
    if given.get("decimal", ".") not in (".", ","):
        raise FileFault(path.name, f"the decimal sign {given['decimal']!r} is neither '.' nor ','.")
    return wanted, given, remarks


def _unknown(meaning: str, known: list[str], where: str) -> UnknownName:
    """Return the fault of a column called by its heading, as `weight`, not by its meaning."""
    read = header_table().get(squeeze(meaning))
    near = (read[0],) if read else None
    advice = f"The chief ones are {', '.join(_CHIEF)}, as in --column mass='its heading'."
    return UnknownName("column meaning", meaning, known, where, advice, near)


def write_settings(path: Path, columns: Mapping[str, str]) -> None:
    """Write what was named of a file beside it, for the next export; what is kept there stays."""
    beside = path.with_name(SAVED)
    columns = {**(_read(beside) if beside.is_file() else {}), **columns}
    lines = ["# Which column of the parts list means what; read by celca.", "[columns]"]
    for meaning, header in columns.items():
        text = header.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        lines.append(f'{meaning} = "{text}"')
    try:
        beside.write_text("\n".join(lines) + "\n", encoding="utf-8")
    except OSError as fault:
        raise FileFault(str(beside), f"the file cannot be written ({fault.strerror}).") from None


def _read(path: Path) -> dict[str, str]:
    import tomllib

    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise FileFault(path.name, f"the file is not TOML ({fault}).") from None
    columns = content.get("columns", {})
    if not isinstance(columns, dict) or not all(isinstance(v, str) for v in columns.values()):
        raise FileFault(
            f"{path.name} [columns]", "each entry must be a text.", 'Such as: mass = "Weight (g)"'
        )
    return columns
