"""What was issued, as lines of a list, and what is known of one paper."""

from __future__ import annotations

from collections.abc import Iterable

from widgets.parts.line_table import Cell, Line
from widgets.parts.markup import Markup, tag
from widgets.parts.pieces import facts
from workbench.queries.issued_documents import IssuedLine, IssuedPage

MASKED = "信访人的姓名、号码已遮盖：您的账号不查看原文，重新印制的也是遮盖后的。"
SHORT = 12  # signs of a hash in a list
HEAD = ("编号", "种类", "标题", "印发日", "截至日", "内容校验值", "印发人", "状态")


def history_lines(found: Iterable[IssuedLine]) -> tuple[Line, ...]:
    """Return one line for each paper."""
    return tuple(_line(one) for one in found)


def _line(one: IssuedLine) -> Line:
    paper = one.paper
    state = Cell("有效", tone="done") if one.stands else Cell("已撤回", tone="quiet")
    return Line(
        (
            Cell(paper.document_no, keeps=True),
            Cell(paper.issued_kind.label, keeps=True),
            Cell(one.title),
            Cell(f"{paper.issued_on}", keeps=True),
            Cell(f"{paper.as_of}", keeps=True),
            Cell(paper.content_sha256[:SHORT], keeps=True),
            Cell(one.by_name),
            state,
        ),
        key=paper.document_no,
    )


def facts_of(page: IssuedPage) -> list[Markup]:
    """Return by what a paper was made, and the hash of every file that was given out."""
    paper = page.line.paper
    hashes = [
        tag("div", f"{one.file_format}　", tag("code", one.sha256), class_="briefing-hash")
        for one in paper.files
    ]
    known = facts(
        (
            ("编号", paper.document_no),
            ("印发日", f"{paper.issued_on}"),
            ("印发人", page.line.by_name),
            ("截至日", f"{paper.as_of}"),
            ("台账条数", f"{paper.ledger_size:,}"),
            ("快照", tag("code", paper.snapshot or "—", class_="briefing-hash")),
            ("内容校验值", tag("code", paper.content_sha256, class_="briefing-hash")),
            ("状态", "有效" if page.line.stands else f"{paper.withdrawn_on} 撤回：{paper.withdrawn_why}"),
        )
    )
    files = tag("details", tag("summary", "印发文件的校验值（SHA-256）"), hashes)
    if page.is_masked:
        return [tag("p", MASKED, class_="wb-small"), known, files]
    return [known, files]
