"""What is compared as of the earlier day: figures that ripen, and cases chosen by their present state."""

from __future__ import annotations

from typing import Final

from workbench.indicators.catalogue import Indicator
from workbench.queries.case_filter import CaseFilter

# Columns that say of a case what it is since it was registered; all others go on changing.
LASTING: Final = frozenset(
    (
        "case_no",
        "external_no",
        "batch",
        "title",
        "unit_name",
        "channel",
        "registered_on",
        "received_on",
        "petition_class",
        "path",
        "topic",
        "procedure",
        "purpose",
        "level",
    )
)


def must_be_of_then(definition: Indicator, wanted: CaseFilter | None = None) -> bool:
    """Return whether an earlier period is compared as of its own last day, not as it looks by now.

    So it is with a figure that ripens, and with cases that are chosen by their present state: of those that
    came a year ago hardly one is still open, and all that came since would look like a rise.
    """
    if definition.ripens or wanted is None:
        return definition.ripens
    chosen = (wanted.open_only, wanted.late_only, wanted.states, wanted.duty)
    within = (wanted.due_within, wanted.answered_after)
    return (
        any(chosen)
        or any(one is not None for one in within)
        or any(test.key not in LASTING for test in wanted.columns)
    )
