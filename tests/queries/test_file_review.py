"""What screens are told of file reviews: the sample, the blind pair, one sheet, what came of a round."""

import io
import warnings
from datetime import date

import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from tests.factories import CLERK, DEPARTMENT, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from tests.reviewed import ON, ONE, OTHER, THIRD, answered, assigned, concluded, locked, opened
from workbench.access.accounts import AccountBook
from workbench.access.gate import NotPermittedError
from workbench.access.viewer import Viewer
from workbench.acts.file_reviews import FindFails, GivenFail
from workbench.acts.handling import DocumentDraft, Person
from workbench.law.review_pairing import OpenTurn
from workbench.law.sampling import SampleError
from workbench.queries import review_agreement, review_results, review_rounds, review_samples
from workbench.queries.file_review import NowAnAccusationError, SheetNotFoundError, my_reviews, sheet_page
from workbench.queries.review_agreement import TooFewPairsError, _kappa, weighted_kappa
from workbench.queries.review_workbooks import files_file, items_file, sheet_file, units_file
from workbench.terms import DocumentKind, PetitionClass, Role, Step

FEBRUARY = (date(2026, 2, 1), date(2026, 2, 28))
SUPERVISOR = Viewer("liu", "刘督查", Role.SUPERVISOR, OFFICE)
BOSS = SUPERVISOR.actor


def viewer(actor, name="某评查"):
    return Viewer(actor.id, name, actor.role, actor.unit)


@pytest.fixture
def county(bench):
    """Six matters of two towns, concluded in February; one still open, one an accusation."""
    for number in range(1, 7):
        unit = TOWN if number <= 4 else OTHER_TOWN
        bench.perform(*concluded(f"A{number}", unit, persons=(Person(name="周大山"),)), actor=CLERK)
    bench.perform(make_register(case_no="OPEN"), *concluded("X", DEPARTMENT), actor=CLERK)
    kind = PetitionClass.ACCUSATION
    bench.perform(make_take("X", Step.CLASSIFY, date(2026, 2, 25), petition_class=kind), actor=CLERK)
    return bench


def review(bench, case_no, turn, actor, **points):
    bench.perform(assigned(case_no, turn, actor), actor=BOSS)
    bench.perform(answered(case_no, turn, **points), locked(case_no, turn), actor=actor)


def page(bench, who, sheet_no):
    with bench.reading() as session:
        link = session.connection()
        return sheet_page(link, who, sheet_no, calendars=bench.calendars(link))


# The sample


def test_what_was_concluded_is_drawn_but_no_accusation_and_nothing_open(county):
    found = county.ask(review_samples.sample, county.snapshot(), *FEBRUARY, seed=7, size=9)

    assert {one.case_no for one in found.files} == {f"A{number}" for number in range(1, 7)}
    assert [(one.unit, one.population, one.drawn) for one in found.by_unit] == [
        (TOWN, 4, 4),
        (OTHER_TOWN, 2, 2),
    ]


def test_a_sample_comes_again_from_its_seed_and_every_unit_is_in_it(county):
    ask = [
        county.ask(review_samples.sample, county.snapshot(), *FEBRUARY, seed=seed, size=3)
        for seed in (7, 7, 8)
    ]

    assert ask[0] == ask[1] and {one.unit for one in ask[2].files} == {TOWN, OTHER_TOWN}
    wanted = county.ask(review_samples.sample, county.snapshot(), *FEBRUARY, seed=7, margin=0.1)
    assert len(wanted.files) == 6


@pytest.mark.parametrize(
    ("days", "size", "words"),
    [
        ((date(2026, 1, 1), date(2026, 1, 9)), 3, "没有可抽取"),
        (FEBRUARY[::-1], 3, "先后"),
        (FEBRUARY, 0, "1件"),
    ],
)
def test_a_sample_that_cannot_be_drawn_says_why(county, days, size, words):
    with pytest.raises(SampleError, match=words):
        county.ask(review_samples.sample, county.snapshot(), *days, seed=7, size=size)


def test_rounds_are_numbered_by_year(county):
    assert county.ask(review_samples.next_round_no, 2026) == "PC-2026-01"
    county.perform(opened("A1"), actor=BOSS)
    assert county.ask(review_samples.next_round_no, 2026) == "PC-2026-01"  # PC-1 is not of this pattern


# Who reviews what


def test_pairs_are_proposed_from_the_accounts_but_not_of_the_own_unit(county):
    book = AccountBook(county)
    for name, unit in (("chen", None), ("li", TOWN), ("sun", OFFICE)):
        book.add(name, name, Role.REVIEWER, unit, by="root")
    book.add("bo", "bo", Role.CLERK, by="root")
    county.perform(opened("A1", "A2"), actor=BOSS)

    assert [one.account for one in county.ask(review_rounds.reviewers, "PC-1")] == ["chen", "li", "sun"]
    found = county.ask(review_rounds.propose_pairs, "PC-1", ["chen", "li", "sun"])
    assert {one.reviewer for one in found.given} == {"chen", "sun"} and len(found.given) == 4
    alone = county.ask(review_rounds.propose_pairs, "PC-1", ["chen"])
    assert sorted((one.case_no, one.turn) for one in alone.lacking) == [("A1", 2), ("A2", 2)]
    assert isinstance(alone.lacking[0], OpenTurn)


