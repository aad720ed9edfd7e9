"""Where a study is: a bill of materials, a product.toml, or the folder that holds one."""

from __future__ import annotations

from pathlib import Path

from celca.errors import FileFault, nearest

__all__ = ["study_file"]

_BILLS = (".csv", ".tsv", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")


def study_file(path: Path) -> Path:
    """Return the file that a study begins with. Raises FileFault where there is none."""
    if not path.exists():
        raise FileFault(str(path), "does not exist.", _instead(path))
    about = path / "product.toml" if path.is_dir() else path
    if about.is_file():
        return about
    bills = sorted(p.name for p in path.iterdir() if p.suffix.lower() in _BILLS)
    advice = (
        f"Name the bill of materials itself ({path / bills[0]}), or" if bills else "Name a file, or"
    )
    raise FileFault(
        str(path), "the folder holds no product.toml.", f"{advice} write a product.toml."
    )


def _instead(path: Path) -> str:
    """Return the name beside a missing file that is most like it, as a question."""
    beside = path.absolute().parent
    near = nearest(path.name, [p.name for p in beside.iterdir()], 1) if beside.is_dir() else ()
    return f"Did you mean {str(path.with_name(near[0]))!r}?" if near else ""
