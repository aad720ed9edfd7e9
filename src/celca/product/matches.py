"""Write a matches.csv: what is certain filled in, the rest left to a person.

A decision that stands in the file already is never changed, nor is a column of one's own.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from celca.errors import FileFault
from celca.inventory import folded
from celca.marks import bare, inert
from celca.product.names import NameReview, NamesReview

__all__ = ["write_matches"]

_COLUMNS = ("name", "material", "comment")
_MARK, _PROXY = "did you mean", "not in the database; a proxy may be"


def write_matches(path: Path, review: NamesReview) -> int:
    """Write the names of a review into a matches.csv, and return how many rows are new or filled.

    Rows that are there keep their place. One with a material stays as it is; one without gets
    it where it is certain by now. Raises FileFault for a file that is no such table.
    """
    header, table, mark = _existing(path)
    place = {folded(row["name"]): row for row in table}
    changed = 0
    for name in review.names:
        row = place.get(folded(name.name))
        if row is None:
            place[folded(name.name)] = row = dict.fromkeys(header, "") | {"name": name.name}
            table.append(row)
        elif row["material"]:
            continue
        else:
            changed -= not name.decision
        row["material"] = name.decision
        if not row["comment"] or row["comment"].startswith((_MARK, _PROXY)):
            row["comment"] = _comment(name)
        changed += 1
    _write(path, header, table, mark)
    return changed


def _write(path: Path, header: list[str], table: list[dict[str, str]], mark: str) -> None:
    out = io.StringIO()
    writer = csv.DictWriter(out, header, lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: inert(cell) for key, cell in row.items()} for row in table)
    try:
        path.write_text(mark + out.getvalue(), encoding="utf-8")
    except OSError as fault:
        raise FileFault(str(path), f"the file cannot be written ({fault.strerror}).") from None


def _existing(path: Path) -> tuple[list[str], list[dict[str, str]], str]:
    """Return (columns, rows, byte order mark) of a file that may be there already.

    A new file begins with the mark, by which spreadsheet programs know UTF-8.
    """
    if not path.is_file():
        return list(_COLUMNS), [], "\ufeff"
    try:
        text = path.read_text(encoding="utf-8")
        mark = "\ufeff" if text.startswith("\ufeff") else ""
        cells = list(csv.reader(io.StringIO(text[len(mark) :], newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as fault:
        raise FileFault(path.name, f"the file is no CSV in UTF-8 ({fault}).") from None
    header, rows = (cells[0] if cells else []), [row for row in cells[1:] if any(row)]
    if not {"name", "material"} <= set(header) or any(len(row) != len(header) for row in rows):
        raise FileFault(
            path.name, "the file is there and is no matches.csv.", "Write to another file."
        )
    columns = [*header, *(["comment"] if "comment" not in header else [])]
    table = [
        dict.fromkeys(columns, "") | dict(zip(header, map(bare, row), strict=True)) for row in rows
    ]
    return columns, table, mark


def _comment(name: NameReview) -> str:
    """Return why a name is decided as it is, or what it may mean."""
    if name.decision:
        return f"by {name.how}"
    if name.candidates and name.candidates[0].how == "proxy":
        return f"{_PROXY}: {', '.join(c.material for c in name.candidates)}"
    near = ", ".join(f"{c.material} ({c.score:.2f})" for c in name.candidates)
    return f"{_MARK}: {near}" if near else "nothing like it in the database"
