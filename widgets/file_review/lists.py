"""The lists of the review screen as lines: my sheets, rounds, the files of a round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.parts.line_table import Cell, Line
from workbench.law.review_round import ReviewRound

if TYPE_CHECKING:
    from workbench.queries.file_review import MyReview
    from workbench.queries.review_results import RoundResult
    from workbench.queries.review_rounds import FileProgress, ReviewerLoad

MINE_HEAD = ("信访件", "被评查单位", "评查批次", "第几评", "分派日期", "进度")
ROUND_HEAD = ("批次", "名称", "评查期间", "开始", "抽取 / 可抽取", "状态")
FILE_HEAD = ("信访件", "被评查单位", "第一评", "第二评", "第三评", "状态")
TURNS = {1: "第一评", 2: "第二评", 3: "第三人评查"}


def mine_line(one: MyReview) -> Line:
    """Return a sheet of the viewer; its number opens it."""
    of = one.sheet
    if of.locked_on is not None:
        state = Cell(f"已锁定 {of.score:g} 分", "done", note=f"{of.locked_on}")
    elif one.is_closed:
        state = Cell("批次已结束，未锁定", "quiet")
    else:
        state = Cell(f"已填 {one.answered} / {one.of} 项", "accent" if one.answered else "soon")
    return Line(
        (
            Cell(of.case_no, keeps=True),
            Cell(one.unit_name),
            Cell(one.round_name, note=of.round_no),
            Cell(TURNS[of.turn]),
            Cell(f"{of.assigned_on}", keeps=True),
            state,
        ),
        of.sheet_no,
    )


def round_line(one: ReviewRound) -> Line:
    """Return a round; its number opens it."""
    state = Cell(f"{one.closed_on} 结束", "quiet") if one.closed_on else Cell("进行中", "accent")
    return Line(
        (
            Cell(one.round_no, keeps=True),
            Cell(one.name),
            Cell(f"{one.start} 至 {one.end} 办结", keeps=True),
            Cell(f"{one.opened_on}", keeps=True),
            Cell(f"{len(one.files)} / {one.population} 件", note=f"抽签种子 {one.seed}"),
            state,
        ),
        one.round_no,
    )


def file_line(one: FileProgress, result: RoundResult) -> Line:
    """Return a file of a round with who is how far; its result once it stands."""
    turns = [Cell(name, note=state, keeps=True) for name, state in one.turns]
    turns += [Cell("—")] * (3 - len(turns))
    came = next(file for file in result.files if file.case_no == one.case_no)
    if came.result is not None:
        tone = "done" if came.result.passes else "late"
        note = "一票不合格" if came.result.fails else f"{came.result.score:g} 分"
        state = Cell(came.grade, tone, note=note)  # type: ignore[arg-type]
    else:
        state = Cell(one.waits, "soon" if one.waits.startswith("待") else "accent")
    key = one.case_no if one.is_decided else ""
    return Line((Cell(one.case_no, keeps=True), Cell(one.unit_name), *turns, state), key)


def load_words(one: ReviewerLoad) -> str:
    """Return an account to choose as a reviewer, with what it has already."""
    where = f"（{one.unit_name or '未登记单位'}，{one.role.label}）"
    return f"{one.name}{where}" + (f"　已有 {one.files} 件，锁定 {one.locked} 件" if one.files else "")
