"""Proceedings of accountability as acts: for every test that needs one at some point of its way."""

from dataclasses import fields, replace
from datetime import date, timedelta

from sqlalchemy import insert

from tests.factories import DEPARTMENT, OFFICE, TOWN
from workbench.acts import evidence
from workbench.acts.accountability import EnterProceeding, OpenProceeding
from workbench.records.accounts import AccountRow
from workbench.terms import (
    Adoption,
    LeadSource,
    ProceedingStep,
    PublicationScope,
    ReexaminationResult,
    Responsibility,
)

NUMBER = "责〔2026〕1号"
PAPER = evidence.keep("调查报告.pdf", b"facts found")
TOLD = {"title": "关于李明的调查报告", "dated_on": date(2026, 3, 2), "sha256": PAPER.sha256}
S = ProceedingStep


def known(bench, *accounts):
    """Enter accounts, without a password: a person on the log is named by one that there is."""
    with bench.transaction() as session:
        for name in accounts or ("li.ming",):
            session.execute(
                insert(AccountRow).values(
                    name=name, display_name="某", role="handler", unit=TOWN, password_hash="x",
                    must_change=False, is_demo=False, created_utc="2026-01-01", version=1,
                )
            )  # fmt: skip


def opened(number=NUMBER, *, unit=TOWN, by_unit=OFFICE, on=date(2026, 3, 2), case_no="A", **more):
    """The act that opens a proceeding on a matter that was late."""
    source = more.pop("source", LeadSource.LATE)
    return OpenProceeding(number, unit, source, by_unit, on, "超期未办结", case_no=case_no, **more)


def entered(step, on, *, number=NUMBER, happened_on=None, paper=True, **facts):
    """The act that enters one thing; with its paper where there is one."""
    given = {**(TOLD if paper else {}), **facts}
    return EnterProceeding(number, step, on, happened_on or on, **given)


def recommended(number=NUMBER, *, body=DEPARTMENT, on=date(2026, 3, 3)):
    """Up to the recommendation."""
    yield entered(S.TRACE, on, number=number, text="该所未登记", unit=TOWN, clause="XF42-2")
    yield entered(S.FACT, on, number=number, text="李明承办，超期20日")
    yield entered(S.CLAUSE, on, number=number, clause="XF45-1", paper=False)
    yield entered(S.RECOMMEND, on, number=number, text="超期20日未办结", unit=body, due_on=date(2026, 4, 2))


def heard(number=NUMBER, *, subject=None, on=date(2026, 3, 5)):
    """Invited to be heard, and answered."""
    yield entered(S.INVITE, on, number=number, due_on=date(2026, 3, 12), subject=subject)
    yield entered(S.DEFENCE, date(2026, 3, 10), number=number, text="人手不足", paper=False, subject=subject)


def to_the_end(number=NUMBER):
    """A unit and one person, decided, objected, re-examined, with every kind of entry."""
    yield opened(number)
    yield from recommended(number)  # entries 2 to 5
    yield entered(
        S.PERSON, date(2026, 3, 4), number=number, name="李明", post="副所长",
        responsibility=Responsibility.DIRECT, author="第一监督检查室", person_account="li.ming",
    )  # fmt: skip
    yield from heard(number)
    yield entered(S.INVITE, date(2026, 3, 10), number=number, due_on=date(2026, 3, 17), subject=6)
    yield entered(S.WAIVER, date(2026, 3, 10), number=number, subject=6)
    on = date(2026, 3, 20)
    yield entered(
        S.DECISION, on, number=number, unit=DEPARTMENT, form="circular", document_no="临纪〔2026〕3号"
    )
    yield entered(
        S.DECISION, on, number=number, unit=DEPARTMENT, form="demerit", document_no="临纪〔2026〕4号",
        months=12, is_grave=True, subject=6, happened_on=date(2026, 3, 19),
    )  # fmt: skip
    yield entered(S.FEEDBACK, on, number=number, text="已采纳", adoption=Adoption.ADOPTED)
    yield entered(
        S.OBJECTION, date(2026, 3, 25), number=number, text="不服", due_on=date(2026, 4, 24), subject=6,
        paper=False,
    )  # fmt: skip
    yield entered(
        S.REEXAMINATION, date(2026, 4, 10), number=number, unit=DEPARTMENT, document_no="临纪复〔2026〕1号",
        result=ReexaminationResult.CHANGED, form="warning", months=6, subject=6,
    )  # fmt: skip
    yield entered(S.RECTIFICATION, date(2026, 4, 12), number=number, text="已补登记")
    yield entered(S.PUBLICATION, date(2026, 4, 13), number=number, scope=PublicationScope.UNIT, paper=False)
    yield entered(
        S.PUBLICATION, date(2026, 4, 14), number=number, scope=PublicationScope.SYSTEM, paper=False,
        corrects=17, why="范围有误",
    )  # fmt: skip


def two_decisions_on_one_person():
    """党内警告 beside 政务警告 on the person of ``to_the_end``, and his objection to it alone."""
    yield entered(
        S.DECISION, date(2026, 4, 22), unit=DEPARTMENT, form="party_warning",
        document_no="临纪〔2026〕5号", subject=6,
    )  # fmt: skip
    yield entered(
        S.OBJECTION, date(2026, 4, 23), text="不服", due_on=date(2026, 5, 25), subject=6,
        form="party_warning", paper=False,
    )  # fmt: skip


def earlier(acts, days):
    """The same acts, so many days earlier."""
    for act in acts:
        days_of = {one.name: getattr(act, one.name) for one in fields(act)}
        moved = {name: day - timedelta(days) for name, day in days_of.items() if isinstance(day, date)}
        yield replace(act, **moved)
