"""XML out of a file, a folder or a zip: whole and harmless, or refused by name."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from celca.errors import FileFault
from celca.readers.damage import DAMAGE, damaged

__all__ = ["child", "number", "roots", "words"]


def roots(
    path: Path, endings: tuple[str, ...], folder: str = ""
) -> Iterator[tuple[str, ET.Element, str]]:
    """Yield (file, root, namespace in braces) of each file, of a folder, zip or file.

    folder  in small letters, of which alone files are taken; '' takes those of all

    Raises FileFault for a zip or XML that is damaged, and for XML that defines entities.
    """
    for name, content in _files(path, endings, folder):
        # letters of UTF-16 have zeros between them
        if b"<!ENTITY" in content.replace(b"\0", b""):
            raise FileFault(name, "defines entities, which no format of LCA does, and is not read.")
        try:
            root = ET.fromstring(content)
        except (ET.ParseError, ValueError, LookupError) as error:
            raise FileFault(name, f"is not well-formed XML: {error}.") from error
        space = root.tag.partition("}")[0] + "}" if root.tag.startswith("{") else ""
        yield name, root, space


def _files(path: Path, endings: tuple[str, ...], folder: str) -> Iterator[tuple[str, bytes]]:
    def wanted(name: str) -> bool:
        inside = not folder or PurePosixPath(name).parent.name.casefold() == folder
        return inside and name.lower().endswith(endings)

    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if wanted(file.as_posix()) and file.is_file():
                yield file.name, file.read_bytes()
    elif path.suffix.lower() == ".zip":
        try:
            with zipfile.ZipFile(path) as package:
                for name in sorted(package.namelist()):
                    if wanted(name):
                        yield name, package.read(name)
        except DAMAGE as error:
            raise damaged(path.name, error) from error
    else:
        yield path.name, path.read_bytes()


def child(element: ET.Element, *path: str) -> ET.Element:
    """Return an element inside, by its path of tags; an empty one where there is none."""
    for tag in path:
        found = element.find(tag)
        if found is None:
            return ET.Element(tag)
        element = found
    return element


def number(text: str | None, default: float = math.nan) -> float:
    """Return the number that a text or an attribute holds, or a default where there is none."""
    try:
        return float(text or "")
    except ValueError:
        return default


def words(element: ET.Element, tag: str) -> str:
    """Return what stands in the first element of a tag, '' where there is none."""
    return (element.findtext(tag) or "").strip()
