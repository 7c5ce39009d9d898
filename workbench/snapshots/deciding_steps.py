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
# Columns that follow from some steps alone; any other may follow from every step: states, deadlines, units.
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
    """Return the kinds of steps that can change a figure over matters or petitions; ``None`` for any."""
    named = {name for name in _NAMES.findall(columns_of(figure)) if name in _COLUMNS}
    if figure.grain in ("deadline", "commitment") or not named <= _STEPS.keys():
        return None
    return frozenset().union(*(_STEPS[name] for name in named)) | {Step.REGISTER}
