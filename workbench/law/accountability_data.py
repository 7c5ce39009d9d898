"""What accountability.toml says: numbering, local days, the ladder of forms, clauses offered for a lead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from workbench.law.clauses import Clause, clause, clauses
from workbench.law.tables import Entry, LawDataError, read_table
from workbench.terms import LeadSource, UnitKind

FILE: Final = "accountability.toml"
NOT_PURSUED: Final = "none"
AIMED: Final = ("unit", "person")
DECIDED_BY: Final = ("authority", "joint_conference")
TRACED_BY: Final = "XF42"  # article 42: what caused the petition
OFFICE_ONLY: Final = "petition_office"  # addressee of article 43


class UnknownFormError(ValueError):
    """The ladder has no such form."""

    def __init__(self, code: str) -> None:
        super().__init__(f"处理方式表中没有代码“{code}”：请从表中选择，表在 {FILE}")


@dataclass(frozen=True, slots=True)
class Form:
    """One form of the ladder. ``months`` is the period of effect where the law gives one."""

    code: str
    name: str
    level: int
    aimed: tuple[str, ...]
    by: tuple[str, ...]
    source: str
    confidence: str
    months: int | None


@dataclass(frozen=True, slots=True)
class AccountabilityData:
    """Content of the file; days are calendar days."""

    number: str
    defence_days: int
    reexamination_days: int
    ahead_days: int
    usual: Mapping[LeadSource, tuple[str, ...]]
    forms: Mapping[str, Form]


@cache
def accountability_data() -> AccountabilityData:
    """Return the content of the file; ``LawDataError`` names what is wrong in it."""
    content = read_table(FILE)
    numbering = Entry(FILE, "numbering", content["numbering"])
    days = Entry(FILE, "days", content["days"])
    usual = Entry(FILE, "usual_clauses", content["usual_clauses"])
    found = AccountabilityData(
        number=numbering.text("proceeding"),
        defence_days=days.number("defence"),
        reexamination_days=days.number("reexamination"),
        ahead_days=days.number("ahead"),
        usual={source: usual.texts(source.value) for source in LeadSource},
        forms=_forms(content["form"]),
    )
    for entry in (numbering, days, usual):
        entry.done()
    for codes in found.usual.values():
        for code in codes:
            clause(code)
    return found


def form(code: str) -> Form:
    """Return a form of the ladder; ``UnknownFormError`` if it has none such."""
    found = accountability_data().forms.get(code)
    if found is None:
        raise UnknownFormError(code)
    return found


def forms_for(decided_by: str, *, is_person: bool) -> tuple[Form, ...]:
    """Return the forms that such a body may decide for a person or for a unit, as the ladder has them."""
    aim = AIMED[is_person]
    return tuple(
        one for one in accountability_data().forms.values() if decided_by in one.by and aim in one.aimed
    )


def offered_clauses(source: LeadSource, kind: UnitKind) -> tuple[Clause, ...]:
    """Return the clauses that can be asked about: the usual ones of the lead first, each once.

    Article 43 is about the petition office alone.
    """
    usual = accountability_data().usual[source]
    every = clauses()
    ordered = [*usual, *(code for code in every if code not in usual)]
    return tuple(every[code] for code in ordered if applies_to(every[code], kind))


def applies_to(one: Clause, kind: UnitKind) -> bool:
    """Return whether a clause is about units of this kind at all."""
    return one.addressee != OFFICE_ONLY or kind is UnitKind.PETITION_OFFICE


def last_day(decided_on: date, months: int) -> date:
    """Return the last day of an effect: the same day of the month, or the month's last (民法典 art. 202)."""
    at = decided_on.year * 12 + decided_on.month - 1 + months
    year, month = at // 12, at % 12 + 1
    for day in range(decided_on.day, 27, -1):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    return date(year, month, decided_on.day)


def _forms(tables: list[dict[str, object]]) -> dict[str, Form]:
    found: dict[str, Form] = {}
    for values in tables:
        entry = Entry(FILE, str(values.get("code")), {k: v for k, v in values.items() if k != "level"})
        level = values.get("level")
        if not isinstance(level, int) or not 0 <= level <= 6:
            raise entry.error("level", "应为0至6的整数")
        one = Form(
            code=entry.text("code"),
            name=entry.text("name"),
            level=level,
            aimed=entry.texts("aimed"),
            by=entry.texts("by"),
            source=entry.text("source"),
            confidence=entry.text("confidence"),
            months=entry.maybe_number("months"),
        )
        entry.done()
        if not one.aimed or not set(one.aimed) <= set(AIMED):
            raise entry.error("aimed", f"应为 {'、'.join(AIMED)} 之一或两者")
        if not one.by or not set(one.by) <= set(DECIDED_BY):
            raise entry.error("by", f"应为 {'、'.join(DECIDED_BY)} 之一或两者")
        if one.code in found:
            raise entry.error("code", "重复")
        found[one.code] = one
    if NOT_PURSUED not in found:
        raise LawDataError(f"规则数据文件 {FILE} 缺少“不予追究”（{NOT_PURSUED}）")
    return found
