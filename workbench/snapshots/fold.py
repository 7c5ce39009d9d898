"""Fold the records of one matter, as of a day, into its flat rows. Pure: rows in, rows out.

What a reader may not see does not enter: accusations lose title and text, people's names, phone and
ID numbers are masked in what they wrote. What is an accusation by now is one on every day that is folded:
its words would be read on the days before, and totals of those days would tell that it has become one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from workbench.access.masking import ACCUSATION_NOTICE, scrub
from workbench.law.topics import topic_group, topic_label
from workbench.snapshots.fold_deadlines import Row, deadline_rows, facts_of_deadlines
from workbench.snapshots.schema import CASE_COLUMNS
from workbench.snapshots.sources import Sources, StepFact
from workbench.terms import CaseState, PetitionClass, Step

NO_TITLE = "（无标题）"
NO_UNIT = "尚未确定"
PETITIONS = frozenset({Step.REGISTER, Step.REPEAT})
REPLIES = frozenset({Step.ISSUE_OPINION, Step.REPLY_DIRECTLY})
CLOSINGS = REPLIES | {Step.CONCLUDE}


@dataclass(frozen=True, slots=True)
class Folded:
    """The rows of some matters, ready for the tables of the snapshot."""

    cases: list[Row]
    petitions: list[Row]
    deadlines: list[Row]
    texts: list[Row]


def fold(sources: Sources, *, as_of: date, unit_names: Mapping[str, str]) -> Folded:
    """Return the rows of the matters in ``sources``; a matter without steps by then has none."""
    folded = Folded([], [], [], [])
    today = as_of.isoformat()
    for head in sources.heads:
        steps = sources.steps.get(head.case_id)
        state = sources.states.get(head.case_id)
        if not steps or state is None:
            continue
        facts = _facts_of_steps(steps)
        deadlines = deadline_rows(sources.deadlines.get(head.case_id, ()), as_of, today)
        if head.class_now == PetitionClass.ACCUSATION:
            facts["petition_class"] = head.class_now
        title, body = _texts(sources.texts.get(head.case_id, []), sources.names.get(head.case_id, ()), facts)
        is_accusation = facts["petition_class"] == PetitionClass.ACCUSATION
        facts.update(
            head._asdict(),
            cause_unit=None if is_accusation else head.cause_unit,
            title=title,
            topic_group=topic_group(head.topic),
            topic=topic_label(head.topic),
            unit_name=unit_names.get(facts["unit"] or "", facts["unit"] or NO_UNIT),
            state=state[0],
            state_since=state[1],
            is_open=int(state[0] not in CaseState.answered()),
        )
        facts["elapsed_days"] = (
            date.fromisoformat(facts["replied_on"] or facts["concluded_on"] or today)
            - date.fromisoformat(facts["received_on"])
        ).days
        facts["answer_minutes"] = _answer_minutes(steps)
        linked = sources.linked.returns.get(head.case_id, ())
        before = int(head.case_id in sources.linked.again)
        facts.update(_facts_of_closing(steps, facts["unit"], as_of, linked, before))
        facts.update(facts_of_deadlines(deadlines, facts["unit"]))
        folded.cases.append(tuple(facts[name] for name in CASE_COLUMNS))
        folded.petitions.extend(
            (head.case_id, number, step.on, step.channel, step.people or 1)
            for number, step in enumerate((step for step in steps if step.kind in PETITIONS), before + 1)
        )
        folded.deadlines.extend(deadlines)
        # Searched with instr, which is quicker than like: so letters are folded here, once.
        folded.texts.append((head.case_id, f"{title}\n{body}".lower()))
    return folded


def _facts_of_steps(steps: list[StepFact]) -> dict[str, Any]:
    """Return what the steps say: the last word on each fact, the first day of each kind of step."""
    first = steps[0]
    facts: dict[str, Any] = dict.fromkeys(CASE_COLUMNS)
    facts.update(
        channel=first.channel,
        first_contact_unit=first.unit,
        unit=first.to_unit,
        received_on=first.received_on or first.on,
        registered_on=first.on,
        batches=0,
        person_times=0,
        largest_group=0,
    )
    for step in steps:
        for name in ("petition_class", "path", "procedure"):
            if (value := getattr(step, name)) is not None:
                facts[name] = value
        if step.kind in PETITIONS:
            people = step.people or 1
            facts["batches"] += 1
            facts["person_times"] += people
            facts["largest_group"] = max(facts["largest_group"], people)
        elif step.kind in (Step.TRANSFER, Step.ASSIGN):
            facts["unit"] = step.to_unit
        elif step.kind == Step.HANDLE_DIRECTLY:
            facts["unit"] = step.unit or facts["unit"]
        elif step.kind == Step.GRANT_OBJECTION:
            facts["unit"] = step.to_unit  # nobody's until it is given to another unit
        elif step.kind == Step.EXTEND:
            facts["extended_on"] = step.on
        elif step.kind in REPLIES:
            facts["replied_on"] = step.on
            facts["outcome"] = step.outcome or facts["outcome"]
            if step.kind == Step.REPLY_DIRECTLY:
                facts["served_on"] = step.on
        elif step.kind == Step.SERVE:
            facts["served_on"] = facts["served_on"] or step.on
        elif step.kind == Step.CONCLUDE:
            facts["concluded_on"] = step.on
        elif step.kind == Step.RESOLVE:
            facts["resolved_on"] = step.on
        elif step.kind == Step.RATE:
            facts["satisfaction"] = step.satisfaction
            facts["asked_by"] = step.asked_by if step.satisfaction else None
            facts["rated_on"] = step.on if step.satisfaction else None
    return facts


def _facts_of_closing(
    steps: list[StepFact], unit: str | None, as_of: date, linked: Iterable[str] = (), before: int = 0
) -> dict[str, Any]:
    """Return when and by whom the matter was first answered or concluded, and who came back when.

    The first of these steps counts, whatever followed: a matter is closed once, and whoever closed it
    answers for how it held, not the unit that got it afterwards. ``linked`` are the days on which the same
    matter was registered anew; one of the day of the closing may have come before it, and does not count.
    ``before`` is 1 for a matter that had come under another number already.
    """
    at = next((at for at, step in enumerate(steps) if step.kind in CLOSINGS), None)
    if at is None:
        return {}
    closing = steps[at]
    again = next((step.on for step in steps[at:] if step.kind == Step.REPEAT), None)
    anew = min((day for day in linked if day > closing.on), default=None)
    returned = min(filter(None, (again, anew)), default=None)
    closed_on = date.fromisoformat(closing.on)
    return {
        "closed_on": closing.on,
        "closed_by": closing.unit or unit,
        "closed_days": (as_of - closed_on).days,
        "batches_until_closed": before + sum(step.kind in PETITIONS for step in steps[:at]),
        "returned_on": returned,
        "return_days": (date.fromisoformat(returned) - closed_on).days if returned else None,
    }


def _answer_minutes(steps: list[StepFact]) -> int | None:
    """Return minutes from receipt to the last reply, by the clock where both times are known."""
    first = steps[0]
    reply = next((step for step in reversed(steps) if step.kind in REPLIES), None)
    if reply is None:
        return None
    days = date.fromisoformat(reply.on) - date.fromisoformat(first.received_on or first.on)
    minutes = days.days * 24 * 60
    if first.received_at is not None and reply.at is not None:
        minutes += (reply.at.hour - first.received_at.hour) * 60 + reply.at.minute - first.received_at.minute
    return minutes


def _texts(
    texts: list[tuple[str | None, str]], names: Iterable[str], facts: Mapping[str, Any]
) -> tuple[str, str]:
    if facts["petition_class"] == PetitionClass.ACCUSATION:
        return ACCUSATION_NOTICE, ""
    title = next((title for title, _ in texts if title), NO_TITLE)
    names = longest_first(names)
    return scrub(title, names), scrub("\n".join(narrative for _, narrative in texts), names)


def longest_first(names: Iterable[str]) -> list[str]:
    """Return the names in the order in which they are masked: a name within a longer one comes after it."""
    return sorted(set(names), key=lambda name: (-len(name), name))
