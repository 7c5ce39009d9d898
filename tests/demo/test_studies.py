"""The hearings of petition work in the demo: in time, late, struck, one not held yet."""

from datetime import date, timedelta

from workbench.demo.county import SEED
from workbench.demo.leadership import FIRST_DAY
from workbench.demo.plan import LAST_DAY
from workbench.demo.studies import Studies
from workbench.demo.workdays import Workdays
from workbench.law.calendar import shipped_calendars
from workbench.queries.work_studies import study_lines


def deeds():
    days = Workdays(shipped_calendars().latest, FIRST_DAY - timedelta(30), date(2026, 12, 31))
    studies = Studies(SEED, days)
    working = days.between(FIRST_DAY, LAST_DAY)
    return [deed for day in working for chain in studies.day(day) for deed in chain.deeds]


def test_both_bodies_heard_of_the_work_and_one_of_them_is_late(bench):
    planned = sorted(deeds(), key=lambda deed: deed.now)
    with bench.desk(planned[0].actor, bulk=True) as desk:
        for deed in planned:
            desk.perform(deed.make(), now=deed.now, actor=deed.actor)

    committee, government = bench.ask(study_lines, as_of=LAST_DAY)
    assert committee.interval.months == 3 and len(committee.sessions) >= 6 and not committee.days_late
    assert len(committee.struck) == 1
    assert government.interval.months == 6 and government.days_late > 7
    was = [bench.ask(study_lines, as_of=one.on - timedelta(1))[0].days_late for _, one in committee.sessions]
    assert sum(map(bool, was)) == 1
    assert bench.verify_ledger().is_sound


def test_nothing_of_it_is_recorded_before_it_happened_and_twice_it_is_the_same():
    def told():
        return [(deed.now, deed.actor, deed.make()) for deed in deeds()]

    assert told() == told()
    assert all(deed.now.date() >= (getattr(deed.make(), "on", None) or FIRST_DAY) for deed in deeds())
