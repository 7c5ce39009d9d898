"""Reviews of case files as workbooks: a round by unit, by item, file by file; one sheet. No petitioners."""

from __future__ import annotations

from typing import Any, Final

from workbench.law.review_sheet import sheet
from workbench.queries.file_review import SheetPage
from workbench.queries.review_results import TOO_FEW, RoundResult, Share
from workbench.workbook import Heading, Proof, write_table

UNITS: Final = (
    Heading("单位", 24),
    Heading("抽取件数", 10),
    Heading("已评定件数", 11),
    Heading("合格件数", 10),
    Heading("合格率", 10),
    Heading("90%区间下限", 12),
    Heading("90%区间上限", 12),
    Heading("平均分", 10),
    Heading("说明", 14),
)
ITEMS: Final = (
    Heading("评分项", 8),
    Heading("内容", 40),
    Heading("分值", 8),
    Heading("平均得分率", 11),
    Heading("适用份数", 10),
    Heading("扣分份数", 10),
    Heading("不适用份数", 11),
    Heading("扣分单位（扣分件数/适用件数）", 60),
    Heading("依据", 36),
)
FILES: Final = (
    Heading("信访件编号", 22),
    Heading("被评查单位", 24),
    Heading("得分", 10),
    Heading("等次", 10),
    Heading("是否合格", 10),
    Heading("一票不合格", 36),
    Heading("第三人评查", 11),
)
SHEET: Final = (
    Heading("评分项", 8),
    Heading("环节", 12),
    Heading("内容", 40),
    Heading("分值", 8),
    Heading("得分", 10),
    Heading("系统预填", 10),
    Heading("预填依据", 44),
    Heading("说明", 36),
    Heading("依据", 36),
)


def method() -> tuple[str, ...]:
    """Return how the figures are made."""
    return (
        f"合格：得分{sheet().grades[1].start}分以上，且没有一票不合格；只计结果已确定的卷宗（两人均已锁定，分差超过规定的由第三人评查）。",
        "区间为90%区间（mid-P法）；不足5件的注明“样本过小”。单位按代码排列，不作排名。检举控告类事项不进入抽样。",
    )


def units_file(found: RoundResult, *, proof: Proof | None = None) -> bytes:
    """Return the round by unit; the whole stands last."""
    rows: list[list[Any]] = [
        [one.name, one.population, *_share(one.passes), one.mean, _note(one.passes)] for one in found.by_unit
    ]
    rows.append(["合计", len(found.files), *_share(found.passes), None, _note(found.passes)])
    notes = (_about(found), *method())
    return write_table(UNITS, rows, title="案件评查分单位结果", notes=notes, proof=proof)


def items_file(found: RoundResult, *, proof: Proof | None = None) -> bytes:
    """Return the round by item, in the order of the sheet."""
    rows = [
        [
            one.item.id,
            one.item.title,
            one.item.points,
            None if one.mean is None else round(one.mean, 3),
            one.lost.of,
            one.lost.passed,
            one.not_applicable,
            "；".join(f"{unit} {lost}/{of}" for unit, lost, of in one.where),
            one.item.basis,
        ]
        for one in found.by_item
    ]
    notes = (_about(found), *method())
    return write_table(ITEMS, rows, title="案件评查分项结果", notes=notes, proof=proof)


def files_file(found: RoundResult, *, proof: Proof | None = None) -> bytes:
    """Return the round file by file; what waits has no score."""
    titles = {one.id: one.title for one in sheet().fails}
    rows = [
        [
            one.case_no,
            one.unit_name,
            one.result.score if one.result else None,
            one.grade or "待评定",
            one.result.passes if one.result else None,
            "；".join(titles[fail] for fail in one.result.fails) if one.result else "",
            one.result.by_third if one.result else None,
        ]
        for one in found.files
    ]
    notes = (_about(found), *method())
    return write_table(FILES, rows, title="案件评查逐件结果", notes=notes, proof=proof)


def sheet_file(page: SheetPage, *, proof: Proof | None = None) -> bytes:
    """Return one sheet with what the file had said, and what fails it."""
    answers = {one.item: one for one in page.sheet.answers}
    rows = []
    for item in sheet().items:
        given, said = answers.get(item.id), page.found.get(item.id)
        points: Any = None if given is None else "不适用" if given.points is None else given.points
        found: Any = None if said is None else "不适用" if said.points is None else said.points
        why, note = (said.why if said else "", given.note if given else "")
        rows.append([item.id, item.group, item.title, item.points, points, found, why, note, item.basis])
    titles = {one.id: one.title for one in sheet().fails}
    notes = [
        f"{page.round.name}　{page.sheet.case_no}　{page.unit_name}　评查人：{page.reviewer_name}",
        f"得分：{'尚未锁定' if page.sheet.score is None else page.sheet.score}；"
        "不适用的项不计入，按比例折算为百分制。",
        *(f"一票不合格：{titles[one.fail]}。{one.note}" for one in page.sheet.fails),
        f"评分表：{sheet().source}",
    ]
    return write_table(SHEET, rows, title="案件评查表", notes=notes, proof=proof)


def _share(share: Share) -> list[Any]:
    if not share.of:
        return [0, 0, None, None, None]
    low, high = share.interval
    return [share.of, share.passed, round(share.passed / share.of, 3), round(low, 3), round(high, 3)]


def _note(share: Share) -> str:
    return TOO_FEW if share.is_small else ""


def _about(found: RoundResult) -> str:
    one = found.round
    return (
        f"{one.name}（{one.round_no}）：{one.start}至{one.end}办结，可抽取{one.population}件，"
        f"抽取{len(one.files)}件，抽签种子{one.seed}，卷宗截至{one.as_of}。"
    )
