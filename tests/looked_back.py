"""One look-back that went its whole way, as acts: for every test that needs a row in each of its tables."""

from datetime import date

from tests.factories import OFFICE, TOWN
from workbench.acts import evidence
from workbench.acts.base import Actor
from workbench.acts.look_backs import (
    AnswerLookBack,
    AssignLookBack,
    CloseLookBack,
    DecideRework,
    GivenCheck,
    ListedMatter,
    LockLookBack,
    OpenLookBack,
    OrderRework,
    ReportRework,
    ViewOwnWork,
)
from workbench.acts.repeats import DecideRepeat, LinkGrounds
from workbench.law.look_back_data import look_back_data
from workbench.terms import (
    LookBackAnswer,
    LookBackFinding,
    LookBackRule,
    RepeatRelation,
    RepeatVerdict,
    Role,
)

ON = date(2026, 3, 2)
SUPERVISOR = Actor("supervisor", Role.SUPERVISOR, OFFICE)
REVIEWER = Actor("reviewer-one", Role.REVIEWER, OFFICE)
HANDLER = Actor("handler", Role.HANDLER, TOWN)
PAPER = evidence.keep("整改照片.jpg", b"mended at last")
ROUND = "HTK-2026-1"
LINKED = DecideRepeat(
    "A~AA",
    "A",
    "AA",
    ON,
    RepeatVerdict.CONFIRMED,
    LinkGrounds(RepeatRelation.WHILE_HANDLING, 62, 1, True, True, True),
    "同一盏路灯",
)


def opened(*case_nos, unit=TOWN, rule=LookBackRule.ENDED_AND_BACK):
    """The act that opens the round with these matters."""
    listed = tuple(ListedMatter(case_no, unit) for case_no in case_nos)
    return OpenLookBack(ROUND, "一季度回头看", rule, ON, date(2026, 3, 1), 7, listed)


def assigned(case_no, reviewer=REVIEWER):
    """The act that gives the check of a matter to a reviewer."""
    return AssignLookBack(f"{ROUND}:{case_no}", ROUND, case_no, ON, reviewer.id, reviewer.unit)


def checks(*failed):
    """Answers to every item: yes, but no to those given."""
    return tuple(
        GivenCheck(one.id, LookBackAnswer.NO, "没有执行凭证")
        if one.id in failed
        else GivenCheck(one.id, LookBackAnswer.YES, "见卷内材料")
        for one in look_back_data().items
    )


def answered(case_no, *failed):
    """The reviewer's answers."""
    return AnswerLookBack(f"{ROUND}:{case_no}", ON, checks(*failed))


def locked(case_no, *, failed):
    """The act that locks the check."""
    if not failed:
        return LockLookBack(f"{ROUND}:{case_no}", ON, LookBackFinding.HELD)
    return LockLookBack(f"{ROUND}:{case_no}", ON, LookBackFinding.FAILED, TOWN, "承诺的路灯没有修")


def viewed(case_no, *failed):
    """The unit's own view."""
    return ViewOwnWork(f"{ROUND}:{case_no}", ON, checks(*failed))


def ordered(case_no, due_on=date(2026, 3, 16)):
    """The act that orders rework."""
    return OrderRework(f"{ROUND}:{case_no}", ON, due_on, "修好路灯并告知", "钱某")


def reported(case_no, on=date(2026, 3, 10)):
    """The unit's report on its rework."""
    return ReportRework(f"{ROUND}:{case_no}", on, on, PAPER.sha256, "路灯已修好", "整改照片")


def decided(case_no, *, confirmed, on=date(2026, 3, 11)):
    """What the reviewer decides of the report."""
    return DecideRework(f"{ROUND}:{case_no}", on, confirmed, "到现场看过")


def looked_back_to_the_end(case_no):
    """Pairs of acts and actors: a matter that failed, was reworked in two turns and confirmed."""
    return (
        (opened(case_no), SUPERVISOR),
        (assigned(case_no), SUPERVISOR),
        (answered(case_no, "promises"), REVIEWER),
        (viewed(case_no), HANDLER),
        (locked(case_no, failed=True), REVIEWER),
        (ordered(case_no), REVIEWER),
        (PAPER, HANDLER),
        (reported(case_no), HANDLER),
        (decided(case_no, confirmed=False), REVIEWER),
        (reported(case_no, date(2026, 3, 12)), HANDLER),
        (decided(case_no, confirmed=True, on=date(2026, 3, 13)), REVIEWER),
        (CloseLookBack(ROUND, date(2026, 3, 14)), SUPERVISOR),
    )
