"""The words around the blocks, and the form of each kind."""

import pytest

from tests.documents.samples import make_document
from workbench.documents.content import Attachments, Document
from workbench.documents.forms import forms, red_head
from workbench.documents.wording import (
    attachment_lines,
    closing_lines,
    imprint_lines,
    title_lines,
    unnumbered,
)
from workbench.terms import IssuedKind, PaperForm


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于信访工作的通报", ("关于信访工作的通报",)),
        ("题\n目", ("题", "目")),
        ("国" * 19, ("国" * 19,)),
        ("国" * 20, ("国" * 10, "国" * 10)),
        ("国" * 39, ("国" * 13,) * 3),
        (
            "关于十月份全市信访工作情况的通报以及后续安排",
            ("关于十月份全市信访工作情况的", "通报以及后续安排"),
        ),
        (
            "关于2025年11月至2026年3月办结事项评查的报告",
            ("关于2025年11月至", "2026年3月办结事项评查的报告"),
        ),
        ("A" * 30, ("A" * 15, "A" * 15)),
    ],
)
def test_a_long_title_is_broken_into_even_lines(title, lines):
    assert title_lines(title) == lines


@pytest.mark.parametrize(
    ("heading", "bare"),
    [
        ("一、投诉请求", "投诉请求"),
        ("（十二）意见", "意见"),
        ("3. 依据", "依据"),
        ("（4）其他", "其他"),
        ("一般情况", "一般情况"),
    ],
)
def test_the_number_of_a_heading_is_told_from_its_words(heading, bare):
    assert unnumbered(heading) == bare


def test_one_attachment_has_no_number_and_several_have():
    assert attachment_lines(Attachments(("清单",))) == ("附件：清单",)
    assert attachment_lines(Attachments(("清单", "说明"))) == ("附件：1. 清单", "2. 说明")


def test_minutes_carry_their_title_in_red_and_end_without_signature():
    minutes = Document(IssuedKind.MINUTES, "临湘市信访工作联席会议纪要", (), issuer="办公室")

    assert red_head(minutes) == minutes.title
    assert closing_lines(minutes) == ()
    assert imprint_lines(minutes) == (("办公室", ""),)


def test_a_letterhead_names_who_issues_and_a_notice_has_neither_red_head_nor_imprint():
    assert red_head(make_document(IssuedKind.SUPERVISION_ORDER)) == "临湘市信访工作联席会议办公室文件"
    notice = make_document(IssuedKind.ACCEPTANCE_NOTICE)
    assert red_head(notice) == "" and len(imprint_lines(notice)) == 1  # copies only
    assert closing_lines(notice) == ("临湘市信访工作联席会议办公室", "2026年11月3日")


def test_every_kind_has_a_form_and_every_form_a_kind():
    assert {one.form for one in forms().values()} == set(PaperForm)
    assert set(forms()) == set(IssuedKind)
