"""What the briefing screen knows: which briefing, what was written, what was issued. No widgets here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from widgets.overview.links import Links
from widgets.parts.form_values import FormField, FormValues
from widgets.parts.values import Choice, FileToSave
from workbench.access.gate import allow, require
from workbench.access.viewer import Viewer, current_viewer
from workbench.briefings.briefing import LONGEST_PASSAGE
from workbench.briefings.files import MEDIA, file_of
from workbench.briefings.make import Asked, make_briefing
from workbench.briefings.spans import KINDS, BriefingError, Span, last_over, read_span, running, spans_until
from workbench.queries.situation import first_day
from workbench.terms import ActKind, BriefingPassage, IssuedKind

if TYPE_CHECKING:
    from widgets.parts.progress import Step
    from workbench.app import Workbench
    from workbench.briefings.briefing import Briefing

MAKE, ISSUED = "make", "issued"
TABS: Final = {MAKE: "编简报", ISSUED: "已印发"}
MOST_SPANS: Final = {KINDS[0]: 26, KINDS[1]: 12, KINDS[2]: 6}
MOST_SNAPSHOTS: Final = 40
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
        self.complaint = self.go_to(address or {})

    def go_to(self, given: Mapping[str, str]) -> str:
        """Show what an address asks for; return what of it cannot be read, "" if nothing."""
        tab = given.get("tab", MAKE)
        self.shown = Shown(
            tab=tab if tab in self.tabs else MAKE,
            snapshot=given.get("snapshot", "")[:64],
            number=given.get("number", "")[:60] if self.may_read_issued else "",
        )
        try:
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
        told = {
            "tab": "" if one.tab == MAKE else one.tab,
            "kind": span.kind.value if span is not None and one.tab == MAKE else "",
            "period": span.code if span is not None and one.tab == MAKE else "",
            "snapshot": briefing.snapshot[:12] if briefing is not None and one.tab == MAKE else "",
            "number": one.number,
        }
        return urlencode({key: value for key, value in told.items() if value})

    @property
    def tabs(self) -> dict[str, str]:
        """Return the tabs that this viewer has."""
        return TABS if self.may_read_issued else {MAKE: TABS[MAKE]}

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

    def fields(self) -> tuple[FormField, ...]:
        """Return the questions of a new briefing: which, of which data, as of which day."""
        spans = tuple(Choice(_key(one), f"{one.kind.label}　{one.label}") for one in self.spans)
        # Today is not over yet: on the last day of a month the usual one is the month before.
        usual = self.shown.span or last_over(KINDS[0], self.today - timedelta(1))
        known = {one.code for one in spans}
        frozen, _ = self.bench.shelf.all()
        snapshots = [
            Choice(
                one.hash[:12],
                f"{one.hash[:12]}　截至 {one.manifest.as_of}，台账第 {one.manifest.ledger_size} 条",
            )
            for one in frozen[::-1][:MOST_SNAPSHOTS]
        ]
        chosen = next((one.code for one in snapshots if self.shown.snapshot.startswith(one.code)), "")
        hint = "不选就按现在所知固定一个新快照" if self.may_freeze else "您的角色不能固定快照，请选一个已有的"
        return (
            FormField(
                "span",
                "哪一期",
                "choice",
                required=True,
                choices=spans,
                initial=_key(usual) if _key(usual) in known else "",
            ),
            FormField(
                "snapshot",
                "用哪个快照",
                "choice",
                required=not self.may_freeze,
                choices=tuple(snapshots),
                initial=chosen,
                hint=hint,
            ),
            FormField(
                "as_of",
                "截至日",
                "date",
                high=self.today,
                hint="不填就是该期最后一天；选了快照就以快照为准",
            ),
        )

    def asked(self, values: FormValues) -> Asked:
        """Return which briefing the answers ask for; ``BriefingError`` if that cannot be made."""
        kind, _, period = values.text("span").partition(":")
        if not kind:
            raise BriefingError("请选择哪一期")
        span, snapshot = read_span(IssuedKind.coded(kind), period), values.text("snapshot")
        return Asked(span, snapshot, None if snapshot else values.day("as_of"))

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
        """Put the passages into the briefing; ``BriefingError`` if one is too long."""
        self.briefing = self.made.with_texts({one: values.text(one.value) for one in BriefingPassage})

    def file(self, form: str) -> FileToSave:
        """Return the briefing on the screen as a file, not issued yet."""
        briefing = self.made
        return FileToSave(f"{briefing.name}.{form}", file_of(briefing, form), MEDIA[form])


def _key(span: Span) -> str:
    return f"{span.kind.value}:{span.code}"
