"""Papers on the office's own work: minutes, orders, proposals, reports on rounds, sheets of units."""

from dataclasses import replace
from datetime import date

import pytest

from tests import appraised
from tests.factories import CLERK, OFFICE, TOWN, make_register
from tests.letters.writing import ORDER, OVERSEER, PROPOSAL, TODAY, headings, labelled, letter, said
from tests.lived_in import meeting_acts
from tests.year_assessed import RECORD, two_months
from workbench.access.viewer import Viewer
from workbench.acts import evidence
from workbench.acts.supervision import IssueOrder, WithdrawOrder
from workbench.documents.content import Table
from workbench.letters.passages import LetterError
from workbench.queries.supervision import OrderNotFoundError
from workbench.terms import IssuedKind, Role, SupervisionReason


def test_minutes_tell_who_came_what_was_discussed_and_who_owes_what(lived):
    document = letter(lived, IssuedKind.MINUTES)
    told = labelled(document)

    assert (told["会议"], told["时间"]) == ("工作会议（2026-02）", "2026年2月10日 09:00")
    assert (told["地点"], told["召集人"]) == ("三楼", "赵某（副书记）")
    assert told["出席"] == "钱某（忠防镇镇长）"
    (table,) = (one for one in document.blocks if isinstance(one, Table))
    assert table.rows == (
        ("2026-02-01", "修路灯", "忠防镇", "中共临湘市纪委监委", "钱某（镇长）", "2026年3月9日"),
    )  # fmt: skip
    assert (
        "会议议定：修路灯。由忠防镇牵头，中共临湘市纪委监委配合，责任领导钱某（镇长），2026年3月9日前完成。"
        in said(document)
    )
    assert "用水" not in said(document)  # taken off the agenda
    assert document.title == "信访工作联席会议工作会议纪要"


def test_minutes_of_a_meeting_that_goes_on_are_refused(bench):
    bench.perform(*list(meeting_acts())[:2], actor=CLERK)

    with pytest.raises(LetterError, match="尚未结束"):
        letter(bench, IssuedKind.MINUTES)
    with pytest.raises(LetterError, match="没有议定事项"):
        letter(bench, IssuedKind.AGREED_ITEMS)


def test_the_list_of_agreed_items_says_what_became_of_them(lived):
    (table,) = (one for one in letter(lived, IssuedKind.AGREED_ITEMS).blocks if isinstance(one, Table))

    told = dict(zip((one.label for one in table.columns), table.rows[0], strict=True))
    assert (told["落实情况"], told["逾期（日）"]) == ("已落实", "0")
    assert told["反馈日期"] == "2026年3月3日" and told["督办单号"] == "——"
    assert "截至2026年3月31日" in table.note


def test_an_item_on_which_an_order_was_issued_names_the_order(bench):
    words, late = ("超期", "第四十条", "办结"), SupervisionReason.LATE
    days = (date(2026, 3, 10), date(2026, 3, 24))
    order = IssueOrder("督〔2026〕9号", TOWN, OFFICE, late, *days, *words, item_no="2026-02-01")
    bench.perform(make_register(case_no="A"), evidence.keep("收据.pdf", b"paid"), actor=CLERK)
    bench.perform(*list(meeting_acts())[:-2], order, actor=CLERK)
    (table,) = (one for one in letter(bench, IssuedKind.AGREED_ITEMS).blocks if isinstance(one, Table))
    assert table.rows[0][-1] == "督〔2026〕9号"
    bench.perform(WithdrawOrder("督〔2026〕9号", TODAY, "误发"), actor=CLERK)
    (table,) = (one for one in letter(bench, IssuedKind.AGREED_ITEMS).blocks if isinstance(one, Table))
    assert table.rows[0][-1] == "——"


def test_an_order_carries_its_number_facts_and_due_day(lived):
    document = letter(lived, IssuedKind.SUPERVISION_ORDER)

    assert document.number == ORDER and document.addressee == "忠防镇"
    assert headings(document) == ["基本事实", "督办依据", "督办要求"]
    assert labelled(document)["反馈期限"] == "2026年2月27日"
    assert "超期3日" in said(document) and "第三十九条第三款" in said(document)


def test_a_withdrawn_order_and_a_proposal_of_another_kind_are_refused(lived):
    with pytest.raises(LetterError, match="已撤回"):
        letter(lived, IssuedKind.SUPERVISION_ORDER, subject="督〔2026〕2号")
    with pytest.raises(LetterError, match="改进工作建议书，不是完善政策建议书"):
        letter(lived, IssuedKind.IMPROVE_POLICY, subject=PROPOSAL)


def test_a_proposal_to_hold_accountable_states_facts_and_clauses_and_no_sanction(lived):
    document = letter(lived, IssuedKind.ACCOUNTABILITY_PROPOSAL)

    assert headings(document) == ["所依据的信访事项", "事实", "可能适用的条款", "建议依据"]
    assert labelled(document)["责任单位"] == "忠防镇"
    assert "《信访工作条例》第四十五条" in said(document)
    with pytest.raises(LetterError, match="不写处分方式（“记过”）"):
        letter(lived, IssuedKind.ACCOUNTABILITY_PROPOSAL, {"补充说明": "建议记过"})
    with pytest.raises(OrderNotFoundError):
        letter(lived, IssuedKind.ACCOUNTABILITY_PROPOSAL, viewer=Viewer("x", "x", Role.HANDLER, TOWN))