def test_a_third_is_proposed_where_two_differ_and_nobody_who_was_one_of_them(county):
    book = AccountBook(county)
    for actor in (ONE, OTHER, THIRD):
        book.add(actor.id, actor.id, actor.role, actor.unit, by="root")
    county.perform(opened("A1"), actor=BOSS)
    review(county, "A1", 1, ONE, B2=0, C1=0)
    review(county, "A1", 2, OTHER)

    found = county.ask(review_rounds.propose_pairs, "PC-1", [ONE.id, OTHER.id, THIRD.id])
    assert [(one.case_no, one.turn, one.reviewer) for one in found.given] == [("A1", 3, THIRD.id)]
    assert county.ask(review_rounds.progress, SUPERVISOR, "PC-1").third == 1


# Blind


def test_a_reviewer_sees_nothing_of_the_other_until_both_have_locked(county):
    county.perform(opened("A1"), actor=BOSS)
    county.perform(assigned("A1", 1, ONE), actor=BOSS)
    review(county, "A1", 2, OTHER, C1=3)

    mine = page(county, viewer(ONE), "PC-1/A1/1")
    assert mine.others == () and mine.result is None
    assert [one.sheet.sheet_no for one in county.ask(my_reviews, viewer(ONE))] == ["PC-1/A1/1"]
    for blind in (viewer(ONE), SUPERVISOR):
        with pytest.raises(SheetNotFoundError):
            page(county, blind, "PC-1/A1/2")
    told = county.ask(review_rounds.progress, viewer(ONE), "PC-1").files[0]
    assert (OTHER.id not in str(told)) and "已锁定" not in str(told) and told.waits == "评查中"
    assert county.ask(review_results.round_result, viewer(ONE), "PC-1").passes.of == 0

    county.perform(answered("A1", 1), locked("A1", 1), actor=ONE)
    both = page(county, viewer(ONE), "PC-1/A1/1")
    assert [one.sheet.reviewer for one in both.others] == [OTHER.id]
    assert both.result.score == 97.5
    assert page(county, SUPERVISOR, "PC-1/A1/2").sheet.points["C1"] == 3


def test_a_third_sees_neither_of_the_two_before_he_has_locked(county):
    county.perform(opened("A1"), actor=BOSS)
    review(county, "A1", 1, ONE, B2=0, C1=0)
    review(county, "A1", 2, OTHER)
    county.perform(assigned("A1", 3, THIRD), actor=BOSS)

    assert page(county, viewer(THIRD), "PC-1/A1/3").others == ()
    with pytest.raises(SheetNotFoundError):
        page(county, viewer(THIRD), "PC-1/A1/1")
    assert len(page(county, viewer(ONE), "PC-1/A1/1").others) == 1  # the pair is through, the third is not
    county.perform(answered("A1", 3, C1=0), locked("A1", 3), actor=THIRD)
    assert page(county, viewer(THIRD), "PC-1/A1/3").result.score == 92.0


def test_who_may_read_no_reviews_is_refused(county):
    county.perform(opened("A1"), assigned("A1", 1, ONE), actor=BOSS)
    clerk = Viewer("zhang", "张科员", Role.CLERK, OFFICE)

    with pytest.raises(NotPermittedError):
        page(county, clerk, "PC-1/A1/1")
    with pytest.raises(NotPermittedError):
        county.ask(review_results.round_result, clerk, "PC-1")


# One sheet


def test_a_sheet_stands_beside_its_file_with_what_the_file_says_masked(bench):
    opinion = DocumentDraft(
        DocumentKind.OPINION, "关于周大山反映路灯的意见书", text="处理意见：周大山所反映属实。"
    )
    bench.perform(*concluded("A1", persons=(Person(name="周大山"),), document=opinion), actor=CLERK)
    bench.perform(opened("A1"), assigned("A1", 1, ONE), actor=BOSS)

    found = page(bench, viewer(ONE), "PC-1/A1/1")
    assert found.found["C1"].points == 2 and "缺少" in found.found["C1"].why
    assert found.found["D1"].points == 8 and found.found["E1"].points is None
    assert [node.label for node in found.case.nodes][-1] == "办结"
    assert "周大山" not in repr(found) and found.case.as_of == date(2026, 3, 1)
    assert found.closed == "" and page(bench, viewer(ONE), "PC-1/A1/1").is_mine


def test_a_matter_found_to_be_an_accusation_is_not_shown_to_reviewers_any_more(county):
    county.perform(opened("A1"), assigned("A1", 1, ONE), actor=BOSS)
    county.perform(
        make_take("A1", Step.CLASSIFY, date(2026, 3, 5), petition_class=PetitionClass.ACCUSATION), actor=CLERK
    )

    with pytest.raises(NowAnAccusationError):
        page(county, viewer(ONE), "PC-1/A1/1")


# What came of it


