"""Letters say what the records say; what no record holds is asked for by name before anything is printed."""

import io
from datetime import date

import openpyxl
import pytest

from tests import appraised, reviewed
from tests.conftest import a_bench_on
from tests.documents.samples import HOSTILE, missing
from tests.documents.test_page import Reader
from tests.documents.test_typeset import shown as pdf_text
from tests.documents.test_word import shown as docx_text
from tests.factories import CLERK, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from tests.lived_in import meeting_acts, orders_and_proposals
from tests.looked_back import ROUND as LOOK_BACK_ROUND
from tests.looked_back import looked_back_to_the_end
from workbench.access.viewer import Viewer
from workbench.acts import evidence
from workbench.acts.proposals import IssueProposal
from workbench.briefings.spans import KINDS as BRIEFINGS
from workbench.documents.canonical import from_json, to_json
from workbench.documents.content import Heading, Labelled, Table, texts
from workbench.documents.forms import forms
from workbench.documents.page import to_html
from workbench.documents.sheet import to_xlsx
from workbench.documents.typeset import to_pdf
from workbench.documents.word import to_docx
from workbench.documents.wording import unnumbered
from workbench.intake.firewall import shipped_firewall
from workbench.letters.make import LETTERS, write
from workbench.letters.meetings import numeral
from workbench.letters.passages import LetterError
from workbench.letters.subjects import subjects
from workbench.queries.case_page import CaseNotFoundError
from workbench.queries.supervision import OrderNotFoundError
from workbench.terms import (
    IssuedKind,
    IssuedSubject,
    Outcome,
    PaperForm,
    PetitionClass,
    ProposalKind,
    Role,
    Step,
)

TODAY = date(2026, 3, 31)
OVERSEER = Viewer("supervisor", "陈督查", Role.SUPERVISOR, OFFICE)
ORDER, PROPOSAL, ACCOUNTABILITY = "督〔2026〕1号", "信建〔2026〕1号", "信建〔2026〕2号"
POLICY = "信建〔2026〕3号"
FOUR = {
    "投诉请求": "修好路灯",
    "事实和理由": "现场查看属实",
    "处理意见": "限期修复",
    "法律法规依据": "《城市道路照明设施管理规定》",
}
SUBJECTS = {
    IssuedKind.MINUTES: "2026-02",
    IssuedKind.AGREED_ITEMS: "2026-02",
    IssuedKind.SUPERVISION_ORDER: ORDER,
    IssuedKind.IMPROVE_WORK: PROPOSAL,
    IssuedKind.ACCOUNTABILITY_PROPOSAL: ACCOUNTABILITY,
    IssuedKind.ACCEPTANCE_NOTICE: "B",
    IssuedKind.EXTENSION_NOTICE: "B",
    IssuedKind.HANDLING_OPINION: "B",
    IssuedKind.LOOK_BACK_REPORT: LOOK_BACK_ROUND,
    IssuedKind.FILE_REVIEW_REPORT: "PC-1",
    IssuedKind.UNIT_SHEET: f"{appraised.NUMBER} {TOWN}",
    IssuedKind.IMPROVE_POLICY: POLICY,
}
CHOSEN = ("处理结论", "抄送", "复查机关")  # passages that are not free text


@pytest.fixture(scope="module")
def lived(request, tmp_path_factory):
    """A workbench with a meeting, orders, proposals, rounds, and one matter (B) accepted and extended."""
    with a_bench_on("sqlite", request, tmp_path_factory.mktemp("letters") / "home") as bench:
        bench.perform(
            make_register(case_no="A"),
            make_take("A", Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit=TOWN),
            make_register(case_no="B", title="反映王小明家门口积水"),
            make_take("B", Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit=TOWN),
            make_take("B", Step.ACCEPT, date(2026, 1, 12), unit=TOWN),
            make_take("B", Step.EXTEND, date(2026, 3, 9), unit=TOWN, days=20, approved_by_head=True,
                      told_on=date(2026, 3, 9)),
            make_register(case_no="S", petition_class=PetitionClass.ACCUSATION, path=None, accused_unit=TOWN),
            make_register(case_no="N"),
            evidence.keep("收据.pdf", b"paid"),
            *orders_and_proposals("A"),
            *meeting_acts(),
            IssueProposal(
                POLICY, ProposalKind.IMPROVE_POLICY, TOWN, OFFICE, ("A",), date(2026, 2, 6),
                date(2026, 3, 9), "明确口径",
            ),
            actor=CLERK,
        )  # fmt: skip
        appraisal = appraised.appraised_to_the_end()[:7]
        for act, actor in (*looked_back_to_the_end("A"), *review("A"), *appraisal):
            bench.perform(act, actor=actor)
        yield bench


