"""What a document says: plain text, refused early where it could not be printed."""

from datetime import date

import pytest

from workbench.documents.content import (
    Attachments,
    Chart,
    Column,
    ContentError,
    Document,
    Heading,
    Labelled,
    Paragraph,
    Provenance,
    Table,
    chinese_day,
    plain,
    texts,
)
from workbench.terms import IssuedKind


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("一\r\n二\r三\n四", "一\n二\n三\n四"),
        ("甲\t乙", "甲 乙"),
        ("零\x00符\x1b\x7f", "零□符□□"),
        ("代理\ud800\ufffe", "代理□□"),
        ("㛃𠮷<b>{{x}}=1+1&#let;*_$@", "㛃𠮷<b>{{x}}=1+1&#let;*_$@"),
    ],
)
def test_a_text_is_plain_whatever_was_written(written, printed):
    assert plain(written) == printed
    assert Paragraph(written).text == printed
    assert Attachments((written,)).titles == (printed,)


def test_a_table_refuses_a_row_of_another_length():
    with pytest.raises(ContentError, match="第 2 行有 1 格，应有 2 格"):
        Table("办理情况", (Column("单位"), Column("件数", numeric=True)), (("甲", "1"), ("乙",)))


def test_a_drawing_needs_words_and_a_heading_a_level_and_a_paper_a_title():
    with pytest.raises(ContentError, match="缺少文字说明"):
        Chart("<svg/>", alt=" ", caption="趋势")
    with pytest.raises(ContentError, match="一至四级"):
        Heading("第五级", level=5)
    with pytest.raises(ContentError, match="没有标题"):
        Document(IssuedKind.MINUTES, " ", ())


def test_texts_are_listed_in_reading_order_without_codes():
    document = Document(
        IssuedKind.MINUTES,
        "纪要",
        (
            Heading("一、议题"),
            Labelled("出席", "甲"),
            Table("表", (Column("列"),), (("格",),), note="注"),
            Chart("<svg/>", alt="图示", caption="图"),
        ),
        number="〔2026〕3号",
        copies_to=("乙",),
        provenance=Provenance(date(2026, 11, 1), code="AB12"),
    )

    assert list(texts(document)) == [
        *("纪要", "一、议题", "出席", "甲", "表", "列", "格", "注", "图示", "图", "〔2026〕3号", "乙", "AB12")
    ]


def test_a_day_is_written_without_leading_zeros():
    assert chinese_day(date(2026, 1, 3)) == "2026年1月3日"
