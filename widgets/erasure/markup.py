"""The tables and facts of the screen on erasures: places of values, never a value."""

from __future__ import annotations

from widgets.address import link
from widgets.parts.line_table import Cell, Line
from widgets.parts.markup import Content, Markup, tag
from widgets.parts.pieces import day_text, facts, label, table
from widgets.parts.values import Tag, Tone
from workbench.queries.erasures import ErasureLine, Place
from workbench.restored import OlderCopy
from workbench.terms import ErasureState

HEAD = ("申请编号", "依据", "内容", "申请", "状态")
TONES: dict[ErasureState, Tone] = {
    ErasureState.REQUESTED: "soon",
    ErasureState.RESTRICTED: "accent",
    ErasureState.ERASED: "done",
    ErasureState.DECLINED: "quiet",
}


def state_tag(line: ErasureLine) -> Markup:
    """Return where a request stands."""
    state = line.erasure.state
    return label(Tag(state.label, TONES[state]))


def lines(found: tuple[ErasureLine, ...]) -> list[Line]:
    """Return the list of requests."""
    made = []
    for one in found:
        about = "、".join(sorted({place.about for place in one.places}))
        by = f"{one.names.get(one.erasure.requested_by, '')} {one.erasure.requested_on}"
        state = one.erasure.state
        cells = (
            Cell(one.erasure.erasure_no, keeps=True),
            Cell(one.erasure.basis.label),
            Cell(f"{about}，{len(one.places)} 处"),
            Cell(by),
            Cell(state.label, TONES[state]),
        )
        made.append(Line(cells, one.erasure.erasure_no))
    return made


def head(line: ErasureLine) -> Markup:
    """Return what a request says, and who decided what."""
    one, names = line.erasure, line.names
    told: list[tuple[str, Content]] = [
        ("状态", state_tag(line)),
        ("依据", f"《个人信息保护法》第四十七条：{one.basis.label}"),
        ("申请", f"{names.get(one.requested_by, '')}，{one.requested_on}"),
    ]
    if one.restricted_on is not None and one.ground is not None:
        until = f"，到 {day_text(one.until)} 为止" if one.until else ""
        who = names.get(one.restricted_by or "", "")
        told.append(("限制处理", f"{who}，{one.restricted_on}：{one.ground.label}{until}；只存储，不再显示"))
    if one.erased_on is not None:
        who = names.get(one.erased_by or "", "")
        told.append(("批准并删除", f"{who}，{one.erased_on}，台账第 {line.erased_in} 条"))
    if one.declined_on is not None:
        told.append(("驳回", f"{names.get(one.declined_by or '', '')}，{one.declined_on}"))
    return facts(told)


def places(found: tuple[Place, ...]) -> Markup:
    """Return the values that are named, never what they say."""
    rows = [
        (
            tag("a", one.about, href=link("case_review", case=one.about)),
            f"第 {one.entry} 条",
            one.act,
            one.words,
        )
        for one in found
    ]
    return table(("信访件", "台账", "记入的行为", "内容"), rows, caption="申请删除的内容（不显示原文）")


def restored_facts(found: OlderCopy) -> Markup:
    """Return what a restored copy lacks, and who has spoken."""
    lack = found.known_size - found.found_size
    told: list[tuple[str, Content]] = [
        ("已知的校验点", f"{found.known_size:,} 条，校验码 {found.codes[0]}"),
        ("现在的台账", f"{found.found_size:,} 条" + (f"，少 {lack:,} 条" if lack > 0 else "，内容不同")),
    ]
    if found.said is not None:
        told.append(("第一人已确认", f"{found.said.name}：{found.said.why}"))
    return facts(told)
