"""Take in filled forms of the monthly screening: looked at first, then all of them or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.access.gate import require
from workbench.intake.firewall import Refusal, log_refusals
from workbench.intake.limits import shipped_limits
from workbench.intake.load import NotAcceptedError
from workbench.intake.reading.original import Original, take_original
from workbench.intake.reading.parent import read_cells
from workbench.intake.screening_reading import COUNTS, FilledForm, FormFault, forms_of
from workbench.intake.screening_words import objection
from workbench.law.screening_month import month_words, report_number
from workbench.office import OFFICE
from workbench.terms import ActKind, Role

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from workbench.access.viewer import Viewer
    from workbench.acts.book import Book
    from workbench.acts.screenings import AmendScreening, ReportScreening
    from workbench.app import Workbench


@dataclass(frozen=True, slots=True)
class FormReport:
    """What one sheet would record; ``act`` is ``None`` where the same numbers are there already.

    ``seen`` is the version of the report before it, 0 where there is none.
    """

    sheet: str
    unit: str
    unit_name: str
    month: str
    act: ReportScreening | AmendScreening | None
    seen: int

    @property
    def words(self) -> str:
        """What would happen, in Chinese."""
        what = f"{self.unit_name}{month_words(self.month)}"
        if self.act is None:
            return f"{what}：与已报送的相同，不再记录"
        act = self.act
        counts = f"新排查{act.new}件，已化解{act.settled}件，期末存量{act.stock}件"
        return f"{what}：{'报送' if self.seen == 0 else '更正'}，{counts}，{act.signed_by}签字"


@dataclass(frozen=True, slots=True)
class FormPreview:
    """A file of forms as it would be taken in; nothing is written."""

    original: Original
    reports: tuple[FormReport, ...] = ()
    faults: tuple[FormFault, ...] = ()
    refused: tuple[Refusal, ...] = field(default=())

    @property
    def blockers(self) -> tuple[str, ...]:
        """Why it cannot be taken in as it stands, each with sheet and cell; empty if it can."""
        told = [_refusal(one) for one in self.refused]
        return (*told, *(fault.sentence for fault in self.faults))


def inspect_forms(
    bench: Workbench, viewer: Viewer, source: Path | str | bytes, name: str | None = None
) -> FormPreview:
    """Return what taking in a file of forms would do; the file is read in a child process.

    ``RefusedFileError`` if it cannot be read at all, ``NotPermittedError`` by role.
    """
    require(viewer, f"act:{ActKind.REPORT_SCREENING.value}")
    limits = shipped_limits()
    original = take_original(source, name, limits)
    forms = list(forms_of(read_cells(original, limits).sheets))
    preview = FormPreview(original)
    if not forms:
        fault = FormFault("（全部）", "A1", "没有找到排查月报的表格", "请用下载的表样填写，不要改动表头")
        return replace(preview, faults=(fault,))
    refused = tuple(one for form in forms for one in form.refused)
    if refused:
        return replace(preview, refused=refused)
    with bench.reading() as session:
        reports = _reports(bench, viewer, session.connection(), forms, original.sha256)
    faults = tuple(fault for form in forms for fault in form.faults)
    return replace(preview, reports=() if faults else tuple(reports), faults=faults)


def log_form_refusals(bench: Workbench, preview: FormPreview) -> None:
    """Log the labels for people that were refused; no value and no name goes into the log."""
    log_refusals(bench.config.logs, preview.refused, sha256=preview.original.sha256, now=bench.now())


def load_forms(bench: Workbench, viewer: Viewer, preview: FormPreview) -> tuple[int, ...]:
    """Record what a preview shows, all in one transaction; return the ledger positions.

    ``NotAcceptedError`` while something is wrong;
    ``StaleError`` where a report has changed since the look. After any error nothing has been written.
    """
    from workbench.acts.evidence import keep

    require(viewer, f"act:{ActKind.REPORT_SCREENING.value}")
    if preview.blockers:
        raise NotAcceptedError(preview.blockers)
    acts = [(one.act, one.seen) for one in preview.reports if one.act is not None]
    if not acts:
        return ()
    now = bench.now()
    with bench.desk(viewer.actor) as desk:
        desk.perform(keep(preview.original.name, preview.original.content), now=now)
        return tuple(desk.perform(act, now=now, seen=seen or None) for act, seen in acts)


def _reports(
    bench: Workbench, viewer: Viewer, link: Connection, forms: list[FilledForm], sha256: str
) -> list[FormReport]:
    """Return what the forms would record, tried one after the other on paper; faults join the forms."""
    from workbench.acts.apply import apply
    from workbench.acts.book import Book

    book = Book(link, office=OFFICE, calendars=bench.calendars(link))
    book.know_evidence(sha256)
    found: list[FormReport] = []
    for form in sorted(forms, key=lambda one: str(one.facts.get("month") or "")):
        for cell, text in form.texts.items():
            why = objection(link, text)
            if why:
                form.fault(cell, *_halves(why))
        if form.faults:
            continue
        report = _report(bench.today(), viewer, book, form, sha256)
        if any((one.unit, one.month) == (report.unit, report.month) for one in found):
            form.fault(form.cells["month"], "这一单位这一月份在文件中有两张表", "请只留一张")
            continue
        if report.act is not None:
            try:
                apply(book, report.act, 0, viewer.actor)
            except ValueError as error:
                at = getattr(error, "at", "") or "unit"
                form.fault(form.cells.get(at, form.cells["unit"]), *_halves(str(error)))
                continue
        found.append(report)
    return found


def _report(today: date, viewer: Viewer, book: Book, form: FilledForm, sha256: str) -> FormReport:
    from workbench.acts.screenings import SCREENING, AmendScreening, ReportScreening

    facts = form.facts
    number = report_number(facts["unit"], facts["month"])
    before = book.dossiers.find(SCREENING, number)
    on = today if viewer.role is Role.HANDLER else min(facts["on"] or today, today)
    last_stock, new, settled, stock = (facts[name] for name in COUNTS)
    lines = tuple(form.lines)
    name = (
        book.units.name_on(facts["unit"], today) if facts["unit"] in book.units.kinds else facts["unit_name"]
    )
    if before is None:
        act: ReportScreening | AmendScreening = ReportScreening(
            number, facts["unit"], facts["month"], on, last_stock, new, settled, stock,
            facts["signed_on"], facts["signed_by"],
            lines, sha256,
        )  # fmt: skip
        return FormReport(form.sheet, facts["unit"], name, facts["month"], act, 0)
    act = AmendScreening(
        number, on, last_stock, new, settled, stock, facts["signed_on"], facts["signed_by"],
        facts["why"] or "", lines, sha256,
    )  # fmt: skip
    last = before.edition
    same = (last.last_stock, last.new, last.settled, last.stock, last.signed_by, last.signed_on)
    told = [
        (one.kind, one.new, one.settled, one.stock, one.responsible, one.post, one.measure, one.due_on)
        for one in before.shown_lines
    ]
    asked = [
        (one.dispute, one.new, one.settled, one.stock, one.responsible, one.post, one.measure, one.due_on)
        for one in lines
    ]
    is_same = (
        same == (last_stock, new, settled, stock, facts["signed_by"], facts["signed_on"]) and told == asked
    )
    kept = None if is_same else act
    return FormReport(form.sheet, facts["unit"], name, facts["month"], kept, before.version)


def _refusal(one: Refusal) -> str:
    return (
        f"工作表“{one.sheet}”{one.column}栏含“{one.term}”：本系统不登记对信访人的管控类标签，"
        "请在原表中删去后重新上传"
    )


def _halves(sentence: str) -> tuple[str, str]:
    """Return the reason and the remedy of a sentence of ours."""
    reason, colon, remedy = sentence.partition("：")
    return (reason, remedy) if colon else (sentence, "请核对")
