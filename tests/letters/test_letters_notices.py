"""Notices and opinions for petitioners: what the law wants in them, and what is refused without it."""

import re
from datetime import date

import pytest

from tests.factories import CLERK, OFFICE, TOWN, make_register, make_take
from tests.letters.writing import FOUR, headings, labelled, letter, said
from workbench.access.viewer import Viewer
from workbench.letters.passages import LetterError
from workbench.queries.case_page import CaseNotFoundError
from workbench.terms import IssuedKind, Role, Step


def test_an_acceptance_notice_tells_receipt_way_and_limit(lived):
    document = letter(lived, IssuedKind.ACCEPTANCE_NOTICE, {"信访人": "王小明"})
    told = said(document)

    assert (document.addressee, document.issuer) == ("王小明", "临湘市忠防镇人民政府")

    assert "以来信方式反映的“反映王小明家门口积水”，已于2026年1月5日收到" in told
    assert "自2026年1月12日起予以受理" in told
    assert "60日内办结，即2026年3月13日前" in told  # without the extension that came later
    assert "《信访工作条例》第三十四条" in told and "延长不超过30日" in told


@pytest.mark.parametrize(
    ("subject", "said_of_it"),
    [
        ("G", "建议意见类事项，依照《信访工作条例》第二十九条，研究论证；.*予以回复。条例未规定办理期限"),
        ("R", "《信访工作条例》第三十一条第二项规定的事项：通过仲裁解决的，导入相应程序处理。"
              "办理期限按其自身程序"),
        ("M", "按简易程序办理，依照《信访事项简易办理办法（国信办发〔2022〕17号）》，"
              "本单位自受理之日起10个工作日内答复，即2026年1月23日前"),
    ],
)  # fmt: skip
def test_an_acceptance_notice_promises_no_limit_that_does_not_bind(lived, subject, said_of_it):
    told = said(letter(lived, IssuedKind.ACCEPTANCE_NOTICE, subject=subject, as_of=date(2026, 1, 9)))

    assert re.search(said_of_it, told)
    assert "60日" not in told and "延长" not in told and "第三十四条" not in told


def test_a_matter_that_lost_the_simple_procedure_has_the_ordinary_limit(lived):
    told = said(letter(lived, IssuedKind.ACCEPTANCE_NOTICE, subject="L", as_of=date(2026, 2, 10)))

    assert "60日" in told and "简易" not in told


def test_a_late_notice_promises_no_day_that_its_lateness_would_have_gained(lived):
    told = said(letter(lived, IssuedKind.ACCEPTANCE_NOTICE, subject="L", as_of=date(2026, 2, 12)))

    assert "自2026年2月10日起予以受理" in told
    assert "办理期限60日，自2026年1月23日起算，2026年3月24日前办结" in told and "自受理之日起60日" not in told


def test_a_matter_that_is_not_classified_gets_no_acceptance_notice(lived):
    with pytest.raises(LetterError, match=r"处理途径和程序（《信访工作条例》第二十三条）.*请先甄别分类"):
        letter(lived, IssuedKind.ACCEPTANCE_NOTICE, subject="U")


def test_an_extension_notice_needs_approval_and_reason(lived):
    told = said(letter(lived, IssuedKind.EXTENSION_NOTICE, {"延期理由": "须重新测绘"}))

    assert "办理期限延长20日，至2026年4月2日" in told and "延期理由：须重新测绘" in told
    with pytest.raises(LetterError, match=r"延期告知书缺少：延期理由（.*第三十四条"):
        letter(lived, IssuedKind.EXTENSION_NOTICE, {"延期理由": " "})
    with pytest.raises(LetterError, match="没有延长办理期限的记录"):
        letter(lived, IssuedKind.EXTENSION_NOTICE, subject="A")


def test_an_extension_notice_tells_the_day_that_telling_it_brings(lived):
    document = letter(lived, IssuedKind.EXTENSION_NOTICE, subject="W", as_of=date(2026, 3, 10))

    # Sixty days from 12 January end on 13 March; twenty more on 2 April, as in the matter that was told.
    assert "办理期限延长20日，至2026年4月2日" in said(document)
    assert labelled(document)["延长后期限"] == "2026年4月2日"


def test_an_extension_that_is_told_too_late_is_not_promised(lived):
    with pytest.raises(LetterError, match=r"延期无效：原期限届满前没有告知信访人延期理由.*第三十四条"):
        letter(lived, IssuedKind.EXTENSION_NOTICE, subject="W", as_of=date(2026, 3, 16))


def test_a_matter_that_was_passed_on_has_the_limit_of_who_has_it_now(lived):
    document = letter(lived, IssuedKind.ACCEPTANCE_NOTICE, subject="P", as_of=date(2026, 3, 2))

    assert document.issuer == "临湘市聂市镇人民政府"
    assert "自2026年2月12日起予以受理" in said(document)
    assert "60日内办结，即2026年4月13日前" in said(document)


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


def test_an_opinion_says_what_the_record_says(lived):
    assert (
        labelled(letter(lived, IssuedKind.HANDLING_OPINION, {"处理结论": "不予支持"}, subject="O"))[
            "处理结论"
        ]
        == "不予支持"
    )
    with pytest.raises(LetterError, match="处理结论“予以支持”与登记的“不予支持”不一致"):
        letter(lived, IssuedKind.HANDLING_OPINION, {"处理结论": "予以支持"}, subject="O")


@pytest.mark.parametrize(
    ("subject", "why"),
    [("G", "建议意见类事项应当研究论证.*第二十九条"), ("R", "按其法定途径处理.*第三十一条")],
)
def test_no_opinion_is_written_where_the_law_has_none(lived, subject, why):
    with pytest.raises(LetterError, match=why):
        letter(lived, IssuedKind.HANDLING_OPINION, subject=subject)


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
