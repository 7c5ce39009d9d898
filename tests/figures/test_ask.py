"""What an analyst asks in JupyterLab: one line, a table and a chart, and the cases behind every number."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pytest

from tests.factories import CLERK, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from workbench import figures
from workbench.access.masking import ACCUSATION_NOTICE, HELD_TITLE
from workbench.access.viewer import Viewer
from workbench.acts.base import Actor
from workbench.acts.erasing import RequestErasure, RestrictValues, places_of, values_to_erase
from workbench.acts.hidden import PLACE
from workbench.acts.holding import HoldMatter
from workbench.figures.questions import QuestionError
from workbench.indicators.catalogue import catalogue
from workbench.queries.case_filter import CaseFilter, FilterError
from workbench.queries.named import NotThereError
from workbench.shelf import FutureDayError
from workbench.snapshots.frozen import FrozenSnapshotError
from workbench.terms import (
    Channel,
    ErasureBasis,
    ErasureState,
    Outcome,
    PetitionClass,
    RetentionGround,
    Role,
    Satisfaction,
    Step,
)

if TYPE_CHECKING:
    from workbench.app import Workbench

TODAY = date(2026, 3, 31)


@pytest.fixture
def county(bench: Workbench) -> Workbench:
    """Four matters of two towns; one was told in time."""
    for number, (day, unit, channel) in enumerate(
        (
            (5, TOWN, Channel.VISIT),
            (6, TOWN, Channel.ONLINE),
            (7, OTHER_TOWN, Channel.ONLINE),
            (8, TOWN, Channel.CALL),
        )
    ):
        on, case_no = date(2026, 1, day), f"XF-{number}"
        bench.perform(
            make_register(case_no=case_no, on=on, channel=channel),
            make_take(case_no, Step.TRANSFER, on, unit="430682XF", to_unit=unit),
            actor=CLERK,
        )
    bench.perform(make_take("XF-0", Step.ACCEPT, date(2026, 1, 9), unit=TOWN), actor=CLERK)
    return bench


def test_a_figure_by_unit_is_a_frame_with_its_parts(county: Workbench) -> None:
    frame = figures.ask("accepted_on_time", by=["unit"], period="2026", bench=county).frame()

    assert list(frame["责任单位"]) == ["忠防镇", "聂市镇"]
    assert list(frame["按期"]) == [1, 0]
    assert list(frame["共"]) == [3, 1]
    assert frame["样本过小"].all()


def test_passed_and_failed_are_lists_of_cases_of_all_or_of_one_unit(county: Workbench) -> None:
    answer = figures.ask("accepted_on_time", by=["unit"], period="2026", bench=county)

    assert list(answer.passed()["信访件编号"]) == ["XF-0"]
    assert len(answer.failed()) == 3
    assert list(answer.failed(unit=OTHER_TOWN)["信访件编号"]) == ["XF-2"]
    assert len(answer.cases()) == 4


def test_two_dimensions_cross_and_a_cell_opens_its_cases(county: Workbench) -> None:
    answer = figures.ask("received", by=["unit", "channel"], period="2026-01", bench=county)

    assert len(answer.frame()) == 4
    assert list(answer.cases(unit=TOWN, channel="online")["信访件编号"]) == ["XF-1"]


def test_an_answer_shows_definition_chart_table_and_what_fixes_it(county: Workbench) -> None:
    page = figures.ask("accepted_on_time", by="unit", period="2026", bench=county)._repr_html_()

    for part in ("第二十三条", "<svg", "<table", "台账第", "样本过小", "定义 "):
        assert part in page


def test_bars_of_person_times_are_as_long_as_their_numbers(bench: Workbench) -> None:
    group = make_register(case_no="A", channel=Channel.VISIT, people=30)
    alone = [make_register(case_no=f"C{number}", channel=Channel.ONLINE, people=1) for number in range(3)]
    bench.perform(group, *alone, actor=CLERK)

    page = figures.ask("person_times", by="channel", period="2026", bench=bench)._repr_html_()

    lengths = [float(one) for one in re.findall(r"<rect [^>]*width='([\d.]+)'[^>]*fill='#2f69ad'", page)]
    numbers = [int(one) for one in re.findall(r"fill='#1d2733'>(\d+)<", page)]
    assert sorted(zip(numbers, lengths, strict=True)) == [(3, 42.0), (30, 420.0)]


@pytest.fixture
def answered(county: Workbench) -> Workbench:
    """The first two matters are answered: one petitioner was satisfied, one said nothing."""
    for case_no in ("XF-0", "XF-1"):
        county.perform(
            make_take(case_no, Step.ISSUE_OPINION, date(2026, 3, 2), unit=TOWN, outcome=Outcome.EXPLAIN),
            make_take(case_no, Step.SERVE, date(2026, 3, 2), unit=TOWN),
            actor=CLERK,
        )
    satisfied = make_take("XF-0", Step.RATE, date(2026, 3, 9), satisfaction=Satisfaction.SATISFIED)
    county.perform(satisfied, actor=CLERK)
    return county


def test_each_group_has_the_two_ends_that_its_silence_leaves_open(answered: Workbench) -> None:
    by_channel = figures.ask("satisfied", by="channel", period="2026", bench=answered)
    by_unit = figures.ask("satisfied", by="unit", period="2026", bench=answered)

    frame = by_channel.frame()
    assert list(frame["信访渠道"]) == ["网上", "来访"]
    assert list(frame["未评价"]) == [1, 0]
    assert list(frame["全部不满意时"]) == [0.0, 1.0]
    assert list(frame["全部满意或基本满意时"]) == [1.0, 1.0]
    assert list(by_unit.frame()[["未评价", "全部不满意时", "全部满意或基本满意时"]].iloc[0]) == [1, 0.5, 1.0]
    assert any("两端" in one for one in by_unit.remarks)
    assert "50.0%" in by_unit._repr_html_()


def test_silence_belongs_to_nobody_who_asked_for_ratings(answered: Workbench) -> None:
    assert "未评价" not in figures.ask("satisfied", by="asked_by", period="2026", bench=answered).frame()


def test_a_figure_of_a_frozen_snapshot_is_that_of_its_day_with_its_cases(answered: Workbench) -> None:
    frozen = answered.shelf.create(TODAY)
    asked = {"by": ["unit"], "period": "2026", "bench": answered}
    for name in ("accepted_on_time", "satisfied", "answer_days", "orders_answered"):
        live, still = figures.ask(name, **asked), figures.ask(name, snapshot=frozen.hash[:10], **asked)
        assert still.frame().equals(live.frame()), name
        assert still.cases().equals(live.cases()), name
        assert still.remarks == live.remarks
    late = figures.ask("accepted_on_time", snapshot=frozen.hash, **asked)
    assert list(late.failed(unit=OTHER_TOWN)["信访件编号"]) == ["XF-2"]
    assert late.workbook("failed", unit=OTHER_TOWN)

    answered.perform(make_register(case_no="XF-9", on=date(2026, 3, 3)), actor=CLERK)

    still = figures.ask("received", period="2026", snapshot=frozen.hash, bench=answered)
    assert still.cells[0].figure.count == 4
    assert still.hash == frozen.hash
    assert frozen.hash[:12] in still.basis


def test_a_frozen_list_tells_no_title_that_may_be_told_no_more(county: Workbench) -> None:
    """A matter was held, became an accusation, had its title restricted, since the snapshot was frozen."""
    frozen = county.shelf.create(TODAY)
    asked = {"period": "2026", "snapshot": frozen.hash, "bench": county}
    before = figures.ask("received", **asked)
    titles = dict(before.cases()[["信访件编号", "事项名称"]].itertuples(index=False))
    first, second, third = sorted(titles)[:3]

    county.perform(HoldMatter(first, why="可能是检举"), actor=CLERK)
    told = {"petition_class": PetitionClass.ACCUSATION, "unit": OFFICE}
    county.perform(make_take(second, Step.CLASSIFY, TODAY, **told), actor=CLERK)
    restrict(county, third)

    after = figures.ask("received", **asked)
    now = dict(after.cases()[["信访件编号", "事项名称"]].itertuples(index=False))
    assert (now[first], now[second]) == (HELD_TITLE, ACCUSATION_NOTICE)
    assert now[third] == PLACE[ErasureState.RESTRICTED]
    assert {no: now[no] for no in sorted(titles)[3:]} == {no: titles[no] for no in sorted(titles)[3:]}
    assert after.frame().equals(before.frame())
    assert county.shelf.verify(frozen) == []


def restrict(bench: Workbench, case_no: str) -> None:
    with bench.reading() as session:
        link = session.connection()
        seq = next(seq for seq, _, field in places_of(link, case_no) if field == "title")
        values = values_to_erase(link, [(seq, "title")])
    basis, on = ErasureBasis.CONSENT_WITHDRAWN, bench.today()
    bench.perform(RequestErasure("S-1", values, basis, on, "撤回"), actor=CLERK)
    held_back = RestrictValues("S-1", RetentionGround.TECHNICAL, on)
    bench.perform(held_back, actor=Actor("auditor", Role.AUDITOR, OFFICE))


def test_what_fixes_a_live_figure_names_the_root_code_of_the_ledger(county: Workbench) -> None:
    answer = figures.ask("received", period="2026", bench=county)

    assert answer.hash is None
    assert f"台账根码 {county.ledger_code(county.ledger_size())}" in answer.basis


def test_a_frozen_snapshot_is_asked_with_the_definitions_that_it_keeps(
    county: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen = county.shelf.create(TODAY)
    other = replace(catalogue()["received"], of="petition_channel = 'visit'")
    monkeypatch.setitem(catalogue(), "received", other)

    still = figures.ask("received", period="2026", snapshot=frozen.hash, bench=county)

    assert still.cells[0].figure.count == len(still.cases()) == 4
    assert any(other.version in one for one in still.remarks)


def test_a_frozen_snapshot_that_cannot_be_asked_is_refused(
    county: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen = county.shelf.create(TODAY)

    with pytest.raises(FrozenSnapshotError, match="没有编号"):
        figures.ask("received", snapshot="0123456789", bench=county)
    with pytest.raises(QuestionError, match="与 as_of 不同"):
        figures.ask("received", snapshot=frozen.hash, as_of=date(2026, 1, 1), bench=county)
    with pytest.raises(FilterError, match="没有正文"):
        figures.ask("received", snapshot=frozen.hash, wanted=CaseFilter(text="路灯"), bench=county)
    leader = Viewer(account="leader", name="某人", role=Role.LEADER)
    monkeypatch.setattr("workbench.figures.asking.site_viewer", lambda: leader)
    with pytest.raises(QuestionError, match="不按账号遮盖"):
        figures.ask("received", snapshot=frozen.hash, bench=county)


DRAWN = (
    (
        "satisfied",
        (),
        ("100.0%（1/1），样本过小，95% 区间 21%–100%", "50.0%–100.0%，未评价 1 件", "<path"),
    ),
    ("received", (), ("4 批次，95% 区间 1–10", "<path")),
    ("person_times", (), ("4 人次",)),
    ("received", ("unit", "channel"), (">忠防镇<", ">聂市镇<", ">来访<", "font-weight='600'")),
    ("answer_days", (), ("50% 56 日 · 75% 尚不可知", "还在等 2 件")),
    ("answer_days", "unit", ("尚不可知", ">忠防镇<", "还在等 1 件，样本过小")),
)


def test_waiting_times_of_few_matters_are_marked(answered: Workbench) -> None:
    assert figures.ask("answer_days", by="unit", period="2026", bench=answered).frame()["样本过小"].all()


def test_an_answer_of_any_shape_is_drawn(answered: Workbench) -> None:
    for name, by, parts in DRAWN:
        page = figures.ask(name, by=by, period="2026", bench=answered)._repr_html_()

        picture = page[page.index("<svg") : page.index("</svg>")]
        assert [part for part in parts if part not in picture] == [], (name, by)


def test_every_figure_of_the_catalogue_can_be_asked_and_shown(county: Workbench) -> None:
    for name, one in catalogue().items():
        assert one.name in figures.ask(name, bench=county)._repr_html_()
        assert one.name in figures.ask(name, by=one.dimensions[0], bench=county)._repr_html_()


def test_a_filter_that_is_not_followed_is_said_on_the_figure(county: Workbench) -> None:
    wanted = CaseFilter(channels=("online",), registered_from=date(2026, 1, 7))

    answer = figures.ask("accepted_on_time", period="2026", wanted=wanted, bench=county)

    assert answer.frame()["共"][0] == 2
    assert "不按登记日期" in answer._repr_html_()


def test_a_filter_that_is_followed_stands_on_the_figure_its_basis_and_its_workbook(county: Workbench) -> None:
    wanted = CaseFilter(channels=("online",), units=(TOWN,))

    answer = figures.ask("accepted_on_time", period="2026", wanted=wanted, bench=county)

    narrowed = "责任单位：忠防镇；信访渠道：网上"
    assert answer.filter_words == narrowed
    assert narrowed in answer.basis
    assert f"筛选条件：{narrowed}" in answer._repr_html_()
    assert any(narrowed in text for text in texts(answer.workbook("failed")))


def test_a_period_of_registration_in_the_filter_is_said_not_to_hold(county: Workbench) -> None:
    wanted = CaseFilter(registered_from=date(2026, 1, 7))

    answer = figures.ask("received", period="2026-01", wanted=wanted, bench=county)

    assert answer.cells[0].figure.count == 4
    assert "登记日期的筛选未用于本指标" in answer._repr_html_()


def test_a_workbook_says_which_part_of_the_figure_it_lists(county: Workbench) -> None:
    answer = figures.ask("accepted_on_time", period="2026", bench=county)

    assert any("按期告知率，未按期（" in text for text in texts(answer.workbook("failed")))
    assert any("按期告知率，按期（" in text for text in texts(answer.workbook("passed")))


def texts(content: bytes) -> list[str]:
    """Return the texts of the first sheet of a workbook."""
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]


def test_the_cases_of_a_figure_are_a_workbook_with_its_definition(county: Workbench) -> None:
    told = texts(figures.ask("accepted_on_time", period="2026", bench=county).workbook("failed", unit=TOWN))

    assert {"XF-1", "XF-3"} <= set(told)
    assert any("第二十三条" in text and "忠防镇" in text for text in told)


def test_the_catalogue_is_a_table(county: Workbench) -> None:
    table = figures.names()

    assert set(table["编号"]) == set(catalogue())
    page = table._repr_html_()
    assert all(one.words in page and f"{one.dimensions[-1]}（" in page for one in catalogue().values())


def test_the_interval_of_person_times_stands_beside_its_batches(bench: Workbench) -> None:
    bench.perform(make_register(case_no="A", channel=Channel.VISIT, people=30), actor=CLERK)

    frame = figures.ask("person_times", period="2026", bench=bench).frame()

    told = frame.iloc[0]
    assert (told["登记人次"], told["批次"]) == (30, 1)
    assert told["批次区间下限"] < told["批次"] < told["批次区间上限"]


def test_the_cases_of_a_figure_are_days_numbers_and_words(county: Workbench) -> None:
    frame = figures.ask("received", period="2026", bench=county).cases()

    told = frame[frame["信访件编号"] == "XF-0"].iloc[0]
    assert (told["登记日期"], told["人次"], told["信访渠道"]) == (date(2026, 1, 5), 1, "来访")


def test_a_question_without_an_answer_is_refused(county: Workbench) -> None:
    for person in ("petitioner", "phone", "信访人"):
        with pytest.raises(NotThereError, match=r"章程.*可按：责任单位（unit）"):
            figures.ask("received", by=[person], bench=county)
    with pytest.raises(NotThereError, match=r"“登记件数”不能按“colour”分组。可按：责任单位"):
        figures.ask("received", by="colour", bench=county)
    with pytest.raises(QuestionError, match="最多"):
        figures.ask("received", by=["unit", "channel", "month"], bench=county)
    with pytest.raises(QuestionError, match="by“5”"):
        figures.ask("received", by=5, bench=county)  # type: ignore[arg-type]
    with pytest.raises(NotThereError, match=r"没有指标“no_such”.*figures.names\(\)"):
        figures.ask("no_such", bench=county)
    with pytest.raises(QuestionError, match="是数量"):
        figures.ask("received", bench=county).passed()
    with pytest.raises(NotThereError, match=r"不能按.*章程"):
        figures.ask("received", bench=county).cases(phone="1")


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (CaseFilter(channels=("visits",)), "没有信访渠道“visits”.*来访（visit）"),
        (CaseFilter(units=("999",)), f"没有单位“999”.*忠防镇（{TOWN}）"),
        (CaseFilter(states=("open",)), "没有办理状态“open”"),
        (CaseFilter(topics=("没有这一类",)), "没有内容分类"),
        (CaseFilter(batch="B-9"), "没有导入批次“B-9”"),
        ({"channels": ["visit"]}, "CaseFilter"),
    ],
)
def test_a_filter_that_nothing_can_pass_is_refused_with_what_there_is(
    county: Workbench, wanted: CaseFilter, words: str
) -> None:
    """And never answered with a confident zero."""
    with pytest.raises(ValueError, match=words):
        figures.ask("received", wanted=wanted, bench=county)


def test_a_period_that_begins_before_its_definition_is_remarked_on(county: Workbench) -> None:
    early = figures.ask("received", period="2022", bench=county)
    later = figures.ask("received", period="2022-05", bench=county)

    assert any("自该日起" in one and "2022-05-01" in one for one in early.remarks)
    assert later.remarks == ()


def test_months_that_are_not_whole_are_marked(county: Workbench) -> None:
    answer = figures.ask("received", by="month", as_of=date(2026, 1, 7), bench=county)
    whole = figures.ask("received", by="month", period="2026-01", bench=county)

    assert list(answer.frame()["不足整月"]) == [True]
    assert any("2026-01 到 7 日止，不足整月" in one for one in answer.remarks)
    page = answer._repr_html_()
    assert "3，不足整月" in page[page.index("<svg") : page.index("</svg>")]
    assert "不足整月" not in whole.frame() and whole.remarks == ()
    waits = figures.ask("notice_days", by="month", as_of=date(2026, 1, 7), bench=county)
    assert "不足整月" in waits._repr_html_()


def test_a_figure_tells_how_it_differs_from_the_year_before(county: Workbench) -> None:
    then = [make_register(case_no=f"A-{number}", on=date(2025, 1, 9)) for number in range(80)]
    county.perform(*then, actor=CLERK)

    answer = figures.ask("received", period="2026-01", bench=county)

    assert answer.year_on_year is not None
    assert answer.year_on_year.words == "−95.0%"
    assert "同比 −95.0%（2025年1月1日至2025年1月31日 80 批次）" in answer._repr_html_()
    assert figures.ask("received", period="2026-01", by="unit", bench=county).year_on_year is not None
    few = figures.ask("visits", period="2026", bench=county)
    assert few.year_on_year is not None and few.year_on_year.words == "案件太少，不作比较"
    assert figures.ask("answer_days", period="2026", bench=county).year_on_year is None
    assert "须按当时的截至日比较" in figures.ask("handled", period="2026", bench=county)._repr_html_()


def test_figures_dimensions_filters_and_groups_are_called_in_chinese_too(county: Workbench) -> None:
    wanted = CaseFilter(channels="网上", units=("临湘市",))  # type: ignore[arg-type]

    answer = figures.ask("登记件数", by="责任单位", period=2026, wanted=wanted, bench=county)

    assert [(cell.groups, cell.figure.count) for cell in answer.cells] == [((TOWN,), 1), ((OTHER_TOWN,), 1)]
    assert answer.wanted.channels == ("online",)
    assert list(answer.cases(责任单位="忠防镇")["信访件编号"]) == ["XF-1"]


def test_a_group_that_does_not_exist_is_no_empty_list(county: Workbench) -> None:
    answer = figures.ask("received", by="unit", period="2026", bench=county)

    with pytest.raises(NotThereError, match=r"没有单位“nope”.*忠防镇"):
        answer.cases(unit="nope")
    with pytest.raises(NotThereError, match="2026-03"):
        answer.cases(month="三月")
    with pytest.raises(NotThereError, match="没有信访渠道“visits”"):
        answer.workbook(channel="visits")
    assert answer.cases(month="2026-02").empty and answer.cases(topic_group=None).shape[0] == 4


def test_what_is_not_over_is_counted_until_the_day_and_says_so(county: Workbench) -> None:
    """What is due later and done already would else make a perfect rate."""
    asked = {"as_of": date(2026, 1, 19), "bench": county}
    whole = figures.ask("accepted_on_time", period="2026", bench=county)

    answer = figures.ask("accepted_on_time", period="2026", **asked)

    assert whole.period.end == TODAY
    assert (answer.period.end, answer.cells[0].figure.denominator) == (date(2026, 1, 19), 0)
    assert any("只统计到截至日 2026-01-19" in one for one in answer.remarks)
    assert "只统计到截至日 2026-01-19" in answer._repr_html_()


def test_a_day_or_a_period_that_is_still_to_come_is_refused(county: Workbench) -> None:
    for period in ("2027", "2026-04"):
        with pytest.raises(QuestionError, match="晚于截至日 2026-03-31"):
            figures.ask("received", period=period, bench=county)
    with pytest.raises(FutureDayError, match="还没有到"):
        figures.ask("received", as_of=date(2026, 4, 1), bench=county)
