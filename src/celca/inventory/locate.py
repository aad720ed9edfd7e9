"""Find databases: those that come with celca, and any folder that is named."""

from __future__ import annotations

from pathlib import Path

from celca.errors import FileFault, UnknownName

__all__ = ["DEFAULT", "embedded", "locate"]

DEFAULT = "celca-open"
_ROOM = Path(__file__).resolve().parent
# inside an installed wheel, then in a checkout
_SHELVES = (_ROOM.parent / "databases", _ROOM.parents[2] / "databases")


def embedded() -> dict[str, Path]:
    """Return the folders of the databases that come with celca, by name."""
    found: dict[str, Path] = {}
    for shelf in _SHELVES:
        for about in sorted(shelf.glob("*/database.toml")):
            found.setdefault(about.parent.name, about.parent)
    return found


def locate(name: str | Path) -> Path:
    """Return the folder of a database, given as a name or as a path.

    Raises UnknownName for a name that no database has, FileFault for a path that is none.
    """
    path = Path(name)
    if (path / "database.toml").is_file():
        return path
    known = embedded()
    if str(name) in known:
        return known[str(name)]
    if path.is_dir():
        raise FileFault(str(path), "is not a database: it has no database.toml.")
    raise UnknownName(
        "database", str(name), known, advice="Name a folder, or list them: 'celca database list'."
    )
