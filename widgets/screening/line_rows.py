"""The lines of a report as typed or pasted: each row becomes a line, or sentences that say what to mend."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from workbench.law.screening import COUNTED
from workbench.terms import DisputeKind

if TYPE_CHECKING:
    from workbench.acts.screenings import GivenLine

COUNTS: Final = ("new", "settled", "stock")
TEXTS: Final = ("responsible", "post", "measure")
MOST_ROWS: Final = 60
LONGEST: Final = 300  # characters of one cell


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: its key, its heading, its width in characters, what may be chosen there."""

    key: str
    label: str
    width: int
    choices: tuple[str, ...] = ()


COLUMNS: Final = (
    SheetColumn("kind", "类别", 10, tuple(one.label for one in DisputeKind)),
    SheetColumn("new", COUNTED["new"], 4),
    SheetColumn("settled", COUNTED["settled"], 4),
    SheetColumn("stock", COUNTED["stock"], 4),
    SheetColumn("responsible", "责任人", 6),
    SheetColumn("post", "责任人职务", 8),
    SheetColumn("measure", "化解措施", 20),
    SheetColumn("due_on", "化解期限", 8),
)
KEYS: Final = tuple(one.key for one in COLUMNS)


@dataclass(frozen=True, slots=True)
class ReadLines:
    """What the rows say: the lines that can be taken, and sentences by the place of a row (from 0)."""

    lines: tuple[GivenLine, ...]
    problems: Mapping[int, tuple[str, ...]]

    def sum(self, name: str) -> int:
        """Return the sum of a count over the lines."""
        return sum(getattr(one, name) for one in self.lines)


def read_lines(rows: Sequence[Mapping[str, str]], objection: Callable[[str], str]) -> ReadLines:
    """Return the lines of a report and what is wrong with them; empty rows are passed over."""
    from workbench.acts.screenings import GivenLine

    lines: list[GivenLine] = []
    problems: dict[int, tuple[str, ...]] = {}
    for place, row in enumerate(rows):
        if not any(cell.strip() for cell in row.values()):
            continue
        wrong: list[str] = []
        kind = next((one for one in DisputeKind if one.label == row["kind"].strip()), None)
        if kind is None:
            wrong.append("请选择类别")
        new, settled, stock = (_count(row[name], COUNTED[name], wrong) for name in COUNTS)
        due = _day(row["due_on"], wrong)
        told = {name: row[name].strip() or None for name in TEXTS}
        for name in ("post", "measure"):
            why = objection(told[name] or "")
            if why:
                wrong.append(why)
        if wrong or kind is None:
            problems[place] = tuple(wrong)
        else:
            lines.append(
                GivenLine(kind, new, settled, stock, due, told["responsible"], told["post"], told["measure"])
            )
    return ReadLines(tuple(lines), problems)


def _count(text: str, label: str, wrong: list[str]) -> int:
    from workbench.intake.text import narrow

    plain = narrow(text).strip()
    if plain.isascii() and plain.isdigit() and len(plain) <= 6:
        return int(plain)
    if plain:
        wrong.append(f"{label}“{plain[:20]}”不是件数：请填不小于0的整数")
    return 0


def _day(text: str, wrong: list[str]) -> date | None:
    from workbench.intake.dates import UnreadableDateError, read_moment

    if not text.strip():
        return None
    try:
        return read_moment(text.strip()).day
    except UnreadableDateError as error:
        wrong.append(f"化解期限“{text.strip()[:20]}”{error}：{error.remedy}")
        return None
