"""The native format: a database is a folder of small CSV files that a person can read.

`database.toml`, `processes.csv`, `exchanges.csv`, `flows.csv`, and where there are any
`materials.csv`, `aliases.csv`, `assumed.csv`, `sources.csv`, `published.csv`. Units are checked and
amounts converted here, once; what is wrong is named by file and line.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from celca.errors import FileFault, UnknownName
from celca.inventory.kept import keep, kept_file
from celca.inventory.records import (
    DISTRIBUTIONS,
    KINDS,
    Exchange,
    Flow,
    Inventory,
    Process,
)
from celca.inventory.side_tables import aliases, columns_of, published, sources, variants
from celca.inventory.store import STORED, load_stored
from celca.inventory.table import Row, rows
from celca.units import canonical, factor
from celca.version import __version__

__all__ = ["FILES", "content_hash", "read_inventory"]

FILES = (
    "database.toml",
    "processes.csv",
    "exchanges.csv",
    "flows.csv",
    "materials.csv",
    "aliases.csv",
    "assumed.csv",
    "sources.csv",
    "published.csv",
)


def content_hash(folder: Path) -> str:
    """Return the SHA-256 of a database's files, line ends set aside: its identity."""
    digest = hashlib.sha256()
    for name in FILES:
        path = folder / name
        if path.is_file():
            content = path.read_bytes()
            if b"\r" in content:
                content = content.replace(b"\r\n", b"\n")
            digest.update(f"{name} {len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()


def read_inventory(folder: Path) -> Inventory:
    """Read a database folder.

    Raises FileFault, UnitError or UnknownName with file and line: a missing file, column or
    cell, a figure that is no number, an id that nothing answers to or that stands twice, a
    unit of another dimension than the product it refers to.
    """
    about = _about(folder)
    digest = content_hash(folder)
    kept = kept_file(_key(digest))
    for path in (folder / STORED, kept):
        known = load_stored(path, folder) if path is not None and path.is_file() else None
        if known is not None and known.hash == digest:
            return known
    inventory = _read_tables(folder, about, digest)
    keep(inventory, kept)
    return inventory


def _key(digest: str) -> str:
    """Return the name under which what this version reads out of a content is kept."""
    return hashlib.sha256(f"celca {__version__} {digest}".encode()).hexdigest()


def _read_tables(folder: Path, about: Mapping[str, str], digest: str) -> Inventory:
    flows = _flows(folder)
    processes = _processes(folder)
    exchanges, outputs = _exchanges(folder, processes, flows)
    made = tuple(replace(p, output=outputs[i]) if i in outputs else p for i, p in processes.items())
    return Inventory(
        name=about["name"],
        version=about["version"],
        licence=about["licence"],
        geography=about["geography"],
        description=about["description"],
        hash=digest,
        processes=made,
        exchanges=tuple(exchanges),
        flows=tuple(flows.values()),
        variants=variants(folder, processes),
        aliases=aliases(folder, processes),
        sources=sources(folder),
        published=published(folder, processes),
        folder=folder,
    )


def _about(folder: Path) -> dict[str, str]:
    path = folder / "database.toml"
    if not path.is_file():
        raise FileFault(
            str(folder),
            "is not a database: it has no database.toml.",
            "Name a folder that has one, or list databases with 'celca database list'.",
        )
    try:
        about = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FileFault("database.toml", f"is not well-formed TOML: {error}.") from error
    wanted = ("name", "version", "licence", "geography", "description")
    missing = [k for k in wanted if not isinstance(about.get(k), str)]
    if missing:
        raise FileFault("database.toml", f"does not say {', '.join(missing)}.", "Add it as text.")
    return {k: about[k] for k in wanted}


def _flows(folder: Path) -> dict[str, Flow]:
    columns = columns_of(Flow)
    lines = list(rows(folder / "flows.csv", columns))
    _refuse_twice(lines)
    out = {}
    for r in lines:
        r.need("unit")
        r.choice("origin", ("fossil", "biogenic", "land"))
        cells = {c: r.text(c) for c in columns}
        out[r.text("id")] = Flow(**{**cells, "unit": canonical(cells["unit"])})
    return out


def _processes(folder: Path) -> dict[str, Process]:
    lines = list(rows(folder / "processes.csv", columns_of(Process, "output")))
    _refuse_twice(lines)
    out = {}
    for r in lines:
        year = r.text("year")
        if year and not year.isdigit():
            raise FileFault(r.where, f"column 'year' holds {year!r}, which is not a year.")
        out[r.text("id")] = Process(
            id=r.text("id"),
            name=r.need("name"),
            name_ja=r.text("name_ja"),
            product=r.text("product") or r.text("name"),
            unit=canonical(r.need("unit")),
            location=r.text("location"),
            year=int(year) if year else None,
            kind=r.choice("kind", ("unit", "aggregated")),
            technology=r.text("technology"),
            source=r.text("source"),
            comment=r.text("comment"),
        )
    return out


def _refuse_twice(lines: Sequence[Row]) -> None:
    seen: dict[str, int] = {}
    for r in lines:
        first = seen.setdefault(r.need("id"), r.line)
        if first != r.line:
            raise FileFault(
                r.where,
                f"the id {r.text('id')!r} stands on line {first} already.",
                "Give each process and flow an id of its own: one product has one maker.",
            )


def _exchanges(
    folder: Path, processes: Mapping[str, Process], flows: Mapping[str, Flow]
) -> tuple[list[Exchange], dict[str, float]]:
    """Return the exchanges, and the output of each process that states one."""
    exchanges, outputs = [], {}
    for r in rows(folder / "exchanges.csv", columns_of(Exchange, "line")):
        process, kind = r.text("process"), r.choice("kind", (*KINDS, "output"))
        if process not in processes:
            raise UnknownName("process", process, processes, r.where)
        if kind == "output":
            ratio = factor(r.need("unit"), processes[process].unit, r.where)
            outputs[process] = r.number("amount") * ratio
            if outputs[process] == 0:
                raise FileFault(r.where, f"{process!r} makes 0 of its product.")
            continue
        exchanges.append(_exchange(r, processes, flows))
    return exchanges, outputs


def _exchange(r: Row, processes: Mapping[str, Process], flows: Mapping[str, Flow]) -> Exchange:
    kind, target = r.text("kind"), r.text("input")
    known: Mapping[str, Process | Flow] = processes if kind in ("input", "avoided") else flows
    if target not in known:
        noun, table = ("process", "processes.csv") if known is processes else ("flow", "flows.csv")
        raise UnknownName(noun, target, known, r.where, f"Add it to {table} or correct it.")
    ratio = factor(r.need("unit"), known[target].unit, r.where)
    minimum, maximum = r.optional("minimum"), r.optional("maximum")
    scale, distribution = r.optional("scale"), r.choice("distribution", DISTRIBUTIONS)
    if distribution in ("lognormal", "normal") and (scale is None or scale < 0):
        raise FileFault(r.where, f"a {distribution} distribution needs a scale of 0 or more.")
    if distribution in ("triangular", "uniform") and (
        minimum is None or maximum is None or minimum > maximum
    ):
        raise FileFault(r.where, f"a {distribution} distribution needs minimum and maximum.")
    return Exchange(
        process=r.text("process"),
        kind=kind,
        input=target,
        amount=r.number("amount") * ratio,
        distribution=distribution,
        scale=scale * ratio if scale is not None and distribution == "normal" else scale,
        minimum=None if minimum is None else minimum * ratio,
        maximum=None if maximum is None else maximum * ratio,
        pedigree=r.text("pedigree"),
        source=r.text("source"),
        comment=r.text("comment"),
        line=r.line,
    )
