"""Reports on a round of look-backs (回头看) and of reviews of case files (案件评查), from their results.

Units stand in the order of their codes: no report ranks them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from workbench.documents.content import (
    Block,
    Column,
    Document,
    Heading,
    Paragraph,
    Provenance,
    Table,
    chinese_day,
)
from workbench.law.look_back_data import look_back_data
from workbench.law.look_back_round import LookBackRound
from workbench.letters.passages import COPIES, ISSUER, TITLE, LetterError, Passage, Texts, copies, said
from workbench.queries.look_back_results import UnitResult as LookBackUnit
from workbench.queries.review_results import TOO_FEW, RoundResult, Share
from workbench.terms import IssuedKind

ADDRESSEE: Final = Passage("主送", "主送机关，可不填")
DEMANDS: Final = Passage("下一步要求", "最后一节，可不填")
PASSAGES: Final = (TITLE, ADDRESSEE, DEMANDS, ISSUER, COPIES)


def look_back(
    found: LookBackRound,
    units: Sequence[LookBackUnit],
    texts: Texts,
    *,
    as_of: date,
    issuer: str,
    issued_on: date | None,
    origin: Provenance | None,
) -> Document:
    """Return what a round of look-backs found by ``as_of``; ``LetterError`` before anything was checked."""
    listed, checked, failed = (
        sum(getattr(one, name) for one in units) for name in ("listed", "checked", "failed")
    )
    if not checked:
        raise LetterError(f"“{found.name}”还没有检查完毕的事项，不能形成报告")
    rule = look_back_data().rules[found.rule].said(found.days, found.per_unit).rstrip("。")
    owing, late, mended = (
        sum(getattr(one, name) for one in units) for name in ("in_rework", "late", "mended")
    )
    blocks: list[Block] = [
        Heading("一、总体情况"),
        Paragraph(
            f"“{found.name}”（{found.round_no}）按规则选取：{rule}。列入{listed}件，截至{chinese_day(as_of)}检查"
            f"{checked}件，其中{failed}件有未做到的内容。"
        ),
        Table(
            "表1　各单位检查情况",
            tuple(
                Column(label, numeric=number > 0, width=3 if number == 0 else 2)
                for number, label in enumerate(
                    ("单位", "列入", "已检查", "有未做到", "待整改", "逾期", "已整改")
                )
            ),
            tuple(
                (
                    one.unit_name,
                    *map(str, (one.listed, one.checked, one.failed, one.in_rework, one.late, one.mended)),
                )
                for one in units
            ),
            note="单位按代码排列，不作排名。“待整改”含逾期。",
        ),
        Heading("二、发现的问题"),
        *_items(units, failed),
        Heading("三、整改情况"),
        Paragraph(
            f"应整改{owing + mended}件：已核实整改到位{mended}件，尚待整改{owing}件，其中逾期{late}件。"
        ),
    ]
    return _report(
        IssuedKind.LOOK_BACK_REPORT,
        f"关于“{found.name}”情况的报告",
        blocks,
        texts,
        "四",
        issuer,
        issued_on,
        origin,
    )


def file_review(
    found: RoundResult, texts: Texts, *, issuer: str, issued_on: date | None, origin: Provenance | None
) -> Document:
    """Return what a round of reviews found; ``LetterError`` before any file is decided."""
    review = found.round
    if not found.passes.of:
        raise LetterError(f"“{review.name}”还没有评定的案卷，不能形成报告")
    blocks: list[Block] = [
        Heading("一、总体情况"),
        Paragraph(
            f"“{review.name}”（{review.round_no}）从{chinese_day(review.start)}至{chinese_day(review.end)}办结的"
            f"{review.population}件中随机抽取{len(review.files)}件，两人背靠背评查。已评定{found.passes.of}件，"
            f"其中{found.passes.passed}件合格{_percent(found.passes)}。"
        ),
    ]
    if found.fails:
        told = "、".join(f"{title}{count}件" for title, count in found.fails)
        blocks.append(Paragraph(f"一票不合格的情形：{told}。"))
    blocks += [
        Heading("二、各单位情况"),
        Table(
            "表1　各单位评查情况",
            (
                Column("单位", width=3),
                Column("办结件数", True, 2),
                Column("已评定", True, 2),
                Column("合格", True, 2),
                Column("平均得分", True, 2),
            ),
            tuple(
                (
                    one.name,
                    str(one.population),
                    str(one.passes.of),
                    str(one.passes.passed),
                    TOO_FEW if one.passes.is_small or one.mean is None else f"{one.mean:.1f}",
                )
                for one in found.by_unit
            ),
            note=f"单位按代码排列，不作排名。评定不足五件的单位写“{TOO_FEW}”。",
        ),
        Heading("三、主要问题"),
        *_lost(found),
    ]
    return _report(
        IssuedKind.FILE_REVIEW_REPORT,
        f"关于“{review.name}”情况的报告",
        blocks,
        texts,
        "四",
        issuer,
        issued_on,
        origin,
    )


def _items(units: Sequence[LookBackUnit], failed: int) -> list[Block]:
    if not failed:
        return [Paragraph("检查的事项没有发现未做到的内容。")]
    rows = []
    for item in look_back_data().items:
        count = sum(one.items.get(item.id, 0) for one in units)
        where = "、".join(f"{one.unit_name}{one.items[item.id]}件" for one in units if one.items.get(item.id))
        if count:
            rows.append((item.title, item.article, str(count), where))
    columns = (
        Column("检查内容", width=3),
        Column("依据", width=3),
        Column("未做到", True, 2),
        Column("涉及单位", width=5),
    )
    return [Table("表2　未做到的内容", columns, tuple(rows))]


def _lost(found: RoundResult) -> list[Block]:
    rows = []
    for one in found.by_item:
        if one.lost.passed:
            where = "、".join(f"{name}{files}件" for name, files, _ in one.where)
            rows.append((one.item.title, one.item.basis, f"{one.lost.passed}/{one.lost.of}", where))
    if not rows:
        return [Paragraph("已评定的案卷没有扣分项目。")]
    columns = (
        Column("评查项目", width=4),
        Column("依据", width=3),
        Column("扣分/评查（张）", True, 3),
        Column("涉及单位（案卷）", width=5),
    )
    return [Table("表2　扣分项目", columns, tuple(rows))]


def _percent(share: Share) -> str:
    if share.is_small:
        return f"（{TOO_FEW}，不计算比例）"
    low, high = share.interval
    return f"（{share.passed / share.of:.1%}，90%置信区间{low:.1%}至{high:.1%}）"


def _report(
    kind: IssuedKind,
    title: str,
    blocks: list[Block],
    texts: Texts,
    number: str,
    issuer: str,
    issued_on: date | None,
    origin: Provenance | None,
) -> Document:
    demands = said(texts, DEMANDS.name)
    if demands:
        blocks += [Heading(f"{number}、下一步要求"), Paragraph(demands)]
    return Document(
        kind=kind,
        title=said(texts, TITLE.name) or title,
        blocks=tuple(blocks),
        addressee=said(texts, ADDRESSEE.name),
        issuer=said(texts, ISSUER.name) or issuer,
        issued_on=issued_on,
        copies_to=copies(texts),
        provenance=origin,
    )