@pytest.fixture
def reviewed(county):
    county.perform(opened("A1", "A2", "A3"), actor=BOSS)
    for number in (1, 2):
        review(county, f"A{number}", 1, ONE, C1=4)
        review(county, f"A{number}", 2, OTHER, E1=None)
    county.perform(assigned("A3", 1, ONE), actor=BOSS)
    return county


def test_units_have_shares_with_intervals_and_few_files_are_marked(reviewed):
    found = reviewed.ask(review_results.round_result, SUPERVISOR, "PC-1")
    (unit,) = found.by_unit

    assert (unit.passes.passed, unit.passes.of, unit.population, unit.mean) == (2, 2, 3, 98.0)
    assert unit.passes.is_small and unit.passes.interval == pytest.approx((0.316, 1.0), abs=1e-3)
    assert [one.grade for one in found.files] == ["优秀", "优秀", ""]


def test_items_say_how_much_they_lose_where_and_the_weakest_is_named(reviewed):
    found = reviewed.ask(review_results.round_result, SUPERVISOR, "PC-1")
    by_item = {one.item.id: one for one in found.by_item}

    assert (by_item["C1"].mean, by_item["C1"].lost.passed, by_item["C1"].lost.of) == (0.75, 2, 4)
    assert by_item["C1"].where == (("忠防镇", 2, 2),)
    assert (by_item["E1"].mean, by_item["E1"].not_applicable) == (1.0, 2)
    assert found.weakest.item.id == "C1"
    assert [one.round.round_no for one in reviewed.ask(review_results.over_time, SUPERVISOR)] == ["PC-1"]


def test_a_fail_that_both_found_fails_the_file_and_is_counted(county):
    county.perform(opened("A1"), actor=BOSS)
    for turn, actor in ((1, ONE), (2, OTHER)):
        county.perform(assigned("A1", turn, actor), actor=BOSS)
        fail = FindFails(f"PC-1/A1/{turn}", ON, (GivenFail("F3", "送达日期与回证不符"),))
        county.perform(answered("A1", turn), fail, locked("A1", turn), actor=actor)

    found = county.ask(review_results.round_result, SUPERVISOR, "PC-1")
    assert (found.passes.passed, found.passes.of) == (0, 1)
    assert found.fails == (("弄虚作假、倒签日期", 1),) and found.files[0].grade == "不合格"


def test_agreement_is_refused_of_few_files_and_of_grades_that_are_all_the_same(reviewed, monkeypatch):
    with pytest.raises(TooFewPairsError, match="只有2件"):
        reviewed.ask(review_agreement.agreement, SUPERVISOR, "PC-1")
    monkeypatch.setattr(review_agreement, "FEWEST", 2)
    with pytest.raises(TooFewPairsError, match="等次相同"):
        reviewed.ask(review_agreement.agreement, SUPERVISOR, "PC-1")


def test_agreement_tells_differences_and_kappa(reviewed, monkeypatch):
    monkeypatch.setattr(review_agreement, "FEWEST", 3)
    reviewed.perform(answered("A3", 1, B2=0, C1=0), locked("A3", 1), actor=ONE)
    review(reviewed, "A3", 2, OTHER, B2=0, C1=4)
    found = reviewed.ask(review_agreement.agreement, SUPERVISOR, "PC-1")

    assert (found.files, found.difference, found.largest, found.same_grade) == (3, 4.0, 4.0, 3)
    assert found.kappa == 1.0 and found.third == 0


@pytest.mark.parametrize(
    ("pairs", "kappa"),
    [
        ([(0, 0), (1, 1), (2, 2)] * 4, 1.0),
        ([(0, 1), (1, 0)] * 6, -1.0),
        ([(0, 0), (0, 1), (1, 0), (1, 1)] * 3, 0.0),
    ],
)
def test_weighted_kappa_of_known_tables(pairs, kappa):
    found, low, high = weighted_kappa(pairs, seed=7)

    assert found == pytest.approx(kappa) and low <= found <= high
    assert weighted_kappa(pairs, seed=7) == (found, low, high)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=30))
def test_weighted_kappa_is_that_of_a_library(pairs):
    first, second = zip(*pairs, strict=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        wanted = cohen_kappa_score(first, second, labels=[0, 1, 2, 3], weights="quadratic")

    found = float(_kappa(np.array(pairs, dtype=float)))

    assert found == pytest.approx(wanted, nan_ok=True)


# Workbooks


def cells(content):
    (sheet,) = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_results_and_a_sheet_go_out_as_workbooks(reviewed):
    found = reviewed.ask(review_results.round_result, SUPERVISOR, "PC-1")
    units, items, files = cells(units_file(found)), cells(items_file(found)), cells(files_file(found))

    assert units[1][:5] == ["忠防镇", 3, 2, 2, 1] and units[1][-1] == "样本过小"
    assert ["C1", 0.75] == [items[11][0], items[11][3]]
    assert files[3][:4] == ["A3", "忠防镇", "", "待评定"]
    sheet = cells(sheet_file(page(reviewed, SUPERVISOR, "PC-1/A1/1")))
    assert sheet[11][:5] == ["C1", "处理意见", items[11][1], 8, 4]