def xlsx_text(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)


def review(case_no):
    """Pairs of acts and actors: a file whose two reviewers agree on its score."""
    one, other = reviewed.ONE, reviewed.OTHER
    yield reviewed.opened(case_no), one
    for turn, who in ((1, one), (2, other)):
        yield reviewed.assigned(case_no, turn, who), one
        yield reviewed.answered(case_no, turn, C1=4), who
        yield reviewed.locked(case_no, turn), who


def needed(kind):
    """The passages that a kind cannot do without, filled in."""
    return {
        one.name: FOUR.get(one.name, f"【{one.name}】") for one in LETTERS[kind].passages if one.is_required
    }


def letter(bench, kind, given=None, *, subject=None, viewer=OVERSEER, as_of=TODAY):
    given = {**needed(kind), **(given or {})}
    if kind is IssuedKind.HANDLING_OPINION:
        given = {"处理结论": Outcome.SUPPORT.label, **given}
    subject = subject or SUBJECTS[kind]
    return written(bench, kind, given, subject=subject, viewer=viewer, as_of=as_of).document


def written(bench, kind, given, *, subject, viewer=OVERSEER, as_of=TODAY):
    return write(
        bench, viewer, kind, subject, given,
        refused_term=shipped_firewall().term_in_tag, as_of=as_of, issued_on=TODAY,
    )  # fmt: skip


def said(document):
    return "\n".join(texts(document))


def headings(document):
    return [unnumbered(one.text) for one in document.blocks if isinstance(one, Heading) and one.level == 1]


def labelled(document):
    return {one.label: one.text for one in document.blocks if isinstance(one, Labelled)}


def test_every_kind_of_paper_is_made_here_or_as_a_briefing():
    assert set(SUBJECTS) == set(LETTERS)
    assert set(SUBJECTS) | set(BRIEFINGS) == set(IssuedKind)


@pytest.mark.parametrize("kind", sorted(SUBJECTS))
def test_every_letter_is_whole_comes_back_and_is_printed_whole(lived, kind):
    free = [one.name for one in LETTERS[kind].passages if one.name not in CHOSEN]
    document = letter(lived, kind, dict.fromkeys(free, HOSTILE))

    assert document.kind is kind and document.issued_on == TODAY
    assert document.addressee or forms()[kind].form in (PaperForm.MINUTES, PaperForm.LIST)
    assert document.issuer
    assert said(document).count(HOSTILE) >= len(free)
    assert from_json(to_json(document)) == document
    assert missing(document, Reader(to_html(document)).text) == []
    assert missing(document, pdf_text(to_pdf(document))) == []
    assert missing(document, docx_text(to_docx(document))) == []
    assert missing(document, xlsx_text(to_xlsx(document))) == []


@pytest.mark.parametrize("kind", sorted(SUBJECTS))
def test_labels_and_headings_are_those_that_a_template_may_place(lived, kind):
    document, form = (
        letter(lived, kind, {"下一步要求": "抓好整改"} if "REPORT" in kind.name else None),
        forms()[kind],
    )

    assert set(labelled(document)) <= set(form.labels)
    assert set(headings(document)) <= set(form.passages)


@pytest.mark.parametrize("kind", sorted(SUBJECTS))
def test_a_passage_is_printed_as_it_was_written(lived, kind):
    for passage in LETTERS[kind].passages:
        if passage.name in CHOSEN:
            continue
        document = letter(lived, kind, {passage.name: HOSTILE})
        assert HOSTILE in said(document), passage.name


