"""The sheet of a file review, the lot, two blind reviewers and a third, and what a file says by itself."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.law.calendar import shipped_calendars
from workbench.law.deadlines import obligations
from workbench.law.facts import CaseFile, StepTaken
from workbench.law.file_evidence import Contents, FiledDocument, fails_found, prefilled
from workbench.law.file_review import (
    FailFinding,
    ItemAnswer,
    ReviewSheet,
    check_reviewer,
    needs_third,
    result,
)
from workbench.law.review_round import ReviewError, ReviewRound, SampledFile, opened
from workbench.law.review_sheet import SheetError, sheet
from workbench.law.sampling import SampleError, draw, size_for
from workbench.terms import Channel, DocumentKind, Outcome, PetitionClass, Procedure, StatutoryChannel, Step

OFFICE, TOWN, ON = "430682XF", "430682101", date(2026, 3, 2)
ITEMS = {item.id: item for item in sheet().items}
FILES = st.lists(
    st.tuples(st.integers(1, 300).map(str), st.sampled_from("ABCDE")), max_size=60, unique_by=lambda f: f[0]
)


def full(**points):
    return [
        ItemAnswer(item, points.get(item, one.points), "无" if points.get(item, 0) is None else None)
        for item, one in ITEMS.items()
    ]


def a_sheet(turn=1, reviewer="one", locked=True, fails=(), **points):
    new = ReviewSheet(turn, f"S{turn}", "R", "A", TOWN, turn, reviewer, OFFICE, ON)
    new = new.answered(full(**points), reviewer, ON).failed(fails, reviewer, ON)
    return new.locked(reviewer, ON) if locked else new


def test_the_items_add_up_to_a_hundred_and_each_names_its_basis():
    assert sum(item.points for item in sheet().items) == 100
    assert all(item.basis for item in (*sheet().items, *sheet().fails))


@pytest.mark.parametrize(
    ("points", "score", "grade"),
    [
        ({}, 100.0, "优秀"),
        ({"C1": 0, "B2": 0}, 84.0, "合格"),
        ({"E1": None}, 100.0, "优秀"),
        ({"E1": None, "C1": 0}, 91.6, "优秀"),  # 87 of 95
        ({"A3": 0, "B2": 0, "C1": 0, "D1": 0}, 68.0, "基本合格"),
        ({item: 0 for item in ITEMS}, 0.0, "不合格"),
    ],
)
def test_a_score_leaves_out_what_does_not_apply(points, score, grade):
    given = {item: points.get(item, one.points) for item, one in ITEMS.items()}

    assert sheet().score(given) == score
    assert sheet().grade(score).name == grade
    assert sheet().grade(score, ("F1",)).name == "不合格"


def test_an_incomplete_sheet_is_refused_and_names_what_is_missing():
    with pytest.raises(SheetError, match="A1、A2"):
        sheet().score({})


@pytest.mark.parametrize(("item", "points"), [("A1", None), ("A1", 6), ("A1", -1), ("Z9", 1)])
def test_points_the_sheet_does_not_allow_are_refused(item, points):
    with pytest.raises(SheetError):
        sheet().check(item, points)


@given(st.dictionaries(st.sampled_from(sorted(ITEMS)), st.integers(0, 8), max_size=21))
def test_more_points_never_lower_a_score(points):
    given_points = {item: min(points.get(item, one.points), one.points) for item, one in ITEMS.items()}
    better = {item: min(got + 1, ITEMS[item].points) for item, got in given_points.items()}

    assert 0 <= sheet().score(given_points) <= sheet().score(better) <= 100


@settings(max_examples=100)
@given(FILES, st.integers(1, 40), st.integers(0, 5))
def test_the_lot_is_the_same_in_any_order_and_reaches_every_unit(files, size, seed):
    drawn = draw(files, size, seed)

    assert drawn == draw(reversed(files), size, seed)
    assert set(drawn) <= set(files)
    assert {unit for _, unit in drawn} == {unit for _, unit in files}
    assert len(drawn) >= min(size, len(files))


def test_another_seed_draws_another_sample():
    files = [(str(number), "A") for number in range(200)]

    assert draw(files, 20, 1) != draw(files, 20, 2)


def test_every_file_of_a_unit_is_as_likely():
    files = [(str(number), "A") for number in range(10)]
    counts = dict.fromkeys((case_no for case_no, _ in files), 0)
    for seed in range(2_000):
        for case_no, _ in draw(files, 3, seed):
            counts[case_no] += 1

    assert all(520 < count < 680 for count in counts.values()), counts  # 600 ± 4 standard deviations


@pytest.mark.parametrize(
    ("population", "margin", "size"), [(0, 0.1, 0), (1_000, 0.1, 64), (45, 0.1, 28), (10_000, 0.05, 264)]
)
def test_the_size_of_a_sample_follows_from_the_wanted_precision(population, margin, size):
    assert size_for(population, margin) == size


def test_a_precision_that_is_none_is_refused():
    with pytest.raises(SampleError):
        size_for(100, 0)


def test_two_who_agree_give_the_mean_and_need_no_third():
    pair = [a_sheet(1, "one", C1=0), a_sheet(2, "two")]

    assert not needs_third(pair)
    assert result(pair).score == 96.0
    assert result(pair).passes


def test_two_who_differ_wait_for_a_third_and_the_middle_counts():
    pair = [a_sheet(1, "one", C1=0, B2=0), a_sheet(2, "two")]
    third = a_sheet(3, "three", C1=0)

    assert needs_third(pair)
    assert result(pair) is None
    assert result([*pair, third]).score == 92.0
    assert result([*pair, third]).by_third


def test_a_fail_that_only_one_of_two_found_needs_a_third_and_most_decide():
    fail = [FailFinding("F3", "倒签")]
    pair = [a_sheet(1, "one", fails=fail), a_sheet(2, "two")]

    assert needs_third(pair)
    assert not result([*pair, a_sheet(3, "three", fails=fail)]).passes
    assert result([*pair, a_sheet(3, "three")]).passes


@pytest.mark.parametrize(
    ("changes", "others", "related", "handlers", "words"),
    [
        ({"reviewer_unit": TOWN}, [], {TOWN}, set(), "本单位"),
        ({}, [], set(), {"one"}, "参与过"),
        ({"turn": 2}, [a_sheet(1)], set(), set(), "两人分别"),
        ({"reviewer": "two"}, [a_sheet(1)], set(), set(), "已经分派"),
        ({"turn": 3, "reviewer": "three"}, [a_sheet(1), a_sheet(2, "two")], set(), set(), "分差"),
    ],
)
def test_who_may_not_review_is_refused(changes, others, related, handlers, words):
    new = replace(ReviewSheet(9, "S", "R", "A", TOWN, 1, "one", OFFICE, ON), **changes)

    with pytest.raises(ReviewError, match=words):
        check_reviewer(new, others, related, handlers)


def test_a_locked_sheet_changes_no_more_and_nobody_fills_in_anothers():
    with pytest.raises(ReviewError, match="锁定"):
        a_sheet().answered(full(), "one", ON)
    with pytest.raises(ReviewError, match="本人"):
        a_sheet(locked=False).answered(full(), "two", ON)
    with pytest.raises(SheetError):
        ReviewSheet(1, "S", "R", "A", TOWN, 1, "one", OFFICE, ON).locked("one", ON)


def test_changing_what_the_file_says_needs_a_reason():
    new = ReviewSheet(1, "S", "R", "A", TOWN, 1, "one", OFFICE, ON)

    with pytest.raises(ReviewError, match="理由"):
        new.answered([ItemAnswer("D1", 8, None, True, 0)], "one", ON)
    assert new.answered([ItemAnswer("D1", 8, "系统登记迟延", True, 0)], "one", ON).points == {"D1": 8}
    assert new.answered([ItemAnswer("D1", 0, None, True, 0)], "one", ON).points == {"D1": 0}


def test_a_round_needs_files_and_days_in_order():
    good = ReviewRound(
        1, "R", "一季度", ON, date(2026, 1, 1), date(2026, 2, 28), ON, 1, 9, (SampledFile("A", TOWN),)
    )

    assert opened(good) == good
    for bad in (
        replace(good, files=()),
        replace(good, name=" "),
        replace(good, end=ON + timedelta(1)),
        replace(good, files=good.files * 2),
    ):
        with pytest.raises(ReviewError):
            opened(bad)


def claim(*steps):
    register = StepTaken(
        Step.REGISTER, date(2026, 1, 5), received_on=date(2026, 1, 5), unit=OFFICE, people=1,
        channel=Channel.LETTER,
        petition_class=PetitionClass.CLAIM, path=StatutoryChannel.PETITION_HANDLING,
        procedure=Procedure.ORDINARY, contact_known=True,
    )  # fmt: skip
    file = CaseFile("A")
    for step in (register, *steps):
        file = file.with_step(step)
    return file


def contents(file, *documents, as_of=date(2026, 6, 30)):
    owed = obligations(file.until(as_of), shipped_calendars(), office=OFFICE)
    return Contents(file, owed, documents, as_of)


TRANSFER = StepTaken(Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit=TOWN)
ACCEPT = StepTaken(Step.ACCEPT, date(2026, 1, 12), unit=TOWN)
NOTICE = FiledDocument(DocumentKind.ACCEPTANCE_NOTICE, "受理告知书", date(2026, 1, 12), None)
OPINION = StepTaken(Step.ISSUE_OPINION, date(2026, 2, 10), unit=TOWN, outcome=Outcome.EXPLAIN)
LED = StepTaken(Step.LEAD_TO_PATH, date(2026, 4, 20), unit=TOWN, path=StatutoryChannel.ARBITRATION)
TEXT = (
    "一、投诉请求：路灯。二、事实和理由：坏了。三、处理意见：解释。四、法律法规依据：条例。"
    "如不服，可在30日内申请复查。"
)


def test_a_file_in_order_gets_its_points_and_says_why():
    serve = StepTaken(Step.SERVE, date(2026, 2, 12), unit=TOWN)
    receipt = FiledDocument(DocumentKind.SERVICE_RECEIPT, "送达回证", date(2026, 2, 12), None)
    opinion = FiledDocument(DocumentKind.OPINION, "信访处理意见书", date(2026, 2, 10), TEXT)

    found = prefilled(contents(claim(TRANSFER, ACCEPT, OPINION, serve), NOTICE, opinion, receipt))

    assert {item: one.points for item, one in found.items()} == {
        "A1": 5, "A2": 6, "A3": 8, "A4": None, "B4": None, "C1": 8, "C3": 4, "C4": 5, "D1": 8, "D2": None,
        "D3": 4, "E1": None,
    }  # fmt: skip
    assert all(one.why for one in found.values())


@pytest.mark.parametrize(
    ("file", "documents", "item", "points", "words"),
    [
        (claim(TRANSFER, ACCEPT), (), "A3", 4, "卷中没有告知书"),
        (claim(replace(TRANSFER, on=date(2026, 2, 2))), (), "A2", 0, "超期13日"),
        (claim(TRANSFER, replace(ACCEPT, on=date(2026, 2, 4))), (NOTICE,), "A3", 0, "超期"),
        (claim(TRANSFER, ACCEPT), (), "D1", 0, "至今未完成"),
        (claim(TRANSFER, ACCEPT, replace(OPINION, on=date(2026, 4, 20))), (), "D1", 0, "超期"),
        (claim(TRANSFER, ACCEPT, replace(OPINION, outcome=None)), (), "C3", 0, "没有载明"),
        (
            claim(TRANSFER, ACCEPT, OPINION),
            (FiledDocument(DocumentKind.OPINION, "意见书", None, "处理意见：不支持。"),),
            "C1", 2, "缺少：请求、事实和理由、法律法规依据",
        ),
        (
            claim(TRANSFER, ACCEPT, OPINION),
            (FiledDocument(DocumentKind.OPINION, "意见书", None, "处理意见：不支持。"),),
            "C4", 0, "没有告知复查",
        ),
        (claim(TRANSFER, ACCEPT, OPINION), (), "D3", 0, "没有送达记录"),
        (claim(TRANSFER, ACCEPT, LED), (), "D1", 0, "2026-04-20终止，终止时超期"),
        (claim(TRANSFER, ACCEPT, replace(OPINION, outcome=Outcome.SUPPORT)), (), "E1", None, "没有到期日"),
    ],
)  # fmt: skip
def test_each_failing_is_found_with_what_it_rests_on(file, documents, item, points, words):
    found = prefilled(contents(file, *documents))[item]

    assert found.points == points
    assert words in found.why


@pytest.mark.parametrize("kind", [Step.LEAD_TO_PATH, Step.DECLINE])
def test_what_was_led_elsewhere_owes_no_opinion(kind):
    found = prefilled(contents(claim(TRANSFER, StepTaken(kind, date(2026, 1, 12), unit=TOWN))))

    assert {item: found[item].points for item in ("C1", "C3", "C4", "D3")} == dict.fromkeys(
        ("C1", "C3", "C4", "D3")
    )
    assert kind.label in found["C1"].why


def test_neither_notice_nor_opinion_fails_the_file_once_it_is_due():
    silent = claim(TRANSFER)

    assert fails_found(contents(silent)) == ("F4",)
    assert fails_found(contents(silent, as_of=date(2026, 1, 15))) == ()
    assert fails_found(contents(claim(TRANSFER, ACCEPT))) == ()
