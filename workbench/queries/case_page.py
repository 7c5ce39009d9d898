"""One matter on one page, as of a day: what happened, what the law required by when, what may be done next.

Frozen and masked: what the page does not hold, no browser can read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from workbench.access.masking import ACCUSATION_NOTICE, HELD_TITLE
from workbench.acts.holding import unpacked
from workbench.acts.matter import Matter, read_matters
from workbench.law.accusation_words import kind_labels
from workbench.law.calendar import CalendarHistory
from workbench.law.deadlines import obligations
from workbench.law.explain import explain
from workbench.law.facts import CaseFile
from workbench.law.lifecycle import Possibility, possibilities, standings
from workbench.law.topics import topic_label
from workbench.office import OFFICE
from workbench.queries.case_story import Node, PetitionCard, read_nodes, read_petitions, say
from workbench.records.batches import ImportBatch
from workbench.records.journal import LedgerPayload
from workbench.records.people import Petitioner
from workbench.records.petitions import Petition
from workbench.snapshots.sources import unit_rows
from workbench.terms import AssumedFact, DeadlineState, Level, PetitionClass, Purpose, Step

ASSUMED_NOTE = "导入时按映射设定，未经人工甄别"


class CaseNotFoundError(ValueError):
    """There is no such matter, or none by that day."""

    def __init__(self, case_no: str, as_of: date) -> None:
        super().__init__(f"截至 {as_of:%Y-%m-%d} 没有编号为“{case_no}”的信访事项，请核对编号或截至日")


@dataclass(frozen=True, slots=True)
class Working:
    """The working of one deadline: pairs of heading and text, in order; ``days_late`` are calendar days."""

    title: str
    state: DeadlineState
    days_late: int
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything the page shows; facts and details are pairs of heading and text."""

    case_no: str
    title: str
    as_of: date
    state: str
    state_since: date
    is_accusation: bool
    held: str | None  # why it is held as possibly an accusation; ``None`` where it is not
    facts: tuple[tuple[str, str], ...]
    assumed: tuple[str, ...]
    nodes: tuple[Node, ...]
    deadlines: tuple[Working, ...]
    petitions: tuple[PetitionCard, ...]
    possibilities: tuple[Possibility, ...]


def case_page(
    link: Connection,
    case_no: str,
    *,
    as_of: date,
    calendars: CalendarHistory,
    office: str = OFFICE,
    with_phones: bool = False,
) -> CasePage:
    """Return the page of one matter at the end of a day; ``CaseNotFoundError`` if there is none by then.

    ``with_phones`` only for a reader who has to reach the people: it has their numbers, masked.
    """
    matter = next(iter(read_matters(link, case_nos=[case_no])), None)
    file = matter.file.until(as_of) if matter else None
    if matter is None or file is None or not file.steps:
        raise CaseNotFoundError(case_no, as_of)
    units = {code: name for code, name, *_ in unit_rows(link, as_of.isoformat())}
    # Found to be one since: its words are as secret on the days before (art. 30(3)).
    classes = {_last(told, "petition_class") for told in (file, matter.file)}
    is_accusation = PetitionClass.ACCUSATION in classes
    secret = is_accusation or matter.held is not None
    names = _names(link, matter.id)
    petitions = read_petitions(link, matter.id, file, names, secret, with_phones=with_phones)
    if matter.held is not None and not is_accusation:
        petitions = tuple(replace(card, narrative=HELD_TITLE) for card in petitions)
    standing = standings(file)[-1]
    return CasePage(
        case_no=case_no,
        title=_title(petitions, is_accusation, matter.held is not None),
        as_of=as_of,
        state=standing.state.label,
        state_since=standing.since,
        is_accusation=is_accusation,
        held=_why_held(link, matter.held),
        facts=_facts(link, matter, file, units),
        assumed=tuple(map(_assumed_label, matter.assumed.split(","))) if matter.assumed else (),
        nodes=read_nodes(link, matter.id, file, units, names, secret),
        deadlines=_workings(file, as_of, calendars, office),
        petitions=petitions,
        possibilities=possibilities(file, as_of, calendars=calendars),
    )


