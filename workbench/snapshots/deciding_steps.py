"""Which steps a figure can follow from: that a matter was served is no reason for how often it came."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from workbench.indicators.catalogue import Indicator
from workbench.snapshots.corrected import columns_of
from workbench.snapshots.fold import CLOSINGS, PETITIONS, REPLIES
from workbench.snapshots.schema import CASE_COLUMNS, PETITION_COLUMNS
from workbench.terms import Step

_NAMES: Final = re.compile(r"\b[a-z_]+\b")
_RATING: Final = frozenset({Step.RATE})
# Columns that the records tell the steps of, ``made_by``: states and deadlines.
_RECORDED: Final = frozenset(
    "state state_since is_open notice_due notice_on handling_due_strict handling_due handling_on next_due "
    "next_rule late_deadlines missed_deadlines late_days".split()
)
# Columns that follow from some steps alone; what stands in neither may follow from any: units, classes.
_STEPS: Final[Mapping[str, frozenset[Step]]] = {
    **dict.fromkeys(("registered_on", "received_on"), frozenset({Step.REGISTER})),
    **dict.fromkeys(PETITION_COLUMNS, PETITIONS),
    **dict.fromkeys(("batches", "person_times", "largest_group"), PETITIONS),
    **dict.fromkeys(("replied_on", "outcome"), REPLIES),
    "served_on": frozenset({Step.SERVE, Step.REPLY_DIRECTLY}),
    "concluded_on": frozenset({Step.CONCLUDE}),
    "resolved_on": frozenset({Step.RESOLVE}),
    **dict.fromkeys(("satisfaction", "rated_on", "asked_by"), _RATING),
    **dict.fromkeys(("closed_on", "closed_days"), CLOSINGS),
    **dict.fromkeys(("returned_on", "return_days", "batches_until_closed"), CLOSINGS | PETITIONS),
}
_COLUMNS: Final = frozenset({*CASE_COLUMNS, *PETITION_COLUMNS})


def deciding_steps(figure: Indicator) -> frozenset[Step] | None:
    """Return the kinds of steps that can change a figure; ``None`` for any.

    Besides come the steps that made a state or a deadline it reads, whatever kind they are (``made_by``).
    """
    named = {name for name in _NAMES.findall(columns_of(figure)) if name in _COLUMNS} - _RECORDED
    if not named <= _STEPS.keys():
        return None
    return frozenset().union(*(_STEPS[name] for name in named)) | {Step.REGISTER}