def test_reports_on_rounds_add_up_and_rank_nobody(lived):
    look_back, review = (
        letter(lived, kind) for kind in (IssuedKind.LOOK_BACK_REPORT, IssuedKind.FILE_REVIEW_REPORT)
    )

    assert "列入1件，截至2026年3月31日检查1件，其中1件有未做到的内容" in said(look_back)
    assert "已核实整改到位1件，尚待整改0件，其中逾期0件" in said(look_back)
    assert "随机抽取1件" in said(review) and "意见书四要素齐全" in said(review) and "不作排名" in said(review)
    assert headings(look_back) == ["总体情况", "发现的问题", "整改情况"]


def test_the_sheet_of_a_unit_tells_what_was_counted_what_was_corrected_and_no_place(lived):
    document = letter(lived, IssuedKind.UNIT_SHEET)
    sheet, objections = (one for one in document.blocks if isinstance(one, Table))

    assert labelled(document)["单位"] == "忠防镇"
    assert labelled(document)["考核表编号"] == f"{appraised.NUMBER}（第1版，已定稿）"
    notice = next(row for row in sheet.rows if row[3:5] == ("4", "4"))
    assert notice[5] == f"{notice[2]}.0"
    assert [row[5] for row in sheet.rows].count("不适用") == len(sheet.rows) - 1
    assert objections.rows[0][1:] == ("告知书已送达，登记时漏录", "经核对回证属实", "采纳", "3/4")
    assert document.provenance.snapshot == "a" * 64
    assert "不排名次" in said(document) and "名次为" not in said(document)


@pytest.mark.parametrize(
    ("subject", "why"),
    [
        (appraised.NUMBER, "应写成考核表编号、空格、单位代码"),
        (f"{appraised.NUMBER} {OFFICE}", "没有该单位"),
        (f"KH-2030-01-1 {TOWN}", "没有您可以查看的月考核"),
    ],
)
def test_a_sheet_that_is_not_there_is_refused(lived, subject, why):
    with pytest.raises(ValueError, match=why):
        letter(lived, IssuedKind.UNIT_SHEET, subject=subject)


def test_a_sheet_that_is_drafted_or_replaced_is_refused(bench):
    first, *others = appraised.appraised_to_the_end()
    bench.perform(first[0], actor=first[1])
    with pytest.raises(LetterError, match="还在编制"):
        letter(bench, IssuedKind.UNIT_SHEET)
    for act, actor in others:
        bench.perform(act, actor=actor)
    with pytest.raises(LetterError, match="已由“KH-2026-01-2”取代"):
        letter(bench, IssuedKind.UNIT_SHEET)


def test_no_paper_says_by_what_name_the_workbench_knows_a_rule(lived):
    from workbench.letters.orders import supervision_order
    from workbench.queries.supervision import order_page

    with lived.reading() as session:
        link = session.connection()
        page = order_page(link, OVERSEER, ORDER, as_of=TODAY, calendars=lived.calendars(link))
    order = replace(page.line.order, facts="规则：R-HANDLE60 信访事项办结；超期3日")
    made = supervision_order(
        replace(page, line=replace(page.line, order=order)), {}, issued_on=TODAY, origin=None
    )

    assert "规则：信访事项办结；超期3日" in said(made)


def test_the_sheet_of_a_year_sums_the_final_sheets_and_ranks_nobody(lived):
    document = letter(lived, IssuedKind.YEAR_SHEET)
    (table,) = (one for one in document.blocks if isinstance(one, Table))

    told = labelled(document)
    assert told["考核年份"] == "2025年（第1版）" and told["考核结果文号"] == "临信联〔2026〕1号"
    assert told["所依据的月考核"] == "2个月：1月、2月" and told["通报"] == "尚未通报"
    assert [row[0] for row in table.rows] == ["忠防镇", "聂市镇"] and "5 / 6" in table.rows[0]
    assert "第三十九条第一款" in said(document) and "不排名次" in said(document)
    assert "其余月份没有开展月考核" in said(document) and "总分" not in said(document)


def test_a_year_that_is_not_there_or_replaced_is_refused(bench):
    for act, actor in two_months():
        bench.perform(act, actor=actor)
    with pytest.raises(LetterError, match="没有您可以查看的年度考核"):
        letter(bench, IssuedKind.YEAR_SHEET)
    again = replace(RECORD, assessment_no="NK-2025-2", edition=2, why="更正")
    bench.perform(RECORD, again, actor=CLERK)
    with pytest.raises(LetterError, match="已由“NK-2025-2”取代"):
        letter(bench, IssuedKind.YEAR_SHEET)


def test_the_record_of_a_hearing_says_who_heard_what_and_how_often_it_should(lived):
    document = letter(lived, IssuedKind.STUDY_RECORD)

    told = labelled(document)
    assert (told["会议"], told["会议日期"]) == ("市委常委会会议", "2026年3月10日")
    assert told["纪要或者记录文号"] == "纪要〔2026〕3号"
    assert told["依据"] == "《信访工作条例》第九条第二款"
    assert told["听取间隔"] == "3个月（本地设定，条例没有规定次数），依据：市委办〔2026〕2号"
    assert headings(document) == ["听取、研究的内容", "议定内容"] and "按月调度" in said(document)

    other = letter(lived, IssuedKind.STUDY_RECORD, subject="市政府常务会议 2026-03-11")
    assert labelled(other)["依据"] == "本地工作制度，条例未规定"
    assert "没有设定间隔" in labelled(other)["听取间隔"] and "没有议定" in said(other)


@pytest.mark.parametrize(
    ("subject", "why"),
    [
        ("2026-03-10", "应写成会议、空格、日期"),
        ("市委常委会 三月", "应写成会议、空格、日期"),
        ("市委常委会 2026-03-09", "没有登记这一天的会议"),
    ],
)
def test_a_hearing_that_is_not_on_record_is_refused(lived, subject, why):
    with pytest.raises(ValueError, match=why):
        letter(lived, IssuedKind.STUDY_RECORD, subject=subject)
