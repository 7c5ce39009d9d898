"""Courses of a matter as far as each of its usual steps."""

from __future__ import annotations

from tests.law.story import TOWN, register, step
from workbench.terms import (
    Outcome,
    Step,
)

SENT = [register("2026-03-02"), step(Step.TRANSFER, "2026-03-04", to_unit=TOWN)]
ACCEPTED = [*SENT, step(Step.ACCEPT, "2026-03-10", unit=TOWN)]
ANSWERED = [*ACCEPTED, step(Step.ISSUE_OPINION, "2026-04-01", outcome=Outcome.EXPLAIN)]
SERVED = [*ANSWERED, step(Step.SERVE, "2026-04-03")]
REEXAMINED = [
    *SERVED,
    step(Step.REQUEST_REEXAMINATION, "2026-04-20", to_unit="4306"),
    step(Step.DECIDE_REEXAMINATION, "2026-05-10"),
]
FINALIZED = [
    *REEXAMINED,
    step(Step.REQUEST_FINAL_REVIEW, "2026-05-20"),
    step(Step.DECIDE_FINAL_REVIEW, "2026-06-10"),
]
REPLIED = [register("2025-03-02"), step(Step.REPLY_DIRECTLY, "2025-06-01")]
SUPPORTED = [
    *ACCEPTED,
    step(Step.ISSUE_OPINION, "2026-04-01", outcome=Outcome.SUPPORT),
    step(Step.SERVE, "2026-04-03"),
]
EXECUTED = [*SUPPORTED, step(Step.EXECUTE, "2026-05-01")]