@pytest.mark.parametrize("kind", sorted(SUBJECTS))
def test_a_passage_that_has_no_place_is_refused_and_the_places_are_named(lived, kind):
    with pytest.raises(LetterError, match=f"{kind.label}没有这些文字的位置：不相干。可填写：.*发文单位"):
        letter(lived, kind, {"不相干": "x"})


def test_minutes_tell_who_came_what_was_discussed_and_who_owes_what(lived):
    document = letter(lived, IssuedKind.MINUTES)
    told = labelled(document)

    assert told["时间"] == "2026年2月10日 09:00"
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

    assert table.rows[0][-2:] == ("已核实落实", "0") or table.rows[0][-1] == "0"
    assert "截至2026年3月31日" in table.note


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


def test_an_acceptance_notice_tells_receipt_way_and_limit(lived):
    document = letter(lived, IssuedKind.ACCEPTANCE_NOTICE, {"信访人": "王小明"})
    told = said(document)

    assert (document.addressee, document.issuer) == ("王小明", "临湘市忠防镇人民政府")

    assert "以来信方式反映的“反映王小明家门口积水”，已于2026年1月5日收到" in told
    assert "自2026年1月12日起予以受理" in told
    assert "60日内办结" in told and "《信访工作条例》第三十四条" in told and "延长不超过30日" in told


def test_an_extension_notice_needs_approval_and_reason(lived):
    told = said(letter(lived, IssuedKind.EXTENSION_NOTICE, {"延期理由": "须重新测绘"}))

    assert "办理期限延长20日，至2026年4月2日" in told and "延期理由：须重新测绘" in told
    with pytest.raises(LetterError, match=r"延期告知书缺少：延期理由（.*第三十四条"):
        letter(lived, IssuedKind.EXTENSION_NOTICE, {"延期理由": " "})
    with pytest.raises(LetterError, match="没有延长办理期限的记录"):
        letter(lived, IssuedKind.EXTENSION_NOTICE, subject="A")


def test_an_extension_without_approval_is_no_extension(bench):
    bench.perform(
        make_register(case_no="B"),
        make_take("B", Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit=TOWN),
        make_take("B", Step.ACCEPT, date(2026, 1, 12), unit=TOWN),
        make_take("B", Step.EXTEND, date(2026, 3, 9), unit=TOWN, days=20, approved_by_head=False),
        actor=CLERK,
    )

    with pytest.raises(LetterError, match="未经本机关、单位负责人批准"):
        letter(bench, IssuedKind.EXTENSION_NOTICE)


@pytest.mark.parametrize("gone", [*FOUR, "信访人"])
def test_an_opinion_without_one_of_its_elements_is_refused_by_name(lived, gone):
    with pytest.raises(
        LetterError, match=f"处理意见书缺少：{gone}（《信访工作条例》第三十二条.*请补充后再制作"
    ):
        letter(lived, IssuedKind.HANDLING_OPINION, {gone: "  "})


def test_all_missing_elements_are_named_at_once(lived):
    blank = dict.fromkeys(FOUR, "")

    with pytest.raises(LetterError, match="缺少：投诉请求、事实和理由、处理意见、法律法规依据"):
        letter(lived, IssuedKind.HANDLING_OPINION, blank)


def test_an_opinion_has_four_elements_an_outcome_and_the_way_to_re_examination(lived):
    document = letter(lived, IssuedKind.HANDLING_OPINION)

    assert headings(document) == [*FOUR, "救济途径"]
    assert labelled(document)["处理结论"] == "予以支持"
    assert "自收到本意见书之日起30日内，向临湘市人民政府请求复查（《信访工作条例》第三十五条" in said(
        document
    )
    assert "向岳阳市城管局请求复查" in said(
        letter(lived, IssuedKind.HANDLING_OPINION, {"复查机关": "岳阳市城管局"})
    )


