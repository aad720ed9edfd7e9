"""Open a database by whatever it is: a name, a folder, a Brightway address, a foreign file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from celca.inventory import DEFAULT, Inventory, locate, read_inventory
from celca.methods import DEFAULT_METHOD, Method, load_method, method_names
from celca.readers.kinds import Kind, kind_of
from celca.readers.rules import JOINED, Rules, rules_of

__all__ = ["open_database", "open_method"]


def open_database(
    name: str | Path = DEFAULT,
    decided: Mapping[str, str] | None = None,
    *,
    average: bool = False,
    money: str = "",
    allocation: str = "",
) -> Inventory:
    """Return a database, given as any of these.

    - the name of one that comes with celca, or a folder in its format
    - `bw:PROJECT/DATABASE`, a database of a Brightway project
    - openLCA's JSON-LD, a .zip or folder
    - EcoSpold 1 or 2, a .zip, .xml, .spold or folder
    - ILCD data sets: a .zip or folder of XML, or a folder of three tables, as TianGong's
    - a .csv of SimaPro
    - an input-output table: a .npz in the manner of USEEIO, a folder or .zip of pymrio
    - a .csv or .xlsx list of emission factors
    - several of these, joined by ' + ': `celca-open + useeio.npz`

    Each may end in rules of its own, which go before those given here:
    `export.zip?several=average&money=USD 2012`.

    decided, average, money, allocation  as in `celca.readers.rules.Rules`

    What was converted is kept in the cache for as long as its files do not change. Raises
    UnknownName, FileFault and what the reading of each raises.
    """
    return _open(name, Rules(decided or {}, average, money, allocation))


def _open(name: str | Path, rules: Rules) -> Inventory:
    text = str(name)
    if JOINED in text and not Path(text).exists():
        from celca.readers.joining import joined

        return joined([_open(part.strip(), rules) for part in text.split(JOINED)])
    text, rules = rules_of(text, rules)
    if text.startswith("bw:"):
        from celca.readers.brightway import read_brightway
        from celca.readers.brightway_address import split_address

        return read_brightway(*split_address(text))
    path = Path(text)
    kind = kind_of(path)
    if kind == "celca":
        return read_inventory(locate(text))
    from celca.readers.keeping import remembered

    return remembered(path, f"{kind} {rules}", partial(_read, kind, path, rules))


def _read(kind: Kind, path: Path, rules: Rules) -> Inventory:
    """Return what a reader makes of a path; each is loaded when it is needed."""
    if kind == "jsonld":
        from celca.readers.jsonld import read_jsonld

        rule: Any = rules.allocation or "as defined"
        return read_jsonld(path, rule, rules.decided, average=rules.average)
    if kind == "ecospold":
        from celca.readers.ecospold import read_ecospold

        return read_ecospold(path, rules.decided, average=rules.average)
    if kind == "ilcd":
        from celca.readers.ilcd import read_ilcd

        return read_ilcd(path, rules.decided, average=rules.average)
    if kind == "simapro":
        from celca.readers.simapro import read_simapro

        return read_simapro(path, rules.decided, average=rules.average)
    if kind == "mrio":
        from celca.readers.mrio import read_mrio

        return read_mrio(path, rules.money)
    if kind == "input_output":
        from celca.readers.input_output import read_input_output

        return read_input_output(path, rules.money)
    from celca.readers.factor_list import read_factor_list

    return read_factor_list(path)


def open_method(name: str, database: str | Path, inventory: Inventory) -> Method:
    """Return a method: one of celca's, or one of the Brightway project that is named.

    name  id, `bw:PROJECT/METHOD`, or for a database bw:PROJECT/… a method of that project, the
          parts of its name joined by '|' or any of them that only one method has

    Raises UnknownName, DataError, UnitError.
    """
    if name in method_names():
        return load_method(name)
    if not name.startswith("bw:") and not str(database).startswith("bw:"):
        return load_method(name or DEFAULT_METHOD)
    from celca.readers.brightway_address import split_address
    from celca.readers.brightway_methods import read_brightway_method

    if name.startswith("bw:"):
        return read_brightway_method(*split_address(name), inventory)
    project, _ = split_address(rules_of(str(database), Rules())[0])
    return read_brightway_method(project, name, inventory)