def _title(petitions: tuple[PetitionCard, ...], is_accusation: bool, is_held: bool) -> str:
    if is_accusation or is_held:
        return ACCUSATION_NOTICE if is_accusation else HELD_TITLE
    return next((card.title for card in petitions if card.title), "（无标题）")


def _why_held(link: Connection, position: int | None) -> str | None:
    """Return why a matter is held: which kinds of words, never whom they name."""
    if position is None:
        return None
    payload = LedgerPayload
    told = dict(link.execute(select(payload.field, payload.value).where(payload.seq == position)).all())
    kinds = kind_labels(unpacked(told.get("kinds", "")))
    if not kinds:
        return "经办人认为可能是检举控告"
    named = [what for field, what in _NAMED if told.get(field)]
    who = "、".join(named) or "担任职务的人"
    return f"来信来访的文字里既提到{who}，又有“{kinds}”一类的用词"


_NAMED = (("units", "单位名录中的单位"), ("accounts", "本系统账号的持有人"))


def _workings(file: CaseFile, as_of: date, calendars: CalendarHistory, office: str) -> tuple[Working, ...]:
    found = []
    for obligation in obligations(file, calendars, office=office):
        told = explain(obligation, as_of)
        if told.state is not None:
            late = obligation.days_late(as_of)
            found.append(Working(told.title, told.state, late, told.lines))
    return tuple(found)


def _assumed_label(code: str) -> str:
    known = {fact.value: fact.label for fact in AssumedFact}
    return known.get(code, code)


def _last(file: CaseFile, name: str) -> Any:
    """Return the last word of the steps on a fact."""
    return next((value for step in reversed(file.steps) if (value := getattr(step, name)) is not None), None)


def _names(link: Connection, case_id: int) -> list[str]:
    """Return the people's names of the matter: to find them in free text, never to show them."""
    question = (
        select(Petitioner.name)
        .join(Petition, Petition.id == Petitioner.petition_id)
        .where(Petition.case_id == case_id, Petitioner.name.is_not(None))
    )
    return [name for name in link.scalars(question) if name]


def _facts(
    link: Connection, matter: Matter, file: CaseFile, units: dict[str, str]
) -> tuple[tuple[str, str], ...]:
    first = file.steps[0]
    holder = file.last(Step.TRANSFER, Step.ASSIGN, Step.GRANT_OBJECTION)
    unit = holder.to_unit if holder else first.to_unit
    petitions = [step for step in file.steps if step.kind in (Step.REGISTER, Step.REPEAT)]
    batch = matter.batch_id and link.scalar(
        select(ImportBatch.batch).where(ImportBatch.id == matter.batch_id)
    )
    given: list[tuple[str, Any]] = [
        ("责任单位", units.get(unit or "", unit) or "尚未确定"),
        ("首接单位", units.get(first.unit or "", first.unit)),
        ("信访渠道", first.channel),
        ("诉求类别", _last(file, "petition_class") or "待甄别"),
        ("法定途径", _last(file, "path") or "待甄别"),
        ("办理程序", _last(file, "procedure")),
        ("信访目的", matter.purpose and Purpose.coded(matter.purpose)),
        ("内容分类", topic_label(matter.topic) if matter.topic else None),
        ("来源层级", matter.level and Level.coded(matter.level)),
        ("收到日期", first.received_on or first.on),
        ("登记日期", first.on),
        ("批次 / 人次", f"{len(petitions)} 批次 / {sum(step.people or 1 for step in petitions)} 人次"),
        ("来源系统编号", matter.external_no),
        ("导入批次", batch),
    ]
    return tuple((label, say(value)) for label, value in given if value)
