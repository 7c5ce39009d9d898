"""One instruction of a leader: what was asked, of whom, by when, what was reported with which evidence."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as ipw

from widgets.address import link
from widgets.evidence import evidence_download
from widgets.parts.guard import guard
from widgets.parts.markup import Content, Markup, Static, tag
from widgets.parts.panel import Panel
from widgets.parts.pieces import Moment, day_text, empty, facts, label, timeline
from widgets.parts.release import release
from widgets.parts.values import Tag
from widgets.reception.lists import INSTRUCTION_TONES
from widgets.reception.questions import TITLES
from widgets.reception.rights import OF_INSTRUCTION, why_not
from widgets.reception.state import ReceptionState
from workbench.access.gate import allow
from workbench.queries.instructions import InstructionLine


class InstructionPanel(Panel):
    """``on_do(do)`` opens the form of an act."""

    def __init__(self, state: ReceptionState, on_do: Callable[[str], None]) -> None:
        self.state, self._on_do = state, on_do
        self.told = Static()
        self.buttons = ipw.HBox()
        self.buttons.add_class("reception-buttons")
        self.files = ipw.HBox()
        self.files.add_class("reception-buttons")
        super().__init__("领导批示", self.told)
        self.draw()

    def draw(self) -> None:
        """Show the instruction that the state has open."""
        line = self.state.instruction
        if line is None:
            self.set_heading("批示内容和落实情况")
            self.told.show(empty("在清单中选择一项批示。"))
            self.show(self.told)
            return
        one = line.instruction
        self.set_heading(one.instruction_no, one.kind.label)
        self.told.show([_told(line, self.state), timeline(_moments(line))])
        release(*self.buttons.children, *self.files.children)
        self.buttons.children = tuple(self._offers())
        self.files.children = self._downloads(line)
        self.show(self.told, self.files, self.buttons)

    def _offers(self) -> list[ipw.Widget]:
        closed = {do: why_not(self.state, do) for do in OF_INSTRUCTION}
        offers = [self._button(do) for do in OF_INSTRUCTION if not closed[do]]
        if offers:
            return offers
        return [Static(tag("p", f"{next(iter(dict.fromkeys(closed.values())))}。", class_="wb-small"))]

    def _button(self, do: str) -> ipw.Button:
        button = ipw.Button(description=TITLES[do])
        button.on_click(guard(lambda _button: self._on_do(do)))
        return button

    def _downloads(self, line: InstructionLine) -> tuple[ipw.Widget, ...]:
        is_secret = line.now is None or line.now.is_accusation
        if is_secret or not allow(self.state.viewer, "read:evidence"):
            return ()
        titles = {one.evidence_sha256: one.evidence_title for one in line.instruction.reports}
        return tuple(
            evidence_download(self.state.bench, self.state.viewer, file, title=titles.get(digest))
            for digest, file in line.files.items()
        )


def _told(line: InstructionLine, state: ReceptionState) -> Markup:
    one = line.instruction
    words = line.state.label + (f"，逾期 {line.days_late} 日" if line.days_late else "")
    case: Content = one.case_no
    if allow(state.viewer, "open:case_review"):
        case = tag("a", one.case_no, href=link("case_review", case=one.case_no))
    pairs: list[tuple[str, Content]] = [
        ("批示领导", f"{one.leader}（{one.post}）"),
        ("批示日期", day_text(one.given_on)),
        ("承办单位", line.unit_name),
        ("限办日期", day_text(one.due_on) if one.due_on else "领导没有定"),
        ("信访件", case),
        ("接访编号", one.reception_no),
    ]
    return tag(
        "div",
        label(Tag(words, INSTRUCTION_TONES[line.state])),
        tag("p", one.text, class_="reception-text"),
        facts([pair for pair in pairs if pair[1]]),
    )


def _moments(line: InstructionLine) -> list[Moment]:
    one = line.instruction
    moments = [Moment(one.given_on, "批示", f"{one.leader}（{one.post}）")]
    for report in one.reports:
        late = (report.reported_on - one.due_on).days if one.due_on else 0
        moments.append(
            Moment(
                report.reported_on,
                "承办单位反馈",
                line.unit_name,
                document=f"{report.evidence_title}（{report.evidence_dated_on}）",
                note=report.text,
                late=f"逾期 {late} 日" if late > 0 else "",
            )
        )
        if report.returned_on is not None:
            moments.append(Moment(report.returned_on, "退回", note=report.returned_why or "", tone="quiet"))
    if one.confirmed_on is not None:
        moments.append(Moment(one.confirmed_on, "认定落实", tone="done"))
    return moments
