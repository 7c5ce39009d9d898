"""Queries that papers, forms and units' systems ask: the same answers of a few matters on each engine."""

from datetime import date

import pytest

from tests.factories import CLERK, OFFICE, TOWN, make_register, make_take
from workbench.access.viewer import Viewer
from workbench.acts.erasing import RequestErasure, values_to_erase
from workbench.acts.handling import Person
from workbench.queries.citizen_names import citizens_named
from workbench.queries.erasures import erasures, next_number, values_of
from workbench.queries.interface_changes import UnknownMarkError, changed_since, mark_of
from workbench.queries.letter_facts import letter_facts
from workbench.terms import ErasureBasis, Role, Step

ON = date(2026, 3, 31)
SUPERVISOR = Viewer("boss", "陈督查", Role.SUPERVISOR, OFFICE)


@pytest.fixture
def told(bench):
    """A matter of two people, sent to a town and accepted there."""
    persons = Person(name="欧阳大山", phone="13700001111"), Person(name="李四")
    bench.perform(
        make_register(case_no="A", title="反映欧阳大山家门口积水", persons=persons, narrative="积水甲乙丙"),
        make_take("A", Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit=TOWN),
        make_take("A", Step.ACCEPT, date(2026, 1, 12), unit=TOWN),
        actor=CLERK,
    )
    return bench


def test_who_petitions_is_found_in_a_text_in_its_order(told):
    text = "村民李四与欧阳大山反映积水，李四光说不知道"

    assert told.ask(citizens_named, text) == ("李四", "欧阳大山")
    assert told.ask(citizens_named, "李四光的书") == ()


def test_requests_for_deletion_are_told_with_their_places_and_numbered_on(told):
    entry = next(one.entry for one in told.ask(values_of, "A") if one.field == "narrative")
    values = told.ask(values_to_erase, [(entry, "narrative")])
    assert told.ask(next_number, 2026) == "SC-2026-1"
    told.perform(RequestErasure("SC-2026-1", values, ErasureBasis.CONSENT_WITHDRAWN, ON, "撤回"), actor=CLERK)

    (line,) = told.ask(erasures)
    assert [(one.entry, one.about) for one in line.places] == [(entry, "A")]
    assert told.ask(next_number, 2026) == "SC-2026-2"
    assert told.ask(values_of, "unknown") == ()


def test_what_a_unit_s_system_reads_again_is_what_the_ledger_gained(told):
    mark = told.ask(mark_of, told.ledger_size())
    told.perform(make_register(case_no="B"), actor=CLERK)

    with told.reading() as whole, told.reading() as seen:
        links = whole.connection(), seen.connection()
        assert changed_since(*links, mark) == {"B"}
        with pytest.raises(UnknownMarkError):
            changed_since(*links, "99999.0")


def test_a_paper_is_told_the_days_of_its_matter(told):
    with told.reading() as session:
        link = session.connection()
        found = letter_facts(link, SUPERVISOR, "A", as_of=ON, calendars=told.calendars(link))

    assert (found.unit, found.accepted_on) == (TOWN, date(2026, 1, 12))
    assert found.starts_on is not None and found.due_on == date(2026, 3, 13)
