"""The check of a template names what is wrong and what was probably meant."""

import pytest

from tests.documents.test_word import written
from workbench.documents.forms import forms
from workbench.documents.template_check import check
from workbench.documents.templates import shipped
from workbench.terms import IssuedKind


@pytest.mark.parametrize("kind", IssuedKind)
def test_the_shipped_templates_are_without_fault(kind):
    assert check(shipped(forms()[kind].form), kind) == ()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{{ 标提 }}", "没有“标提”这个字段：是不是“标题”？请写成 {{ 标题 }}"),
        ("{{ 成文日子 }}", "是不是“成文日期”"),
        ("{{ 完全不同的东西 }}", "没有“完全不同的东西”这个字段"),
        ("｛｛标题｝｝", "用了全角花括号：请改为半角 {{ 标题 }}"),
        ("{标题}", "只有一层花括号：请改为 {{ 标题 }}"),
        ("{{ 正文 }}", "“正文”由多个段落组成：请写成 {{p 正文 }}，独占一段"),
        ("{{p 标题 }}", "“标题”只是一段文字：请写成 {{ 标题 }}"),
        ("见 {{p 版记 }}", "须独占一段：请把“见”移到别的段落"),
        ("{{ 标题", "花括号不成对"),
        ("{% if 标题 %}", "花括号里的字段写法不对"),
    ],
)
def test_a_fault_is_named_with_the_remedy(line, told):
    faults = check(written(line, "{{p 正文 }}"), IssuedKind.MINUTES)

    assert any(told in fault.message and fault.is_error for fault in faults), faults


def test_text_that_would_not_be_printed_is_pointed_out_without_refusing():
    (fault,) = check(written("{{ 标题 }}", "{{ 基本事实 }}"), IssuedKind.SUPERVISION_ORDER)

    assert not fault.is_error
    assert "没有放置“{{p 正文 }}”" in fault.message and "督办要求" in fault.message
    assert "基本事实" not in fault.message


def test_a_file_that_is_no_docx_is_told_apart():
    assert "不是可以打开的 docx 文件" in check(b"%PDF-1.7", IssuedKind.MINUTES)[0].message
    assert "不是可以打开的 docx 文件" in check(b"PK\x03\x04broken", IssuedKind.MINUTES)[0].message
