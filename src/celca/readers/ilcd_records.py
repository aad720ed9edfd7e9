"""What an ILCD data set says, whether its XML is read or a table that it was flattened to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from celca.errors import Finding
from celca.readers.draft import FIXED, Spread

__all__ = ["NATURE", "WASTE", "DataSet", "FlowRecord", "Line", "Package"]

WASTE, NATURE = "Waste flow", "Elementary flow"  # kinds of flow, as ILCD calls them


@dataclass(frozen=True, slots=True)
class FlowRecord:
    """A flow, of a technique or of nature.

    kind  Elementary flow, Product flow, Waste flow, Other flow; '' where the source is silent
    path  of its category, coarsest first
    unit  that all amounts of it are in, '' where the source is silent
    """

    key: str
    name: str
    kind: str
    cas: str = ""
    path: tuple[str, ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One exchange.

    number   within the data set
    given    whether it goes out
    amount   [unit of the flow]
    maker    process at its other end, where the source names one
    avoided  whether it is credited
    shares   number of a product -> share of this exchange that it bears [-]
    """

    number: str
    flow: str
    given: bool
    amount: float
    spread: Spread = FIXED
    maker: str = ""
    avoided: bool = False
    shares: Mapping[str, float] = field(default_factory=dict)
    pedigree: str = ""


@dataclass(frozen=True, slots=True)
class DataSet:
    """One process.

    kind        LCI result, Unit process, single operation and so on, as ILCD calls them
    references  numbers of the exchanges that are its reference flows
    """

    key: str
    name: str
    name_ja: str
    location: str
    year: int | None
    kind: str
    comment: str
    references: Sequence[str]
    lines: Sequence[Line]


@dataclass(frozen=True)
class Package:
    """All processes and flows of a source, and what was found while reading them."""

    name: str
    about: str
    data_sets: Sequence[DataSet]
    flows: Mapping[str, FlowRecord]
    findings: Sequence[Finding] = ()
