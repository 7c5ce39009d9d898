"""When a matter counts as 超期未完成: the one definition of screens, lists, command line and briefings.

A matter is late while a duty that arose in it is past its day and not done (``DeadlineState.LATE``). An
answer does not end every duty: whoever was assigned a matter owes the report on it beyond its end
(《信访工作条例》第二十二条). What is late therefore has two parts, which are told beside it.
"""

from __future__ import annotations

from typing import Final

from workbench.terms import CaseState

LATE: Final = "late_deadlines > 0"
OPEN_LATE: Final = f"is_open = 1 and {LATE}"
OPEN_LATE_NAME: Final = "在办超期"
ENDED_LATE_NAME: Final = "已答复或办结、仍欠反馈等"
# What is not open any more, as a filter names it.
ENDED_STATES: Final = tuple(state.value for state in CaseState.answered())


def late_parts(open_late: int, ended_late: int) -> str:
    """Return of which parts (件) the late matters are: 在办35件，…8件; "" where all of them are open."""
    return f"在办{open_late:,}件，{ENDED_LATE_NAME}{ended_late:,}件" if ended_late else ""
