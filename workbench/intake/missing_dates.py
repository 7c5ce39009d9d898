"""Dates that a row leaves out and its other dates tell, each to be confirmed."""

from __future__ import annotations

from typing import Any

from workbench.intake.order import ContradictoryRowError


def fill_dates(facts: dict[str, Any], columns: frozenset[str]) -> list[tuple[str, str]]:
    """Put dates into ``facts`` that follow from others; return each with its source.

    ``columns`` are the facts that the file has a column for. ``ContradictoryRowError`` without any date.
    """
    assumed: list[tuple[str, str]] = []
    received, registered = facts.get("received"), facts.get("registered")
    if received is None and registered is None:
        raise ContradictoryRowError(
            "received" if "received" in columns else "registered",
            "没有信访日期，也没有登记日期",
            "请至少填写其中一个日期",
        )
    if registered is None:
        facts["registered"] = received
        assumed.append(("registered", "同信访日期"))
    elif received is None:
        facts["received"] = registered
        assumed.append(("received", "同登记日期"))
    if facts.get("assignment_due") is not None and facts.get("assigned") is None:
        facts["assigned"] = facts["registered"]
        assumed.append(("assigned", "同登记日期"))
    concluded = facts.get("concluded")
    if concluded is None:
        return assumed
    has_opinion = facts.get("opinion_no") is not None or facts.get("outcome") is not None
    if has_opinion and facts.get("opinion") is None and "opinion" not in columns:
        facts["opinion"] = concluded
        assumed.append(("opinion", "同办结日期"))
    is_answered = facts.get("opinion") or facts.get("replied")
    if not is_answered and facts.get("opinion_text") is not None and "replied" not in columns:
        # The file tells what was answered, not with which outcome: it counts as a plain reply.
        facts["replied"] = concluded
        facts["reply_text"] = facts.get("reply_text") or facts["opinion_text"]
        assumed.append(("replied", "同办结日期"))
    if facts.get("opinion") is not None and facts.get("served") is None and "served" not in columns:
        facts["served"] = concluded
        assumed.append(("served", "同办结日期"))
    return assumed
