"""What was found while a file was read: faults, corrections, questions, and what had to be assumed."""

from __future__ import annotations

from dataclasses import dataclass, field

from workbench.access.masking import mask_name, scrub
from workbench.intake.columns import Field, Kind
from workbench.intake.reading.cells import BareFormula, ErrorCell
from workbench.intake.text import shown

IN_FILE = "（文字，见原件）"
LONGEST_WORD = 40  # characters; what is longer is a narrative, in whatever column it stands
KEPT = 20_000  # findings of each kind that are kept one by one; beyond it only the count grows


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason why the file cannot be taken in, at its place in the file. Row and column as shown there."""

    file: str
    sheet: str
    row: int | None
    column: str  # letters and heading: “C 登记日期”; empty for the whole row
    value: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing that the import would do differently from the file, once somebody confirms it."""

    file: str
    sheet: str
    row: int | None
    column: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class Assumption:
    """A fact that the file does not hold and the mapping sets, for so many rows."""

    fact: str
    label: str
    value: str
    rows: int

    @property
    def sentence(self) -> str:
        """The assumption in Chinese, as it must be confirmed."""
        return f"{self.label}：{self.value}（{self.rows:,} 行，导入时按对应表设定，未经人工甄别）"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a question."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """Something that only a person can decide. ``id`` is the key of the answer."""

    id: str
    text: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A column of the file that is not imported, and why; ``column`` are its letters."""

    column: str
    heading: str
    why: str


@dataclass(slots=True)
class Findings:
    """Collects what is found in one sheet of one file.

    Findings are shown, saved and printed: a value comes here as ``listed`` or ``brief`` lets it be told.
    """

    file: str
    sheet: str = ""
    faults: list[Fault] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    questions: dict[str, Question] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    assumed: dict[tuple[str, str, str], int] = field(default_factory=dict)  # fact, label, value → rows
    fault_count: int = 0
    correction_count: int = 0

    def fault(self, row: int | None, column: str, value: object, reason: str, remedy: str) -> None:
        """Note a fault; ``value`` is shown with unseen characters made visible."""
        self.fault_count += 1
        if len(self.faults) < KEPT:
            self.faults.append(Fault(self.file, self.sheet, row, column, shown(value), reason, remedy))

    def correct(self, row: int | None, column: str, before: object, after: object, reason: str) -> None:
        """Note a correction that has to be confirmed."""
        self.correction_count += 1
        if len(self.corrections) < KEPT:
            told = Correction(self.file, self.sheet, row, column, shown(before), shown(after), reason)
            self.corrections.append(told)

    def ask(self, question: Question) -> None:
        """Note a question, once."""
        self.questions.setdefault(question.id, question)

    def leave_out(self, column: str, heading: str, why: str) -> None:
        """Note a column that is not imported."""
        self.left_out.append(LeftOut(column, shown(heading, 20), why))

    def assume(self, fact: str, label: str, value: str) -> None:
        """Count one row for which a fact was set by the mapping."""
        key = (fact, label, value)
        self.assumed[key] = self.assumed.get(key, 0) + 1

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """All that was assumed, with the number of rows."""
        return tuple(Assumption(*key, rows) for key, rows in self.assumed.items())


def told(value: object, of: Field) -> str:
    """Return a value as it may be told: of a person, only as much as helps to find the cell."""
    text = shown(value)
    if not of.kind.is_personal or not text:
        return text
    if of.kind is Kind.NAME:
        return mask_name(text)
    if of.kind is Kind.PHONE:
        return f"（电话，{len(text)} 位）"
    if of.kind is Kind.IDENTITY:
        return f"{'*' * max(len(text) - 2, 0)}{text[-2:]}"
    return f"（住址，{len(text)} 字）"


def listed(value: object, of: Field) -> str:
    """Return a value as a list of findings may tell it: what people wrote stays in the file."""
    if of.kind is Kind.TEXT and value and not isinstance(value, ErrorCell | BareFormula):
        return IN_FILE
    if of.kind.is_personal:
        return told(value, of)
    text = brief(value)
    return text if of.kind in {Kind.NUMBER_KEY, Kind.KEY} else scrub(text)


def brief(value: object) -> str:
    """Return a word, number or date; of what is longer, how long it is."""
    text = str(value if value is not None else "")
    return shown(value) if len(text) <= LONGEST_WORD else f"（{len(text):,} 字，见原件）"