def test_an_opinion_without_outcome_or_higher_body_is_refused(lived):
    with pytest.raises(LetterError, match="缺少：处理结论"):
        letter(lived, IssuedKind.HANDLING_OPINION, {"处理结论": ""})
    with pytest.raises(LetterError, match="“同意”不在可选范围内"):
        letter(lived, IssuedKind.HANDLING_OPINION, {"处理结论": "同意"})
    with pytest.raises(LetterError, match="复查机关不能是办理单位自己"):
        letter(lived, IssuedKind.HANDLING_OPINION, {"复查机关": "忠防镇"})


@pytest.mark.parametrize(
    "kind", [IssuedKind.ACCEPTANCE_NOTICE, IssuedKind.EXTENSION_NOTICE, IssuedKind.HANDLING_OPINION]
)
def test_no_notice_is_written_on_an_accusation_or_without_a_unit(lived, kind):
    with pytest.raises(LetterError, match="检举控告类事项按第三十条"):
        letter(lived, kind, subject="S")
    with pytest.raises(CaseNotFoundError):
        letter(lived, kind, subject="S", viewer=Viewer("x", "x", Role.SUPERVISOR, TOWN))
    with pytest.raises(LetterError, match="还没有承办单位"):
        letter(lived, kind, subject="N")


def test_reports_on_rounds_add_up_and_rank_nobody(lived):
    look_back, review = (
        letter(lived, kind) for kind in (IssuedKind.LOOK_BACK_REPORT, IssuedKind.FILE_REVIEW_REPORT)
    )

    assert "列入1件，截至2026年3月31日检查1件，其中1件有未做到的内容" in said(look_back)
    assert "已核实整改到位1件，尚待整改0件，其中逾期0件" in said(look_back)
    assert "随机抽取1件" in said(review) and "意见书四要素齐全" in said(review) and "不作排名" in said(review)
    assert headings(look_back) == ["总体情况", "发现的问题", "整改情况"]


def test_a_letter_says_from_what_it_was_made(lived):
    origin = letter(lived, IssuedKind.MINUTES).provenance

    assert (origin.as_of, origin.ledger_size) == (TODAY, lived.ledger_size())
    assert len(origin.code.split("-")) == 4
    assert origin.calendar and origin.software


def test_briefings_are_not_written_here(lived):
    with pytest.raises(LetterError, match="workbench briefing"):
        written(lived, IssuedKind.MONTHLY_BRIEFING, {}, subject="2026-01")


@pytest.mark.parametrize(
    ("number", "word"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (25, "二十五")]
)
def test_headings_count_in_chinese(number, word):
    assert numeral(number) == word


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


def test_what_may_not_be_said_is_refused_before_anything_is_printed(lived):
    with pytest.raises(LetterError, match=r"“补充说明”含“稳控”.*请改写"):
        letter(lived, IssuedKind.SUPERVISION_ORDER, {"补充说明": "做好稳控"})


@pytest.mark.parametrize("kind", sorted(SUBJECTS))
def test_what_is_offered_to_choose_can_be_written(lived, kind):
    offered = lived.ask(subjects, OVERSEER, kind, as_of=TODAY)

    if LETTERS[kind].subject_kind is IssuedSubject.MATTER:
        assert offered == ()
        return
    assert SUBJECTS[kind] in dict(offered)
    for number, words in offered:
        assert number.partition(" ")[0] in words
        assert letter(lived, kind, subject=number).kind is kind


def test_an_official_of_a_unit_is_offered_what_he_may_see(lived):
    other = Viewer("x", "x", Role.HANDLER, OTHER_TOWN)

    assert lived.ask(subjects, other, IssuedKind.SUPERVISION_ORDER, as_of=TODAY) == ()
    assert lived.ask(subjects, other, IssuedKind.UNIT_SHEET, as_of=TODAY) == (
        (f"{appraised.NUMBER} {OTHER_TOWN}", f"2026年1月，聂市镇（{appraised.NUMBER}）"),
    )


def test_no_paper_says_by_what_name_the_workbench_knows_a_rule(lived):
    from dataclasses import replace

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
