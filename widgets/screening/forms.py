"""The forms of the screening, from the questions to the ledger: report, mend, send back. No widgets here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from widgets.parts.form_values import Blocker, FormField, FormValues
from widgets.screening.line_rows import KEYS, ReadLines, read_lines
from widgets.screening.state import ScreeningScreenState
from workbench.access.gate import require
from workbench.law.screening import COUNTED
from workbench.law.screening_month import first_day, month_words
from workbench.terms import ActKind, Role

if TYPE_CHECKING:
    from workbench.acts.screenings import AmendScreening, ReportScreening, ReturnScreening
    from workbench.law.screening_parts import DisputeLine

QUESTION: Final = "记入台账后不能删除，有变动的只能更正。确定报送？"
RETURN_DAYS: Final = 3  # working days offered for mending; the office may name another day


class FormClosedError(ValueError):
    """The form cannot be filled in here and now."""


class WrongLinesError(ValueError):
    """Some lines of a report cannot be taken as they are."""


class ReportForm:
    """The report of a unit on a month, or its mended edition where one came in already."""

    def __init__(self, state: ScreeningScreenState) -> None:
        """``NotPermittedError`` by role, ``FormClosedError`` on a past day."""
        require(state.viewer, f"act:{ActKind.REPORT_SCREENING.value}")
        if state.closed():
            raise FormClosedError(state.closed())
        self.state = state
        self._look()

    @property
    def kind(self) -> ActKind:
        """Return which act the form makes."""
        return ActKind.REPORT_SCREENING if self.line.screening is None else ActKind.AMEND_SCREENING

    @property
    def title(self) -> str:
        """Return what the form does, in words."""
        return f"{self.kind.label}：{self.line.unit_name}{month_words(self.line.month)}"

    def fields(self) -> tuple[FormField, ...]:
        """Return the questions about the whole report; its lines are asked in the sheet."""
        today, edition = self.state.today, self.line.screening and self.line.screening.edition
        before = self.page.before
        last = edition.last_stock if edition else before.edition.stock if before else None
        if before is not None:
            last = before.edition.stock
            hint = f"{month_words(before.month)}月报的期末存量"
        else:
            hint = "本单位第一份月报，填上月末还没有化解的件数"
        signer = self.page.head or (edition.signed_by if edition else "")
        asked = [
            FormField("last_stock", COUNTED["last_stock"], "number", required=True, low=0, hint=hint,
                      initial="" if last is None else str(last)),
            FormField("signed_by", "签字的主要负责人", required=True, longest=20, initial=signer),
            FormField("signed_on", "签字日期", "date", required=True, initial=today.isoformat(),
                      low=first_day(self.line.month), high=today),
        ]  # fmt: skip
        if self.state.viewer.role is not Role.HANDLER:
            asked.append(
                FormField("on", "报送日期", "date", required=True, high=today, initial=today.isoformat(),
                          hint="纸质月报送达之日；单位账号报送的以提交当日为准")
            )  # fmt: skip
        if self.kind is ActKind.AMEND_SCREENING:
            asked.append(FormField("why", "更正理由", "long", required=True, longest=300))
        return tuple(asked)

    def rows(self) -> list[list[str]]:
        """Return the lines that stand in the sheet at first: as reported, or what remained last month."""
        if self.line.screening is not None:
            return [_row(one) for one in self.line.screening.shown_lines]
        before = self.page.before
        left = before.shown_lines if before is not None else ()
        return [_row(one, carried=True) for one in left if one.stock]

    def read(self, rows: Sequence[Mapping[str, str]]) -> ReadLines:
        """Return the lines that these rows say, with what is wrong."""
        return read_lines(rows, self.state.objection)

    def act(self, values: FormValues, found: ReadLines) -> ReportScreening | AmendScreening:
        """Return the act that the answers make; the sums are those of the lines."""
        from workbench.acts.screenings import AmendScreening, ReportScreening

        today = self.state.today
        on = values.day("on") or today
        last = values.whole("last_stock") or 0
        new, settled, stock = (found.sum(name) for name in ("new", "settled", "stock"))
        signed_on, signer = values.day("signed_on") or today, values.text("signed_by")
        line = self.line
        if self.kind is ActKind.REPORT_SCREENING:
            return ReportScreening(
                line.number, line.unit, line.month, on, last, new, settled, stock, signed_on, signer,
                found.lines,
            )  # fmt: skip
        why = values.text("why")
        return AmendScreening(line.number, on, last, new, settled, stock, signed_on, signer, why, found.lines)

    def judge(self, values: FormValues) -> list[Blocker]:
        """Return what stands against the answers; the lines are judged when the button is pressed."""
        why = self.state.objection(values.text("why"))
        return [Blocker(why)] if why else []

    def perform(self, values: FormValues, found: ReadLines) -> int:
        """Record the report; return its ledger position. If somebody was quicker, look anew and say so."""
        require(self.state.viewer, f"act:{self.kind.value}")
        if found.problems:
            places = "、".join(str(place + 1) for place in found.problems)
            raise WrongLinesError(f"明细第{places}行需要改正：请看各行下面的说明")
        seen = self.page.version or None
        try:
            return self.state.bench.perform(
                self.act(values, found), actor=self.state.viewer.actor, seen=seen
            )[0]
        except ValueError:
            self._look()
            raise

    def balance(self, values: FormValues, found: ReadLines) -> str:
        """Return how the numbers add up now, in words; with what is wrong, if something is."""
        last = values.whole("last_stock") or 0
        new, settled, stock = (found.sum(name) for name in ("new", "settled", "stock"))
        right = last + new - settled
        told = f"上期存量{last}＋新排查{new}－已化解{settled}＝{right}件，明细的期末存量合计{stock}件"
        return f"{told}：{'平衡' if right == stock else '不平，请核对'}"

    def _look(self) -> None:
        self.page = self.state.page()
        self.line = self.page.line


class ReturnForm:
    """Sending a report back to its unit."""

    def __init__(self, state: ScreeningScreenState) -> None:
        """``NotPermittedError`` by role, ``FormClosedError`` where it cannot be sent back now."""
        require(state.viewer, f"act:{ActKind.RETURN_SCREENING.value}")
        self.state = state
        self.page = state.page()
        screening = self.page.line.screening
        why = state.closed()
        if not why and screening is None:
            why = "该月还没有报送，没有可退回的月报"
        if not why and screening is not None and screening.returned is not None:
            why = f"已于{screening.returned.on}退回，等待单位更正"
        if why:
            raise FormClosedError(why)

    @property
    def title(self) -> str:
        """Return what the form does, in words."""
        line = self.page.line
        return f"{ActKind.RETURN_SCREENING.label}：{line.unit_name}{month_words(line.month)}"

    def fields(self) -> tuple[FormField, ...]:
        """Return the questions."""
        today = self.state.today
        with self.state.bench.reading() as session:
            calendar = self.state.bench.calendars(session.connection()).on(today)
        due = calendar.try_add(today, RETURN_DAYS) or today + timedelta(RETURN_DAYS)
        return (
            FormField("why", "退回理由", "long", required=True, longest=300, hint="哪里不符、要补什么"),
            FormField("due_on", "补报期限", "date", required=True, low=today + timedelta(1),
                      initial=due.isoformat()),
        )  # fmt: skip

    def act(self, values: FormValues) -> ReturnScreening:
        """Return the act that the answers make."""
        from workbench.acts.screenings import ReturnScreening

        today = self.state.today
        return ReturnScreening(
            self.page.line.number, today, values.day("due_on") or today, values.text("why")
        )

    def judge(self, values: FormValues) -> list[Blocker]:
        """Return what stands against it."""
        why = self.state.objection(values.text("why"))
        if not why and not values.errors:
            why = self.state.refusal(self.act(values))
        return [Blocker(why)] if why else []

    def perform(self, values: FormValues) -> int:
        """Record the return; return its ledger position."""
        require(self.state.viewer, f"act:{ActKind.RETURN_SCREENING.value}")
        return self.state.bench.perform(
            self.act(values), actor=self.state.viewer.actor, seen=self.page.version
        )[0]


def _row(one: DisputeLine, *, carried: bool = False) -> list[str]:
    counts = ("0", "0", str(one.stock)) if carried else (str(one.new), str(one.settled), str(one.stock))
    told = [one.kind.label, *counts, one.responsible or "", one.post or "", one.measure or ""]
    row = [*told, one.due_on.isoformat() if one.due_on else ""]
    assert len(row) == len(KEYS)
    return row
