"""Clauses on accountability that may apply to a missed duty (clauses.toml). A person judges, never code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from workbench.law.tables import Entry, LawDataError, read_table

FILE: Final = "clauses.toml"

ADDRESSEES: Final[Mapping[str, str]] = {
    "any_unit": "各级机关、单位",
    "petition_office": "党委和政府信访部门自身",
    "accepting_unit": "负有受理职责的机关、单位",
    "handling_unit": "有权处理的机关、单位",
    "unit_or_official": "有关机关、单位及其领导干部、工作人员",
    "official": "领导干部、工作人员",
}


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause; ``general`` is what its article provides, ``addressee`` a code of ``ADDRESSEES``."""

    code: str
    instrument: str
    article: str
    text: str
    addressee: str
    general: str
    in_force: date
    source: str

    @property
    def basis(self) -> str:
        """Return instrument and article as a reader cites them."""
        return f"《{self.instrument}》{self.article}"


@cache
def clauses() -> Mapping[str, Clause]:
    """Return every clause by its code; ``LawDataError`` names the first wrong entry."""
    content = read_table(FILE)
    instruments = {}
    for values in content.get("instrument", []):
        entry = Entry(FILE, str(values.get("id")), values)
        head = (entry.text("name"), entry.text("general"), entry.day("in_force"), entry.text("source"))
        instruments[entry.text("id")] = head
        entry.done()
    found: dict[str, Clause] = {}
    for values in content.get("clause", []):
        entry = Entry(FILE, str(values.get("code")), values)
        code, addressee = entry.text("code"), entry.text("addressee")
        keys = sorted((key for key in instruments if code.startswith(key)), key=len)
        head_of = instruments[keys[-1]] if keys else None
        if head_of is None:
            raise entry.error("code", "不属于任何已列明的规定")
        if code in found:
            raise entry.error("code", "重复")
        if addressee not in ADDRESSEES:
            raise entry.error("addressee", f"应为 {'、'.join(ADDRESSEES)} 之一")
        name, general, in_force, source = head_of
        found[code] = Clause(
            code, name, entry.text("article"), entry.text("text"), addressee, general, in_force, source
        )
        entry.done()
    return found


def clause(code: str) -> Clause:
    """Return the clause with this code; ``LawDataError`` if there is none."""
    found = clauses().get(code)
    if found is None:
        raise LawDataError(f"没有代码为“{code}”的责任条款，请核对 {FILE}")
    return found


def clause_text(code: str) -> str:
    """Return article and words of a clause in one line; its code is for data, not for readers."""
    found = clause(code)
    return f"{found.basis}：{found.text}"
