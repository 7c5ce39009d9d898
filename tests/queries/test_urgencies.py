"""What is urgent as of a day: on the agenda before what is late, masked, of accusations the number only."""

from datetime import date

import pytest

from tests.factories import CLERK, OFFICE, TOWN, make_register, make_take
from workbench.access.masking import ACCUSATION_NOTICE
from workbench.acts.handling import Person
from workbench.acts.urgencies import EndUrgency, NoteUrgency
from workbench.law.meeting import ACCUSATION_SENTENCE
from workbench.queries.agenda import proposed_agenda
from workbench.queries.urgencies import next_urgency_no, urgencies_of, urgent_matters
from workbench.terms import AgendaReason, PetitionClass, Step, UrgencyReason

TODAY = date(2026, 3, 31)
ON = date(2026, 3, 20)


@pytest.fixture
def told(bench):
    """A late matter, an urgent one that a person told of, and an urgent accusation."""
    bench.perform(
        make_register(case_no="LATE", on=date(2026, 1, 5), title="反映村道塌方"),
        make_take("LATE", Step.TRANSFER, date(2026, 1, 6), unit=OFFICE, to_unit=TOWN),
        make_register(case_no="NOW", on=ON, title="水库坝体渗漏", persons=(Person(name="周大山"),)),
        make_take("NOW", Step.TRANSFER, ON, unit=OFFICE, to_unit=TOWN),
        make_register(
            case_no="SECRET", on=ON, title="举报毁账", petition_class=PetitionClass.ACCUSATION, path=None,
            accused_unit=TOWN,
        ),
        NoteUrgency(
            "JJ-NOW-1", "NOW", UrgencyReason.SAFETY, ON, ON, "周大山称坝体渗漏，下游八户", "市政府、水利局"
        ),
        NoteUrgency("JJ-SECRET-1", "SECRET", UrgencyReason.EVIDENCE, ON, ON, "账簿将被销毁", "市纪委监委"),
        actor=CLERK,
    )  # fmt: skip
    return bench


def test_what_is_urgent_comes_before_what_is_late_with_rule_and_facts(told):
    found = told.ask(proposed_agenda, told.snapshot(TODAY))

    assert [(one.key, one.reason) for one in found] == [
        ("NOW", AgendaReason.URGENT),
        ("SECRET", AgendaReason.URGENT),
        ("LATE", AgendaReason.LATE),
    ]
    assert found[0].facts == (
        "危及人身或者公共安全：周某某称坝体渗漏，下游八户；2026-03-20 知悉，2026-03-20 报告市政府、水利局"
        "（《信访工作条例》第二十五条）"
    )
    assert (found[0].subject, found[0].unit_name, found[0].days) == ("水库坝体渗漏", "忠防镇", 0)
    assert found[0].rules[0].article == "《信访工作条例》第二十五条"
    assert (found[1].subject, found[1].facts) == ("SECRET", ACCUSATION_SENTENCE)


def test_what_is_urgent_no_more_leaves_the_agenda_on_that_day_and_stays_on_record(told):
    told.perform(EndUrgency("JJ-NOW-1", date(2026, 3, 25), "已降水位，周大山等八户已转移"), actor=CLERK)

    def proposed(on):
        return [one.key for one in told.ask(proposed_agenda, told.snapshot(on))]

    assert "NOW" in proposed(date(2026, 3, 24)) and "NOW" not in proposed(date(2026, 3, 25))
    (one,) = told.ask(urgencies_of, "NOW", as_of=TODAY)
    assert one.ended_why == "已降水位，周某某等八户已转移"
    (before,) = told.ask(urgencies_of, "NOW", as_of=date(2026, 3, 24))
    assert (before.ended_on, before.ended_why) == (None, None)
    assert told.ask(urgencies_of, "NOW", as_of=date(2026, 3, 19)) == ()


def test_a_matter_that_is_late_and_urgent_stands_once_with_both_rules(told):
    note = NoteUrgency("JJ-LATE-1", "LATE", UrgencyReason.SPREADING, ON, ON, "塌方扩大", "市政府")
    told.perform(note, actor=CLERK)
    (one,) = [one for one in told.ask(proposed_agenda, told.snapshot(TODAY)) if one.key == "LATE"]

    assert one.reasons == (AgendaReason.URGENT, AgendaReason.LATE)
    assert one.days == 69
    assert "塌方扩大" in one.facts and "超期 69 日" in one.facts


def test_of_an_urgent_accusation_no_word_is_shown(told):
    (one,) = told.ask(urgencies_of, "SECRET", as_of=TODAY)

    assert (one.facts, one.reported_to) == (ACCUSATION_NOTICE, ACCUSATION_NOTICE)


def test_numbers_go_on_and_the_longest_known_stands_first(told):
    assert told.ask(next_urgency_no, "NOW") == "JJ-NOW-2"
    assert told.ask(next_urgency_no, "LATE") == "JJ-LATE-1"
    assert [one.case_no for one in told.ask(urgent_matters, as_of=TODAY)] == ["NOW", "SECRET"]
