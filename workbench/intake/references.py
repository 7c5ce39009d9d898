"""Units and people of a row: units by their names on the day, people with their documents checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workbench.access.masking import scrub
from workbench.acts.handling import Person
from workbench.intake.column import Column
from workbench.intake.findings import LONGEST_WORD, Choice, Findings, Question, brief
from workbench.intake.key_values import check_identity
from workbench.intake.text import shown
from workbench.intake.unit_names import UnitNames
from workbench.terms import IdentityDocument

UNIT_FACTS = ("first_unit", "locality", "responsible_unit", "cause_unit")
_ASKED = 60  # names that are asked about; beyond it the column is wrong


@dataclass(slots=True)
class References:
    """Finds the units and people that rows name; what is not certain is asked."""

    units: UnitNames
    findings: Findings
    answers: Mapping[str, str]
    today: date
    column: Callable[[str], str]  # fact → its column as told to people
    _aliases: dict[str, int] = field(default_factory=dict)
    _unused_localities: int = 0

    def find_units(self, row: int, values: dict[str, Any]) -> bool:
        """Put codes in place of names; return whether all are found (else they are asked about)."""
        moment = values.get("registered") or values.get("received")
        day = self.today if moment is None else moment.day
        is_found = True
        for fact in UNIT_FACTS:
            name = values.get(fact)
            if name is None:
                continue
            values[fact] = self._unit(row, fact, name, day)
            is_found = is_found and (values[fact] is not None or self.answers.get(f"unit:{name}") == "")
        locality = values.pop("locality", None)
        if locality is not None and values.get("responsible_unit") is not None:
            self._unused_localities += 1
        elif locality is not None:
            values["responsible_unit"] = locality
            column = self.column("locality")
            self.findings.correct(
                row, column, "（责任单位未填）", self.units.name(locality), "责任单位未填，按问题属地登记"
            )
        return is_found

    def _unit(self, row: int, fact: str, name: str, day: date) -> str | None:
        answer = self.answers.get(f"unit:{name}")
        if answer is not None:
            if answer == "":
                key = f"单位“{scrub(shown(name, 30))}”按所答不登记"
                self._aliases[key] = self._aliases.get(key, 0) + 1
                return None
            if self.units.knows(answer):
                key = f"“{name}”按所答登记为“{self.units.name(answer)}”"
                self._aliases[key] = self._aliases.get(key, 0) + 1
                return answer
        found = self.units.find(name, day)
        if found.code is not None:
            if found.is_alias:
                key = f"单位“{name}”登记为“{self.units.name(found.code)}”"
                self._aliases[key] = self._aliases.get(key, 0) + 1
            return found.code
        asked = sum(1 for key in self.findings.questions if key.startswith("unit:"))
        if asked < _ASKED and len(name) <= LONGEST_WORD:
            text = f"单位“{scrub(shown(name, 30))}”（第 {row} 行）：{found.why}。登记为哪个单位？"
            choices = (*found.choices, Choice("", "不登记该单位"))
            self.findings.ask(Question(f"unit:{name}", text, choices))
        else:
            self.findings.fault(row, self.column(fact), brief(name), found.why, "请按单位名录填写单位名称")
        return None

    def persons(self, row: int, values: dict[str, Any], teller: Column | None) -> tuple[Person, ...]:
        """Return the people of a row; ``teller`` is the column of document numbers."""
        given = [values.get(fact) for fact in ("person_name", "phone", "id_number", "address")]
        if not any(given):
            return ()
        name, phone, number, address = given
        kind = IdentityDocument.coded(values.get("id_kind") or IdentityDocument.RESIDENT.value)
        if number is not None and teller is not None:
            number = check_identity(teller, row, number, kind)
        return (Person(name, phone, number, address, id_kind=kind),)

    def tell(self) -> None:
        """List the names that are written otherwise than in the list of units, and localities not needed."""
        if self._unused_localities:
            letters, _, heading = self.column("locality").partition(" ")
            self.findings.leave_out(
                letters, heading, f"{self._unused_localities:,} 行已有责任单位，不登记属地"
            )
        for sentence, rows in self._aliases.items():
            self.findings.correct(None, "", sentence, f"{rows} 行", "单位名称与名录写法不同")
