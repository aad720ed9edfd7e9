"""Everything that can go wrong, in one tree, and findings for what is only doubtful.

    CelcaError
    ├── UsageError              an option or an argument that cannot be used
    ├── DataError               an input that cannot be used
    │   ├── FileFault           a file: missing, unreadable, or a place inside it
    │   ├── OpenLines           lines of a bill of materials that cannot be counted
    │   ├── UnitError           a unit that is unknown or of another dimension
    │   ├── UnknownName         a name that nothing answers to, with its neighbours
    │   └── DeclarationError    a declared value that cannot be read
    ├── SolveError              a system of processes that has no solution
    │   ├── NotSquare           more processes than products, or fewer
    │   ├── SingularSystem      products that cannot be made out of the processes
    │   └── NotFinite           a figure that is not a number
    └── MissingExtra            an optional package that is not installed

Wrong input raises; doubtful input returns a `Finding` with the result. Every message
says where, what was found, what was expected, and what to do next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

from celca.grammar import in_number

__all__ = [
    "CelcaError",
    "DataError",
    "DeclarationError",
    "FileFault",
    "Finding",
    "MissingExtra",
    "Names",
    "NotFinite",
    "NotSquare",
    "OpenLines",
    "Severity",
    "SingularSystem",
    "SolveError",
    "UnitError",
    "UnknownName",
    "UsageError",
    "Value",
    "nearest",
]

Severity = Literal["info", "warning", "error"]


class Names(tuple[str, ...]):
    """Names in a sentence: `a, b`, and with the format `q` in quotes, `'a', 'b'`."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        """Return the names, with commas between them."""
        return ", ".join(map(repr, self) if spec == "q" else self)


Value = str | float | Names


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a reader of the result should know.

    severity  info (an assumption), warning (check this), error (do not use the result)
    code      short and stable, for scripts: `no_recycled_content`
    message   one sentence
    where     file and line, JSON path, part or process
    values    what the sentence tells, by name, so that it can be said in another language
    """

    severity: Severity
    code: str
    message: str
    where: str = ""
    values: Mapping[str, Value] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        # sentences are written for several things; of one they are told in the singular
        object.__setattr__(self, "message", in_number(self.message))

    @classmethod
    def of(
        cls, severity: Severity, code: str, template: str, where: str = "", **values: Value
    ) -> Finding:
        """Return a finding whose message is a template with its values filled in."""
        return cls(severity, code, template.format(**values), where, values)


class CelcaError(Exception):
    """The root: one catch for everything celca says on purpose."""


class UsageError(CelcaError):
    """An option or argument cannot be used as it was given."""


class DataError(CelcaError):
    """An input cannot be used as it is."""


class FileFault(DataError):
    """A file cannot be read, or a place inside it is wrong.

    where  `bom.csv line 7`, `product.toml [use] energy`, `$.pcf.declaredUnit`
    """

    def __init__(self, where: str, problem: str, advice: str = "") -> None:
        self.where, self.problem, self.advice = where, problem, advice
        super().__init__(f"{where}: {problem}" + (f" {advice}" if advice else ""))


class OpenLines(DataError):
    """Lines of a bill of materials that cannot be counted.

    problems  (place, what is wrong there)
    more      how many more there are
    advice    what to do, as a sentence
    """

    def __init__(self, problems: Sequence[tuple[str, str]], more: int, advice: str) -> None:
        self.problems, self.more, self.advice = tuple(problems), more, advice
        told = "; ".join(f"{where}: {problem}" for where, problem in problems)
        rest = f"; and {more} more" if more else ""
        super().__init__(f"{told}{rest}. {advice}")


class UnitError(DataError):
    """A unit is unknown, or measures something else than was expected."""


class DeclarationError(DataError):
    """A declared value is in no form that celca reads."""


class UnknownName(DataError):
    """A name that nothing answers to.

    kind   what was looked for: material, process, method, database, stage, column
    near   the nearest names that exist, best first
    """

    def __init__(
        self,
        kind: str,
        name: str,
        known: Iterable[str],
        where: str = "",
        advice: str = "",
        near: Sequence[str] | None = None,
    ) -> None:
        self.kind, self.name, self.where = kind, name, where
        self.near = tuple(near) if near is not None else nearest(name, known)
        hint = f" Did you mean {' or '.join(map(repr, self.near))}?" if self.near else ""
        place = f"{where}: " if where else ""
        super().__init__(
            f"{place}no {kind} is called {name!r}.{hint}" + (f" {advice}" if advice else "")
        )


class SolveError(CelcaError):
    """The processes do not form a system that can be solved."""


class NotSquare(SolveError):
    """The numbers of processes and products differ."""


class SingularSystem(SolveError):
    """Some products cannot be made by the processes there are.

    rows     indexes of the products at fault
    columns  indexes of the processes at fault
    """

    def __init__(self, message: str, rows: Sequence[int] = (), columns: Sequence[int] = ()) -> None:
        self.rows, self.columns = tuple(rows), tuple(columns)
        super().__init__(message)


class NotFinite(SolveError):
    """A figure is not finite.

    matrix   A, B, C or the result
    rows     indexes of the rows at fault
    columns  indexes of the columns at fault
    """

    def __init__(
        self, message: str, matrix: str, rows: Sequence[int] = (), columns: Sequence[int] = ()
    ) -> None:
        self.matrix, self.rows, self.columns = matrix, tuple(rows), tuple(columns)
        super().__init__(message)


class MissingExtra(CelcaError):
    """An optional package is needed and not installed."""

    def __init__(self, package: str, extra: str, purpose: str) -> None:
        self.package, self.extra = package, extra
        super().__init__(
            f"{purpose} needs {package}, which is not installed."
            f" Install it with: pip install 'celca[{extra}]'"
        )


def nearest(name: str, known: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """Return the known names closest to `name`, best first, case ignored."""
    by_fold = {k.casefold(): k for k in known}
    return tuple(by_fold[k] for k in get_close_matches(name.casefold(), list(by_fold), n=count))
