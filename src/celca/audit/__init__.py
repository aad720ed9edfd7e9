"""Check a declared footprint: by itself, against a study, against a standard; and keep evidence.

verify          recalculate, align, judge, explain
inspect         form, identities and plausibility of a declaration alone
screen          many declared values at once
checklist       the rows of a standard, each looked at
bundle, replay  all that a footprint was made from, and calculating it anew
quality         data quality and share of primary data
"""

from celca.audit.bundling import Bundle, bundle
from celca.audit.checklists import PROFILES, Item, checklist, read_facts
from celca.audit.evidence import Evidence
from celca.audit.inspection import Inspection, inspect
from celca.audit.plausible import plausibility
from celca.audit.rating import Quality, quality
from celca.audit.replaying import Replay, replay
from celca.audit.screening import Screening, screen
from celca.audit.verify import Verdict, verify

__all__ = [
    "PROFILES",
    "Bundle",
    "Evidence",
    "Inspection",
    "Item",
    "Quality",
    "Replay",
    "Screening",
    "Verdict",
    "bundle",
    "checklist",
    "inspect",
    "plausibility",
    "quality",
    "read_facts",
    "replay",
    "screen",
    "verify",
]
