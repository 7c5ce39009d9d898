"""Signals about handling: planted ones of every kind are found; in a clean county nothing is."""

from datetime import date, timedelta
from math import comb

import pytest
from python_calamine import CalamineWorkbook

from tests.factories import CLERK, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from workbench.access.gate import NotPermittedError
from workbench.access.viewer import Viewer
from workbench.acts.amending import Correct
from workbench.acts.handling import DocumentDraft
from workbench.law.signals import as_many_by_chance, signal_rules
from workbench.queries.signals import alike_replies, handling_signals
from workbench.terms import DocumentKind, HandlingSignal, Outcome, PetitionClass, Role, Step

VIEWER = Viewer("supervisor", "督查", Role.SUPERVISOR, OFFICE)
START, END = date(2026, 1, 1), date(2026, 3, 31)
REPLY = "您好，您反映的问题已收悉，我单位高度重视，将认真研究并妥善处理，感谢您的监督和支持。"
OWN = (
    "经现场查看，村口两盏路灯线路老化，已于一月底更换完毕。",
    "您所述水费系抄表错误，多收的八十六元已退回账户。",
    "关于低保申请，经核查家庭收入超过标准，不符合条件。",
    "道路坑洼路段已列入二季度修补计划，预计五月完工。",
    "违法搭建已由执法队下达拆除通知书，限三十日内拆除。",
    "拖欠的工资四万元已由施工单位全部支付到位。",
    "学校操场噪声问题，已与校方商定晚八点后停止使用。",
    "养老金漏发两个月，已补发并向本人说明原因。",
)


def worked(
    case_no, at, *, forward_after=3, closed_on=None, reply=None, unit=TOWN, extended=None, accepted=None
):
    """The acts of one matter received on ``at`` and answered ten days after it was forwarded."""
    sent = at + timedelta(forward_after)
    yield make_register(case_no=case_no, on=at)
    yield make_take(case_no, Step.TRANSFER, sent, unit=OFFICE, to_unit=unit)
    accepted = accepted or sent + timedelta(2)
    yield make_take(case_no, Step.ACCEPT, accepted, unit=unit)
    if extended is not None:
        yield make_take(
            case_no, Step.EXTEND, accepted + timedelta(extended), unit=unit, days=30, approved_by_head=True
        )
        return
    told = sent + timedelta(5)
    document = DocumentDraft(DocumentKind.OPINION, "处理意见书", None, told, reply)
    yield make_take(
        case_no, Step.ISSUE_OPINION, told, unit=unit, outcome=Outcome.EXPLAIN, documents=(document,)
    )
    yield make_take(case_no, Step.SERVE, told, unit=unit)
    yield make_take(case_no, Step.CONCLUDE, closed_on or told + timedelta(1), unit=unit)


def found(bench, viewer=VIEWER):
    return bench.ask(handling_signals, viewer, start=START, end=END)


@pytest.fixture
def clean(bench):
    """Eight matters of a town, forwarded in time, answered each in its own words, closed on many days."""
    for at, reply in enumerate(OWN):
        day = date(2026, 1, 2) + timedelta(at * 2)
        bench.perform(*worked(f"C{at}", day, reply=reply, closed_on=None), actor=CLERK)
    for at in range(8):
        day = date(2025, 11, 3) + timedelta(at)
        bench.perform(*worked(f"E{at}", day, extended=41 + at, unit=OTHER_TOWN), actor=CLERK)
    return bench


def test_nothing_is_found_in_a_clean_county(clean):
    assert found(clean) == ()


def test_closures_bunched_before_month_end_are_found_beside_what_chance_would_give(clean):
    for at in range(7):
        acts = worked(
            f"M{at}", date(2026, 1, 6), reply=OWN[at] * 1, closed_on=date(2026, 1, 29), unit=OTHER_TOWN
        )
        clean.perform(*acts, actor=CLERK)
    (one,) = [one for one in found(clean) if one.kind is HandlingSignal.MONTH_END]

    assert (one.unit, len(one.case_nos), one.of) == (OTHER_TOWN, 7, 7)
    assert 0 < one.expected < 1


