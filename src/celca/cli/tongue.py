"""The language of the terminal: English as it stands in the code, or another from the report room.

That room is only loaded for another language, as it takes longer than a footprint.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from celca.grammar import in_number

if TYPE_CHECKING:
    from celca.errors import Finding, Value
    from celca.inventory import Inventory
    from celca.report import Sayings

__all__ = ["ENGLISH", "Tongue", "language", "tongue_of"]

language = click.option(
    "--lang",
    type=click.Choice(["en", "ja"]),
    default="en",
    show_default=True,
    help="Language of tables and pages.",
    callback=lambda ctx, _, lang: ctx.meta.setdefault("celca.lang", lang),
)


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language to say things in.

    says  None for English
    """

    says: Sayings | None = None

    def __call__(self, template: str, **values: Value) -> str:
        """Return a sentence or a heading, filled in."""
        message = template.format(**values)
        return in_number(message) if self.says is None else self.says(message, values)

    def name(self, kind: str, what: str) -> str:
        """Return what a thing of a kind is called: a stage, a variant, a material."""
        return what if self.says is None else self.says.called(kind, what)

    def finding(self, found: Finding) -> str:
        """Return the sentence of a finding."""
        return found.message if self.says is None else self.says(found.message, found.values)

    def told(self, sentence: str) -> str:
        """Return a sentence that was made elsewhere, such as the reason of an error."""
        return in_number(sentence) if self.says is None else self.says(sentence)

    def place(self, where: str) -> str:
        """Return a place in a file."""
        return where if self.says is None else self.says.place(where)


ENGLISH = Tongue()


def tongue_of(lang: str, inventory: Inventory | None) -> Tongue:
    """Return a language, with the names that a database has in it."""
    if lang == "en":
        return ENGLISH
    from celca.report import Sayings

    return Tongue(Sayings.of(lang, inventory))
