"""What a file does not say and a mapping sets: each fact is told with its rows and has to be confirmed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from workbench.intake.chain import CLASS_OF_PURPOSE
from workbench.intake.column import CODED
from workbench.intake.findings import Findings, brief
from workbench.intake.mapping import ColumnMapping
from workbench.intake.topic_names import find_topic, topic_name
from workbench.intake.unit_names import UnitNames
from workbench.terms import Step

Made = list[tuple[str, str]]  # facts and their values in words


@dataclass(slots=True)
class Assumer:
    """Fills the facts of a row from the mapping, where the file says nothing."""

    mapping: ColumnMapping
    units: UnitNames
    _topics: dict[str, int] = field(default_factory=dict)

    def fill(self, values: dict[str, Any]) -> Made:
        """Fill what the file does not say; return facts and values in words."""
        made: Made = []
        self._topic(values)
        is_undated = self._take_undated(values, made)
        found = CLASS_OF_PURPOSE.get(values.get("purpose"))
        if found is not None and values.get("petition_class") is None:
            values["petition_class"] = found.value
            made.append(("petition_class", f"{found.label}（依信访目的）"))
        for fact, value in self.mapping.assume.items():
            target = "first_unit" if fact == "unit" else fact
            if values.get(target) is not None:
                continue
            if is_undated and fact in {"petition_class", "path"}:
                continue
            if fact == "path" and values.get("petition_class") != "claim":
                continue
            if fact == "approved_by_head":
                if values.get("extended") is None:
                    continue
                values[target] = value == "yes"
                made.append((fact, "是"))
                continue
            values[target] = _assumed(fact, value)
            made.append((fact, self._in_words(fact, value)))
        return made

    def _take_undated(self, values: dict[str, Any], made: Made) -> bool:
        """Date a state that the file dates nowhere by the day it was seen: the latest it can have been."""
        step = self.mapping.undated.get(values.get("status") or "")
        if step is None or values.get("status_seen") is None:
            return False
        fact = "replied" if step is Step.REPLY_DIRECTLY else "handled_directly"
        values[fact] = values["status_seen"]
        values["contact_known"] = False
        made.append((fact, "数据截至日期（最迟日期，实际日期文件中没有）"))
        made.append(("contact_known", "否（文件没有姓名、住址）"))
        return True

    def _topic(self, values: dict[str, Any]) -> None:
        given = values.get("topic")
        if given is None:
            return
        spoken = self.mapping.values.get("topic", {}).get(given, given)
        code = find_topic(spoken)
        if code is None:
            self._topics[given] = self._topics.get(given, 0) + 1
        values["topic"] = code

    def _in_words(self, fact: str, value: str) -> str:
        terms = CODED.get(fact)
        if terms is not None:
            return terms.coded(value).label
        if fact in {"unit", "responsible_unit"}:
            return self.units.name(value)
        return topic_name(value) if fact == "topic" else value

    def tell(self, findings: Findings, column: str) -> None:
        """List the topics that the tree does not have."""
        for topic, rows in self._topics.items():
            findings.correct(None, column, brief(topic), f"（{rows} 行不登记分类）", "分类表中没有这一类")


def _assumed(fact: str, value: str) -> int | str:
    """Return the value of an assumed fact as a row would hold it."""
    if fact == "people":
        return int(value)
    return find_topic(value) or value if fact == "topic" else value
