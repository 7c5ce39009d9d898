"""Receptions by leaders: what each state allows, what a day says, whose days count."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.law.reception import ReceivedMatter, Reception, ReceptionError
from workbench.law.reception_duty import HELD, leader_duties, month_of
from workbench.queries.reception_rate import NothingScheduledError, reception_rate
from workbench.terms import NotHeldReason, ReceptionKind, ReceptionState

DAY = date(2026, 3, 12)
START, END = date(2026, 3, 1), date(2026, 3, 31)
BUSY = NotHeldReason.OFFICIAL_BUSINESS


def make(number=1, **facts):
    given = {
        "id": number,
        "reception_no": f"JF-{number}",
        "leader": "刘书记",
        "post": "市委书记",
        "charge": "主持市委全面工作",
        "unit": "430682",
        "is_main_leader": True,
        "kind": ReceptionKind.RECEIVE,
        "planned_on": DAY,
        "planned_from": time(9),
        "planned_until": time(12),
        "place": "市信访局接访大厅",
        **facts,
    }
    return Reception(**given)


@pytest.mark.parametrize("field", ["leader", "post", "place"])
def test_a_schedule_says_who_in_what_post_and_where(field):
    with pytest.raises(ReceptionError, match="缺少"):
        make(**{field: " "})


def test_hours_run_forward_or_are_left_open():
    assert make(planned_until=None).planned_until is None
    with pytest.raises(ReceptionError, match="结束时间应晚于开始时间"):
        make(planned_from=time(12), planned_until=time(9))


def test_a_reception_is_held_on_its_day_or_moved_first():
    held = make().held(DAY, held_from=time(9), held_until=time(11, 30))

    assert (held.held_on, held.nobody_came) == (DAY, False)
    with pytest.raises(ReceptionError, match="请先改期"):
        make().held(DAY + timedelta(1))


def test_an_outcome_is_set_right_only_with_a_reason():
    held = make().held(DAY)
    with pytest.raises(ReceptionError, match="更正理由"):
        held.not_held(BUSY, "开会")

    missed = held.not_held(BUSY, "开会", why="误记")
    assert (missed.held_on, missed.nobody_came, missed.not_held_reason) == (None, None, BUSY)
    assert missed.held(DAY, why="核实后更正").not_held_why is None


def test_a_reason_is_a_code_and_words():
    with pytest.raises(ReceptionError, match="写明原因"):
        make().not_held(BUSY, " ")


def test_a_moved_reception_leaves_its_day_behind_and_goes_on_unpublished():
    planned = replace(make(), published_on=date(2026, 3, 1))
    old = planned.moved("JF-2", date(2026, 3, 20), date(2026, 3, 10), BUSY, "赴省开会")
    new = old.following(9, "JF-2", date(2026, 3, 20), place="桃林镇", hours=(time(14), None))

    assert (old.planned_on, old.moved_to, old.published_on) == (DAY, "JF-2", date(2026, 3, 1))
    assert (new.planned_on, new.moved_from, new.published_on) == (date(2026, 3, 20), "JF-1", None)
    assert (new.place, new.planned_from, new.leader) == ("桃林镇", time(14), "刘书记")
    for act in (
        lambda: old.held(DAY),
        lambda: old.not_held(BUSY, "开会"),
        lambda: old.published(date(2026, 3, 2)),
        lambda: old.moved("JF-3", date(2026, 3, 21), DAY, BUSY, "又改"),
    ):
        with pytest.raises(ReceptionError, match="已改期（“JF-2”）"):
            act()


@pytest.mark.parametrize(
    ("to_day", "on", "text", "sentence"),
    [
        (DAY, DAY, "开会", "与原日期相同"),
        (date(2026, 3, 9), date(2026, 3, 10), "开会", "早于决定改期之日"),
        (date(2026, 3, 20), date(2026, 3, 13), "开会", "计划日（2026-03-12）已过"),
        (date(2026, 3, 20), DAY, "", "写明原因"),
    ],
)
def test_what_a_move_does_not_allow(to_day, on, text, sentence):
    with pytest.raises(ReceptionError, match=sentence):
        make().moved("JF-2", to_day, on, BUSY, text)


def test_a_schedule_is_published_once_and_before_its_day():
    assert make().published(DAY).published_on == DAY
    with pytest.raises(ReceptionError, match="晚于接访日"):
        make().published(DAY + timedelta(1))
    with pytest.raises(ReceptionError, match="不必再次公示"):
        make().published(DAY).published(DAY)


def test_matters_are_received_where_people_were_received():
    held = make().held(DAY).received("A").received("B", "PS-1")

    assert held.matters == (ReceivedMatter("A"), ReceivedMatter("B", "PS-1"))
    with pytest.raises(ReceptionError, match="不必再次登记"):
        held.received("A")
    with pytest.raises(ReceptionError, match="先记录接访"):
        make().received("A")
    with pytest.raises(ReceptionError, match="无人来访"):
        make().held(DAY, nobody_came=True).received("A")
    for act in (
        lambda: held.held(DAY, nobody_came=True, why="错"),
        lambda: held.not_held(BUSY, "无", why="错"),
    ):
        with pytest.raises(ReceptionError, match="已登记来访事项"):
            act()


@pytest.mark.parametrize(
    ("reception", "as_of", "state"),
    [
        (make(), DAY - timedelta(1), ReceptionState.PLANNED),
        (make(), DAY, ReceptionState.PLANNED),
        (make(), DAY + timedelta(1), ReceptionState.UNRECORDED),
        (make().held(DAY), DAY, ReceptionState.HELD),
        (make().held(DAY), DAY - timedelta(1), ReceptionState.PLANNED),
        (make().held(DAY, nobody_came=True), DAY, ReceptionState.NOBODY_CAME),
        (make().not_held(BUSY, "开会"), DAY, ReceptionState.NOT_HELD),
        (make().moved("X", DAY + timedelta(3), DAY, BUSY, "会"), DAY, ReceptionState.MOVED),
        (make().moved("X", DAY + timedelta(3), DAY, BUSY, "会"), DAY - timedelta(1), ReceptionState.PLANNED),
    ],
)
def test_what_can_be_said_of_a_reception_on_a_day(reception, as_of, state):
    assert reception.state(as_of) is state


def test_the_rate_counts_days_and_names_the_receptions():
    same_day = [make(1).held(DAY), make(2, kind=ReceptionKind.GOING_DOWN).not_held(BUSY, "开会")]
    others = [
        make(3, leader="李市长", post="市长").not_held(BUSY, "开会"),
        make(4, leader="王副市长", post="副市长", planned_on=date(2026, 3, 20)),
        make(5, planned_on=date(2026, 3, 30)),
        make(6, planned_on=date(2026, 2, 28)).held(date(2026, 2, 28)),
        make(7, post="常委").moved("JF-8", date(2026, 4, 2), DAY, BUSY, "会"),
    ]

    rate = reception_rate([*same_day, *others], START, END, as_of=date(2026, 3, 25))

    assert (rate.numerator, rate.denominator) == (1, 3)
    assert rate.held_nos == ("JF-1", "JF-2")
    assert rate.missed_nos == ("JF-3", "JF-4")  # the second has no record; the fifth is yet to come


def test_a_share_of_no_scheduled_day_is_refused():
    with pytest.raises(NothingScheduledError, match="无从计算"):
        reception_rate([make()], START, END, as_of=DAY - timedelta(1))


def test_the_main_leaders_duty_is_that_of_the_post_and_stands_even_without_a_plan():
    receptions = [
        make(1, planned_on=date(2026, 2, 10)).held(date(2026, 2, 10)),
        make(2, leader="李市长", post="市长").held(DAY),
        make(3, leader="赵市长", post="市长", planned_on=date(2026, 3, 25)),
        make(4, leader="王副市长", post="副市长", is_main_leader=False).not_held(BUSY, "开会"),
    ]

    duties = {one.leader: one for one in leader_duties(receptions, START, END, date(2026, 3, 20), needed=1)}

    assert (duties["刘书记"].planned, duties["刘书记"].needed, duties["刘书记"].lacking) == (0, 1, 1)
    assert (duties["李市长"].needed, duties["赵市长"].needed) == (0, 1)
    assert (duties["赵市长"].post_held, duties["赵市长"].lacking, duties["赵市长"].ahead) == (1, 0, 1)
    assert duties["王副市长"].reasons == ((BUSY, 1),) and duties["王副市长"].needed == 0
    assert [one.is_main_leader for one in leader_duties(receptions, START, END, DAY, needed=1)] == [
        True, True, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "last"),
    [(date(2026, 2, 3), date(2026, 2, 28)), (date(2024, 2, 29), date(2024, 2, 29)), (DAY, END)],
)
def test_a_month_is_known_by_any_of_its_days(day, last):
    assert month_of(day) == (day.replace(day=1), last)


@st.composite
def schedules(draw):
    found = []
    for number in range(draw(st.integers(0, 12))):
        day = START + timedelta(draw(st.integers(-5, 40)))
        one = make(number, planned_on=day, leader=draw(st.sampled_from("刘李王")), post="市领导")
        came = draw(st.sampled_from(["planned", "held", "nobody", "missed", "moved"]))
        if came in ("held", "nobody"):
            one = one.held(day, nobody_came=came == "nobody")
        elif came == "missed":
            one = one.not_held(BUSY, "开会")
        elif came == "moved":
            one = one.moved(f"M-{number}", day + timedelta(1), day - timedelta(1), BUSY, "开会")
        found.append(one)
    return found


@given(schedules(), st.integers(0, 45))
def test_the_duties_of_a_month_add_up(receptions, after):
    as_of = START + timedelta(after)
    duties = leader_duties(receptions, START, END, as_of, needed=1)

    for one in duties:
        assert one.planned == one.held + sum((one.not_held, one.unrecorded, one.ahead)) or _is_mixed(
            receptions
        )
        assert one.held <= one.planned
        assert sum(count for _, count in one.reasons) <= one.planned - one.held
    try:
        rate = reception_rate(receptions, START, END, as_of)
    except NothingScheduledError:
        assert all(one.held == 0 for one in duties)
        return
    assert rate.numerator == sum(one.held for one in duties)
    assert 0 <= rate.numerator <= rate.denominator
    assert not {*rate.held_nos} & {*rate.missed_nos}
    states = {one.reception_no: one.state(as_of) for one in receptions}
    assert all(states[number] not in HELD for number in rate.missed_nos)


def _is_mixed(receptions):
    """Return whether a leader has two receptions on one day: the day may count in two columns."""
    days = [(one.leader, one.planned_on) for one in receptions]
    return len(days) != len(set(days))
