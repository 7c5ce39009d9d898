"""What the page of a matter says of receptions: those held by the day, with the ways there."""

from datetime import date

from tests.factories import CLERK, TOWN, make_register
from tests.received import received_and_instructed
from widgets.reception.beside import received_beside


def beside(bench, case_no, as_of=None):
    found = received_beside(bench, bench.snapshot(as_of), case_no)
    return None if found is None else str(found)


def test_a_matter_tells_at_which_reception_it_was_raised_and_what_was_promised_there(bench):
    bench.perform(make_register(case_no="A"), make_register(case_no="B"), actor=CLERK)
    bench.perform(*received_and_instructed("A", TOWN), actor=CLERK)

    told = beside(bench, "A")
    assert "2026-02-10" in told and "周某1" in told and "市信访局接访大厅" in told
    assert "reception?reception=JF-1" in told and "instruction=PS-1" in told
    assert beside(bench, "B") is None


def test_a_reception_is_told_from_its_day_on_and_leads_to_the_same_day(bench):
    bench.perform(make_register(case_no="A"), actor=CLERK)
    bench.perform(*received_and_instructed("A", TOWN), actor=CLERK)

    assert beside(bench, "A", date(2026, 2, 9)) is None
    assert "as_of=2026-02-10" in beside(bench, "A", date(2026, 2, 10))
