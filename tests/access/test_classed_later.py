"""What is found to be an accusation later says nothing of itself on the days before either."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.factories import CLERK, OFFICE, TOWN, make_register, make_take
from workbench.access.masking import ACCUSATION_NOTICE
from workbench.access.policy import policy
from workbench.access.viewer import Viewer
from workbench.acts.amending import Correct
from workbench.queries.case_page import case_page
from workbench.terms import PetitionClass, Role, Step

BEFORE, DAY, TODAY = date(2026, 2, 20), date(2026, 3, 30), date(2026, 3, 31)
WORDS = "反映王某某截留补偿款"
READER = Viewer("li", "李科员", Role.CLERK, OFFICE)
COUNTS = next(role for role in Role if policy().only_counts(role))
ROW = "select title, body, cause_unit, petition_class from case_fact join case_text using (case_id)"


def is_one():
    return make_take("H", Step.CLASSIFY, DAY, unit=OFFICE, petition_class=PetitionClass.ACCUSATION)


def written_files(bench):
    files = (path for path in bench.config.snapshots.rglob("*") if path.is_file())
    return "".join(path.read_bytes().decode("utf-8", "ignore") for path in files)


@pytest.fixture
def told(either_bench):
    """A matter with the words of an accusation, which nobody took for one on the day it was looked at."""
    claim = make_register(
        case_no="H", title=WORDS, narrative=f"{WORDS}三万元", petition_class=None, path=None
    )
    either_bench.perform(replace(claim, cause_unit=TOWN), make_register(case_no="P"), actor=CLERK)
    assert WORDS in str(either_bench.seen_by(READER).snapshot(BEFORE).rows(ROW))
    return either_bench


def rows(bench, viewer=READER):
    return [row for row in bench.seen_by(viewer).snapshot(BEFORE).rows(ROW) if row[0] != "反映路灯不亮"]


def test_no_list_or_search_of_an_earlier_day_has_its_words_any_more(told):
    expected = (ACCUSATION_NOTICE, f"{ACCUSATION_NOTICE}\n", None, "accusation")
    told.perform(is_one(), actor=CLERK)

    assert expected in rows(told)  # patched
    told.snapshot(BEFORE).path.unlink()
    assert expected in rows(told)  # folded whole
    assert WORDS not in str(rows(told))
    with told.shelf.facts(told.shelf.create(BEFORE)) as frozen:
        asked = "select title, cause_unit, petition_class from case_fact where case_no = 'H'"
        assert frozen.rows(asked) == [(ACCUSATION_NOTICE, None, "accusation")]


def test_no_page_of_an_earlier_day_has_its_words_any_more(told):
    told.perform(is_one(), actor=CLERK)
    seen = told.seen_by(READER)
    with seen.reading() as session:
        link = session.connection()
        page = case_page(link, "H", as_of=BEFORE, calendars=seen.calendars(link))

    assert (page.title, page.is_accusation) == (ACCUSATION_NOTICE, True)
    assert WORDS not in repr(page)


def test_no_file_of_a_day_that_nobody_opens_keeps_its_words(told):
    assert WORDS in written_files(told)
    told.perform(is_one(), actor=CLERK)
    assert WORDS not in written_files(told)


def test_a_correction_that_makes_it_one_hides_it_alike(told):
    told.perform(Correct("H", 1, "petition_class", "accusation", "登记有误"), actor=CLERK)

    assert WORDS not in written_files(told)
    assert WORDS not in str(rows(told))


def test_it_stands_in_no_total_of_its_unit_on_an_earlier_day(told):
    """A total that has become smaller since would tell the unit that somebody accused it (HR2)."""
    count = "select count(*) from case_fact"
    counter = Viewer("sun", "孙", COUNTS, OFFICE)
    before = told.seen_by(counter).snapshot(BEFORE).value(count)
    told.perform(is_one(), actor=CLERK)

    assert told.seen_by(counter).snapshot(BEFORE).value(count) == before - 1
