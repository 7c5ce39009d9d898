"""Who caused it: what look-backs and the tracing-back of proceedings found, and nothing else."""

from datetime import date

import pytest

from tests.factories import CLERK, DEPARTMENT, OFFICE, TOWN, make_register
from tests.looked_back import looked_back_to_the_end
from tests.proceedings import PAPER, opened, recommended
from workbench.access.gate import NotPermittedError
from workbench.access.viewer import Viewer
from workbench.queries.source_causes import FoundBy, causes
from workbench.terms import Role

TODAY = date(2026, 3, 31)
SUPERVISOR = Viewer("boss", "陈督查", Role.SUPERVISOR, OFFICE)


@pytest.fixture
def found_out(either_bench):
    either_bench.perform(make_register(case_no="A"), PAPER, actor=CLERK)
    for act, actor in looked_back_to_the_end("A"):
        either_bench.perform(act, actor=actor)
    either_bench.perform(opened(), *recommended(), actor=CLERK)
    return either_bench


def asked(bench, viewer=SUPERVISOR, start=date(2026, 1, 1), as_of=TODAY):
    return bench.ask(causes, viewer, start=start, as_of=as_of)


def test_a_cause_has_unit_clause_matter_and_who_found_it(found_out):
    told = {(one.clause, one.causes[0].found_by): one for one in asked(found_out)}

    traced = told["XF42-2", FoundBy.TRACE]
    assert (traced.unit, traced.case_nos) == (TOWN, ("A",))
    looked = told[None, FoundBy.LOOK_BACK]
    assert looked.case_nos == ("A",) and looked.unit_name


def test_what_was_found_before_or_after_is_not_told(found_out):
    assert asked(found_out, start=date(2026, 3, 30)) == ()
    assert asked(found_out, as_of=date(2026, 2, 1)) == ()


def test_who_may_not_read_proceedings_reads_look_backs_alone_and_units_read_nothing(found_out):
    clerk = Viewer("clerk", "王登记", Role.CLERK, OFFICE)

    assert {each.found_by for one in asked(found_out, clerk) for each in one.causes} == {FoundBy.LOOK_BACK}
    with pytest.raises(NotPermittedError):
        asked(found_out, Viewer("town", "李经办", Role.HANDLER, DEPARTMENT))
