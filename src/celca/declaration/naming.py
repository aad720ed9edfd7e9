"""Where a finding on a PACT 3 footprint stands in the document that it was translated from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from celca.declaration.catenax import catenax_fields
from celca.declaration.pact2 import PACT2_NAMES
from celca.declaration.record import Check

__all__ = ["names_in", "renamed"]


@cache
def names_in(form: str) -> Mapping[str, str]:
    """Return what the paths and fields of PACT 3 are called in another form."""
    if form == "PACT 2":
        return {**PACT2_NAMES, **{f"$.pcf.{k}": f"$.pcf.{v}" for k, v in PACT2_NAMES.items()}}
    if form == "Catena-X PCF":  # every group is a list of one
        return {f"$.{pact}": f"$.{own.replace('.', '[0].')}" for own, pact, _ in catenax_fields()}
    return {}


def renamed(check: Check, names: Mapping[str, str]) -> Check:
    """Return a finding where it stands in the document that was read."""

    def own(text: str) -> str:
        return re.sub(r"\$?[\w.]*\w", lambda word: names.get(word[0], word[0]), text)

    return replace(check, message=own(check.message), where=own(check.where))
