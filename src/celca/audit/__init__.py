"""Check a declared footprint: by itself, against a study, against a standard; and keep evidence.

verify          recalculate, align, judge, explain; verify_many for a table of values
inspect         form, identities and plausibility of a declaration alone
consistent      whether two documents of one product say the same
screen          many declared values at once
checklist       the rows of a standard, each looked at
bundle, replay  all that a footprint was made from, and calculating it anew
quality         data quality and share of primary data
"""

from celca.audit.basis import Basis
from celca.audit.bundling import Bundle, bundle
from celca.audit.checklists import PROFILES, Item, asked_facts, checklist, read_facts
from celca.audit.consistency import consistent
from celca.audit.evidence import Evidence
from celca.audit.inspection import Inspection, inspect
from celca.audit.many import Verdicts, verify_many
from celca.audit.plausible import plausibility
from celca.audit.rating import Quality, quality, without_uptake
from celca.audit.replaying import Replay, replay
from celca.audit.resemblance import Known, resemblance
from celca.audit.screening import Screening, screen
from celca.audit.verdict import Explanation, Judging, Verdict, contradictions
from celca.audit.verify import verify

__all__ = [
    "PROFILES",
    "Basis",
    "Bundle",
    "Evidence",
    "Explanation",
    "Inspection",
    "Item",
    "Judging",
    "Known",
    "Quality",
    "Replay",
    "Screening",
    "Verdict",
    "Verdicts",
    "asked_facts",
    "bundle",
    "checklist",
    "consistent",
    "contradictions",
    "inspect",
    "plausibility",
    "quality",
    "read_facts",
    "replay",
    "resemblance",
    "screen",
    "verify",
    "verify_many",
    "without_uptake",
]
