"""What the briefing screen knows: which briefing, what was written, what was issued. No widgets here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from widgets.briefing.letters import Letters
from widgets.overview.links import Links
from widgets.parts.form_values import FormField, FormValues
from widgets.parts.values import FileToSave
from workbench.access.gate import allow, require
from workbench.access.viewer import Viewer, current_viewer
from workbench.briefings.briefing import LONGEST_PASSAGE
from workbench.briefings.files import MEDIA, file_of
from workbench.briefings.make import Asked, make_briefing
from workbench.briefings.spans import KINDS, BriefingError, Span, read_span, running, spans_until
from workbench.letters.objections import objections
from workbench.letters.passages import Passage
from workbench.queries.situation import first_day
from workbench.terms import ActKind, BriefingPassage, IssuedKind

if TYPE_CHECKING:
    from widgets.parts.progress import Step
    from workbench.app import Workbench
    from workbench.briefings.briefing import Briefing
    from workbench.snapshots.frozen import FrozenSnapshot

TITLE: Final = "简报文书"
MAKE, LETTER, COMPARE, ISSUED = "make", "letter", "compare", "issued"
TABS: Final = {MAKE: "编简报", LETTER: "出文书", COMPARE: "比较简报", ISSUED: "已印发"}
MOST_SPANS: Final = {KINDS[0]: 26, KINDS[1]: 12, KINDS[2]: 6}
MOST_SNAPSHOTS: Final = 40
COMPARED: Final = ("before", "after", "span")  # of an address: the two that are compared, and the span
PASSAGE_HINT: Final = "只写事实和工作，不写群众姓名；印发后随文记入台账"


class NothingMadeError(ValueError):
    """There is no briefing on the screen yet."""

    def __init__(self) -> None:
        super().__init__("还没有编出简报：请先选定一期，点“编简报”")


@dataclass(frozen=True, slots=True)
class Shown:
    """Where the reader is: making a briefing (of a span, from a snapshot), or among the issued papers."""

    tab: str = MAKE
    span: Span | None = None
    snapshot: str = ""
    number: str = ""
    compared: tuple[tuple[str, str], ...] = ()  # what the form of the comparison was filled in with


class BriefingState:
    """The screen of one viewer."""

    def __init__(
        self,
        bench: Workbench,
        address: Mapping[str, str] | None = None,
        *,
        viewer: Callable[[], Viewer] = current_viewer,
    ) -> None:
        self.bench = bench
        self.viewer = viewer()
        self.today = bench.today()
        self.shown = Shown()
        self.briefing: Briefing | None = None
        self.letters = Letters(self)
        self.complaint = self.go_to(address or {})

    def go_to(self, given: Mapping[str, str]) -> str:
        """Show what an address asks for; return what of it cannot be read, "" if nothing."""
        tab = given.get("tab", MAKE)
        self.shown = Shown(
            tab=tab if tab in self.tabs else MAKE,
            snapshot=given.get("snapshot", "")[:64],
            number=given.get("number", "")[:60] if self.may_read_issued else "",
            compared=tuple((name, given[name][:80]) for name in COMPARED if given.get(name)),
        )
        try:
            if self.shown.tab == LETTER:
                self.letters.choose(given.get("letter", ""), given.get("for", ""))
            kind = given.get("kind", "")
            if kind:
                span = read_span(IssuedKind.coded(kind), given.get("period", ""))
                self.shown = replace(self.shown, span=span)
        except ValueError as problem:
            return f"{problem}。请在页面上选择。"
        return ""

    @property
    def address(self) -> str:
        """Return the query that leads back to what is shown."""
        one, briefing = self.shown, self.briefing
        span = briefing.span if briefing is not None else one.span
        letter = self.letters if one.tab == LETTER else Letters(self)
        told = {
            "tab": "" if one.tab == MAKE else one.tab,
            "letter": letter.kind.value if letter.kind is not None else "",
            "for": letter.subject,
            **(dict(one.compared) if one.tab == COMPARE else {}),
            "kind": span.kind.value if span is not None and one.tab == MAKE else "",
            "period": span.code if span is not None and one.tab == MAKE else "",
            "snapshot": briefing.snapshot[:12] if briefing is not None and one.tab == MAKE else "",
            "number": one.number,
        }
        return urlencode({key: value for key, value in told.items() if value})

    @property
    def tabs(self) -> dict[str, str]:
        """Return the tabs that this viewer has."""
        kept = {MAKE: True, LETTER: self.may_issue, COMPARE: True, ISSUED: self.may_read_issued}
        return {tab: label for tab, label in TABS.items() if kept[tab]}

    @property
    def may_read_issued(self) -> bool:
        """Return whether the viewer may see what was issued."""
        return allow(self.viewer, "read:issued_documents")

    @property
    def may_freeze(self) -> bool:
        """Return whether the viewer may freeze a snapshot; else a briefing needs one that is there."""
        return allow(self.viewer, "freeze:snapshot")

    @property
    def may_issue(self) -> bool:
        """Return whether the viewer may issue a briefing under a number."""
        return allow(self.viewer, f"act:{ActKind.ISSUE_DOCUMENT.value}")

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """Return the spans to choose from: those since the first registration, the latest first."""
        first = first_day(self.bench.snapshot())
        found = []
        for kind in KINDS:
            # The running one may be looked at too: it ends with today.
            recent = spans_until(running(kind, self.today), MOST_SPANS[kind])[::-1]
            found += [one for one in recent if one.period.end >= first]
        return tuple(found)

    def frozen_snapshots(self) -> tuple[tuple[FrozenSnapshot, str], ...]:
        """Return the frozen snapshots to choose from, the latest first, with the words that name them."""
        frozen, _ = self.bench.shelf.all()
        return tuple(
            (
                one,
                f"截至 {one.manifest.as_of}　台账第 {one.manifest.ledger_size:,} 条　{one.hash[:12]}",
            )
            for one in frozen[::-1][:MOST_SNAPSHOTS]
        )

    def make(self, asked: Asked, step: Step) -> Briefing:
        """Return the briefing, made in sight; ``NotPermittedError`` for whoever may not freeze."""
        if not asked.snapshot:
            require(self.viewer, "freeze:snapshot")

        def tell(done: int, of: int) -> None:
            step(done / of if of else None, f"已汇总 {done:,} / {of:,} 件")

        step(None)
        return make_briefing(self.bench, asked, progress=tell)

    def keep(self, briefing: Briefing | None) -> None:
        """Show this briefing from now on."""
        self.briefing = briefing
        self.shown = Shown(span=briefing.span if briefing is not None else self.shown.span)

    @property
    def made(self) -> Briefing:
        """Return the briefing on the screen; ``NothingMadeError`` without one."""
        if self.briefing is None:
            raise NothingMadeError
        return self.briefing

    @property
    def links(self) -> Links:
        """Return where the figures lead: the cases as of the briefing's day, as known now."""
        briefing = self.made
        as_of = None if briefing.as_of == self.today else briefing.as_of
        return Links(as_of, can_open=allow(self.viewer, "open:case_review"))

    def passages(self) -> tuple[FormField, ...]:
        """Return the passages that a person may write, with what stands there."""
        told = dict(self.made.texts)
        return tuple(
            FormField(
                one.value,
                one.label,
                "long",
                longest=LONGEST_PASSAGE,
                initial=told.get(one, ""),
                hint=PASSAGE_HINT if one is BriefingPassage.OPENING else "",
            )
            for one in BriefingPassage
            if one is not BriefingPassage.OTHER or self.made.kind is IssuedKind.YEARLY_REPORT
        )

    def write(self, values: FormValues) -> None:
        """Put the passages into the briefing; ``BriefingError`` if one is too long or may not be said so."""
        from workbench.intake.firewall import shipped_firewall

        told = [(Passage(one.label, ""), values.text(one.value)) for one in BriefingPassage]
        refused = self.bench.ask(objections, told, refused_term=shipped_firewall().term_in_tag)
        if refused:
            raise BriefingError("；".join(refused))
        self.briefing = self.made.with_texts({one: values.text(one.value) for one in BriefingPassage})

    def file(self, form: str) -> FileToSave:
        """Return the briefing on the screen as a file, not issued yet."""
        briefing = self.made
        self.bench.keep_note()
        return FileToSave(f"{briefing.name}.{form}", file_of(briefing, form), MEDIA[form])
