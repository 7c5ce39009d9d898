"""What a file says by itself for the sheet of a review: dates and documents, never a judgement.

Each answer names what it rests on; the reviewer may correct it with a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from workbench.law.facts import CaseFile
from workbench.law.obligation import MISSED, Obligation
from workbench.law.review_sheet import sheet
from workbench.terms import DeadlineState, DocumentKind, Outcome, Step

_NOTICE: Final = ("R-UNIT-NOTICE15-DIRECT", "R-UNIT-NOTICE15-FWD", "R-SIMPLE-ACCEPT3")
_HANDLE: Final = ("R-HANDLE60", "R-SIMPLE-HANDLE10")
_ELEMENTS: Final = (("请求", "请求"), ("事实和理由", "事实"), ("处理意见", "意见"), ("法律法规依据", "依据"))
_REMEDY: Final = ("复查", "30日", "三十日")


@dataclass(frozen=True, slots=True)
class FiledDocument:
    """A document of the file: its kind, title, day, and text where it was entered."""

    kind: DocumentKind
    title: str
    issued_on: date | None
    text: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """What the file says for an item: points, or ``None`` where it does not apply, and on what that rests."""

    item: str
    points: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What is looked at: the steps, what was owed, the documents, all as of a day."""

    file: CaseFile
    owed: tuple[Obligation, ...]
    documents: tuple[FiledDocument, ...]
    as_of: date

    def of_kind(self, *kinds: DocumentKind) -> list[FiledDocument]:
        """Return the documents of these kinds."""
        return [one for one in self.documents if one.kind in kinds]


def prefilled(contents: Contents) -> dict[str, Found]:
    """Return what the file says for the items that dates and documents can answer, by item."""
    found = {}
    for item, look in _LOOKS.items():
        answer = look(contents, sheet().item(item).points)
        if answer is not None:
            found[item] = Found(item, *answer)
    return found


def fails_found(contents: Contents) -> tuple[str, ...]:
    """Return what the dates alone show to fail a file: neither notice nor opinion though due (F4)."""
    has_notice = contents.file.first(Step.ACCEPT, Step.DECLINE, Step.LEAD_TO_PATH) is not None
    has_opinion = contents.file.first(Step.ISSUE_OPINION, Step.REPLY_DIRECTLY) is not None
    is_due = any(one.state(contents.as_of) is DeadlineState.LATE for one in _of(contents, *_NOTICE))
    return ("F4",) if is_due and not has_notice and not has_opinion else ()


Answer = tuple[int | None, str] | None


def _registered(contents: Contents, points: int) -> Answer:
    first = contents.file.steps[0]
    lacks = [
        name
        for name, value in (("信访渠道", first.channel), ("人次", first.people), ("首接单位", first.unit))
        if value is None
    ]
    if lacks:
        return max(points - 2 * len(lacks), 0), f"登记缺少：{'、'.join(lacks)}"
    waited = (first.on - (first.received_on or first.on)).days
    return points, f"收到后{waited}日登记，渠道、人次、首接单位齐全"


def _forwarded(contents: Contents, points: int) -> Answer:
    return _in_time(contents, points, ("R-XF-FWD15", "R-XF-FWD-CNTY4"), "不经信访部门转送交办")


def _noticed(contents: Contents, points: int) -> Answer:
    answer = _in_time(contents, points, _NOTICE, "没有书面告知的义务")
    if answer is None or answer[0] is None or answer[0] == 0:
        return answer
    notices = contents.of_kind(
        DocumentKind.ACCEPTANCE_NOTICE, DocumentKind.DECLINE_NOTICE, DocumentKind.PATH_NOTICE
    )
    if notices:
        return answer[0], f"{answer[1]}；有《{notices[0].title}》"
    return answer[0] // 2, f"{answer[1]}；卷中没有告知书"


def _objected(contents: Contents, points: int) -> Answer:
    if contents.file.first(Step.OBJECT) is None:
        return None, "没有提出异议"
    return _in_time(contents, points, ("R-UNIT-OBJECT5",), "没有提出异议")


def _traced(contents: Contents, points: int) -> Answer:
    heard = contents.file.first(Step.HOLD_HEARING)
    records = contents.of_kind(DocumentKind.HEARING_RECORD, DocumentKind.MEDIATION_AGREEMENT)
    if heard is None and not records:
        return None, "没有听证、调解、和解"
    if records:
        return points, f"有《{records[0].title}》"
    return 0, "举行了听证，卷中没有笔录"


def _without_opinion(contents: Contents) -> str:
    """Return why a matter has no opinion to judge: led to another path, or not accepted; "" if it should."""
    if contents.file.first(Step.ISSUE_OPINION) is not None:
        return ""
    led = contents.file.last(Step.LEAD_TO_PATH, Step.DECLINE)
    return f"{led.kind.label}（{led.on}），不出具处理意见书" if led is not None else ""