def test_forwarding_on_the_last_days_is_found_at_who_forwarded(clean):
    for at in range(9):
        clean.perform(
            *worked(f"F{at}", date(2026, 2, 2), forward_after=14 + at % 2, reply=OWN[at % 8]), actor=CLERK
        )
    (one,) = [one for one in found(clean) if one.kind is HandlingSignal.LAST_DAY_FORWARD]

    assert one.unit == OFFICE
    assert one.case_nos == tuple(f"F{at}" for at in range(9))


def test_extensions_just_before_the_limit_are_found(clean):
    for at in range(6):
        day = date(2025, 12, 1) + timedelta(at)
        clean.perform(*worked(f"X{at}", day, extended=58 + at % 2), actor=CLERK)
    (one,) = [one for one in found(clean) if one.kind is HandlingSignal.LATE_EXTENSION]

    assert (one.unit, len(one.case_nos)) == (TOWN, 6)


def test_replies_that_say_the_same_are_found_and_others_are_not(clean):
    for at in range(4):
        clean.perform(*worked(f"R{at}", date(2026, 2, 2 + at), reply=REPLY, unit=OTHER_TOWN), actor=CLERK)
    (one,) = [one for one in found(clean) if one.kind is HandlingSignal.SAME_REPLY]

    assert (one.unit, one.case_nos, one.expected) == (OTHER_TOWN, ("R0", "R1", "R2", "R3"), None)


def test_a_received_date_that_was_changed_after_the_fact_is_found_with_its_matter(clean):
    clean.perform(Correct("C3", 1, "received_on", "2026-01-07", "录错"), actor=CLERK)
    (one,) = [one for one in found(clean) if one.kind is HandlingSignal.RECEIVED_CHANGED]

    assert (one.unit, one.case_nos) == (OFFICE, ("C3",))


def test_signals_are_for_supervisors_and_auditors_and_hide_accusations_against_their_own(clean):
    accusation = make_register(
        case_no="S",
        on=date(2026, 1, 8),
        petition_class=PetitionClass.ACCUSATION,
        path=None,
        accused_unit=TOWN,
    )
    clean.perform(accusation, Correct("S", 1, "received_on", "2026-01-07", "录错"), actor=CLERK)

    assert [one.case_nos for one in found(clean)] == [("S",)]
    assert found(clean, Viewer("a", "审计", Role.AUDITOR, TOWN)) == ()
    for role in set(Role) - {Role.SUPERVISOR, Role.AUDITOR}:
        with pytest.raises(NotPermittedError):
            found(clean, Viewer("x", "x", role, OFFICE))


def test_what_chance_gives_is_the_binomial_tail():
    assert as_many_by_chance(0, 5, 0.3) == pytest.approx(1)
    assert as_many_by_chance(2, 2, 0.1) == pytest.approx(0.01)
    assert as_many_by_chance(0, 5, 0.0) == as_many_by_chance(5, 5, 1.0) == 1
    assert as_many_by_chance(1, 5, 0.0) == as_many_by_chance(6, 5, 1.0) == as_many_by_chance(6, 5, 0.5) == 0
    for hits in range(8):
        plain = sum(comb(7, one) * 0.3**one * 0.7 ** (7 - one) for one in range(hits, 8))
        assert as_many_by_chance(hits, 7, 0.3) == pytest.approx(plain)
    assert signal_rules().greatest_chance == 0.001


def test_what_chance_gives_is_told_of_a_unit_with_many_thousand_matters():
    assert as_many_by_chance(2_501, 5_001, 0.5) == pytest.approx(0.5)
    assert as_many_by_chance(3_000, 5_001, 0.5) < 1e-6


@pytest.mark.real_files
def test_boilerplate_among_the_real_replies_is_found_and_openable(shared_data):
    path = next((shared_data / "messages").glob("附件4*.xlsx"))
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    at = rows[0].index("答复意见")
    replies = [str(row[at]) for row in rows[1:]]
    found_groups = alike_replies(replies)

    assert found_groups
    for group in found_groups:
        assert len(group) >= 3
        assert len({replies[at] for at in group}) <= len(group)