def _elements(contents: Contents, points: int) -> Answer:
    if why := _without_opinion(contents):
        return None, why
    opinions = [one for one in contents.of_kind(DocumentKind.OPINION, DocumentKind.REPLY) if one.text]
    if not opinions:
        return None
    text = opinions[-1].text or ""
    lacks = [name for name, mark in _ELEMENTS if name not in text and f"{mark}：" not in text]
    share = points * (len(_ELEMENTS) - len(lacks)) // len(_ELEMENTS)
    return share, f"《{opinions[-1].title}》{'四要素齐全' if not lacks else '缺少：' + '、'.join(lacks)}"


def _concluded(contents: Contents, points: int) -> Answer:
    if why := _without_opinion(contents):
        return None, why
    opinion = contents.file.last(Step.ISSUE_OPINION)
    if opinion is None:
        return None
    if opinion.outcome is None:
        return 0, "处理意见没有载明支持、解释说明或者不予支持"
    return points, f"结论为“{opinion.outcome.label}”"


def _remedy(contents: Contents, points: int) -> Answer:
    if why := _without_opinion(contents):
        return None, why
    opinions = [one for one in contents.of_kind(DocumentKind.OPINION) if one.text]
    if not opinions:
        return None
    text = opinions[-1].text or ""
    told = _REMEDY[0] in text and any(mark in text for mark in _REMEDY[1:])
    return (points, "意见书告知了复查期限和机关") if told else (0, "意见书没有告知复查期限和机关")


def _handled(contents: Contents, points: int) -> Answer:
    return _in_time(contents, points, _HANDLE, "不适用60日办理期限")


def _extended(contents: Contents, points: int) -> Answer:
    step = contents.file.last(Step.EXTEND)
    if step is None:
        return None, "没有延期"
    told = step.told_on is not None or contents.file.first(Step.TELL_EXTENSION) is not None
    if step.approved_by_head and told:
        return points, f"{step.on}经机关负责人批准并告知"
    return 0, "延期" + ("未经机关负责人批准" if not step.approved_by_head else "没有告知信访人")


def _served(contents: Contents, points: int) -> Answer:
    step = contents.file.last(Step.SERVE)
    receipts = contents.of_kind(DocumentKind.SERVICE_RECEIPT)
    if step is None and not receipts:
        why = _without_opinion(contents)
        return (None, why) if why else (0, "没有送达记录")
    if receipts:
        return points, f"有《{receipts[-1].title}》"
    return points // 2, f"{step.on if step else ''}记录送达，卷中没有送达回证"


def _executed(contents: Contents, points: int) -> Answer:
    opinion = contents.file.last(Step.ISSUE_OPINION, Step.DECIDE_REEXAMINATION, Step.DECIDE_FINAL_REVIEW)
    if opinion is None or opinion.outcome is not Outcome.SUPPORT:
        return None, "没有支持意见"
    return _in_time(contents, points, ("R-SUPPORT-EXECUTE",), "没有支持意见")


def _of(contents: Contents, *rules: str) -> list[Obligation]:
    return [one for one in contents.owed if one.rule_id in rules]


def _in_time(contents: Contents, points: int, rules: Sequence[str], otherwise: str) -> Answer:
    told = [(one, one.state(contents.as_of)) for one in _of(contents, *rules)]
    decided = [(one, state) for one, state in told if state is DeadlineState.MET or state in MISSED]
    if not decided:
        if any(state is DeadlineState.RUNNING for _, state in told):
            return None
        undated = next((one for one, state in told if state is DeadlineState.UNKNOWN), None)
        return None, otherwise if undated is None else f"{undated.limit.title}：没有到期日，无从判断是否按期"
    decided.sort(key=lambda pair: (pair[1] is not DeadlineState.MET, pair[0].days_late(contents.as_of)))
    worst, state = decided[-1]
    title = worst.limit.title
    if state is DeadlineState.MET:
        return points, f"{title}：{worst.met_on}按期完成"
    days = worst.days_late(contents.as_of)
    done = "至今未完成，"
    if state is not DeadlineState.LATE:
        done = f"{worst.met_on}完成，" if worst.met_on is not None else f"{worst.ended_on}终止，终止时"
    return 0, f"{title}：{done}超期{days}日"


_LOOKS: Final[dict[str, Callable[[Contents, int], Answer]]] = {
    "A1": _registered,
    "A2": _forwarded,
    "A3": _noticed,
    "A4": _objected,
    "B4": _traced,
    "C1": _elements,
    "C3": _concluded,
    "C4": _remedy,
    "D1": _handled,
    "D2": _extended,
    "D3": _served,
    "E1": _executed,
}
