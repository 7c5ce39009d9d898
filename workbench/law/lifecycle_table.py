"""The table of the procedure: state × step → state, who, evidence, article (lifecycle.toml)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from workbench.law.facts import CaseFile, StepTaken
from workbench.law.guards import FILE_GUARDS, STEP_GUARDS
from workbench.law.refusals import Guard
from workbench.law.tables import Entry, LawDataError, read_table
from workbench.law.targets import TARGETS
from workbench.terms import CaseState, Step

FILE: Final = "lifecycle.toml"
REGULATION: Final = "《信访工作条例》"

Target = Callable[[CaseState, CaseFile, StepTaken], CaseState]


@dataclass(frozen=True, slots=True)
class StepRule:
    """What a kind of step needs wherever it is taken."""

    step: Step
    article: str
    who: str
    evidence: str
    needs: str
    file_guards: tuple[Guard, ...]
    guards: tuple[Guard, ...]
    by_hand: tuple[Guard, ...]  # more of them, where somebody records the step himself
    by_hand_file: tuple[Guard, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One allowed pair of state and step; ``to`` is a state, or a way to find it in the file."""

    rule: StepRule
    to: CaseState | None
    find: Target | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a pair is not allowed, where it deserves its own sentence."""

    article: str
    why: str


@dataclass(frozen=True, slots=True)
class Table:
    """``rows[state][step]``; the state ``None`` is a matter not yet registered."""

    source: str
    date: date
    rules: Mapping[Step, StepRule]
    rows: Mapping[CaseState | None, Mapping[Step, Row]]
    refusals: Mapping[tuple[CaseState | None, Step], Refusal]
    changing: frozenset[Step]  # steps that can change the state


@cache
def table() -> Table:
    """Return the table; ``LawDataError`` names the first wrong entry."""
    content = read_table(FILE)
    rules = _rules(content.get("step", {}))
    rows: dict[CaseState | None, dict[Step, Row]] = {state: {} for state in (None, *CaseState)}
    changing: set[Step] = set()
    for values in content.get("row", []):
        entry = Entry(FILE, str(values.get("step", "row")), values)
        step, states, target = _step(entry), _states(entry), entry.text("to")
        entry.done()
        row = _row(entry, rules[step], target)
        if target != "same":
            changing.add(step)
        for state in states:
            if step in rows[state]:
                raise entry.error("from", f"“{state}”已有同一步骤的行")
            rows[state][step] = row
    head = Entry(FILE, "文件头", {key: content.get(key) for key in ("source", "date")})
    return Table(
        source=head.text("source"),
        date=head.day("date"),
        rules=rules,
        rows=rows,
        refusals=_refusals(content.get("refusal", []), rows),
        changing=frozenset(changing),
    )


def cite(article: str) -> str:
    """Return an article with its instrument: the Regulation where none is named."""
    return article if article.startswith("《") else REGULATION + article


def _rules(content: Mapping[str, Mapping[str, Any]]) -> dict[Step, StepRule]:
    rules = {}
    for code, values in content.items():
        entry = Entry(FILE, code, values)
        names, by_hand = entry.texts("guards"), entry.texts("by_hand")
        unknown = [name for name in (*names, *by_hand) if name not in FILE_GUARDS and name not in STEP_GUARDS]
        if unknown:
            raise entry.error("guards", f"没有名为“{unknown[0]}”的检查")
        rules[Step.coded(code)] = StepRule(
            step=Step.coded(code),
            article=entry.text("article"),
            who=entry.text("who"),
            evidence=entry.text("evidence"),
            needs=entry.text("needs"),
            file_guards=tuple(FILE_GUARDS[name] for name in names if name in FILE_GUARDS),
            guards=tuple(FILE_GUARDS.get(name) or STEP_GUARDS[name] for name in names),
            by_hand=tuple(FILE_GUARDS.get(name) or STEP_GUARDS[name] for name in by_hand),
            by_hand_file=tuple(FILE_GUARDS[name] for name in by_hand if name in FILE_GUARDS),
        )
        entry.done()
    missing = [step.value for step in Step if step not in rules]
    if missing:
        raise LawDataError(f"规则数据文件 {FILE} 缺少步骤“{missing[0]}”，请补充 [step.{missing[0]}]")
    return rules


def _row(entry: Entry, rule: StepRule, target: str) -> Row:
    if target in TARGETS:
        return Row(rule, None, TARGETS[target])
    if target not in {state.value for state in CaseState}:
        raise entry.error("to", f"没有名为“{target}”的状态")
    return Row(rule, CaseState.coded(target), None)


def _refusals(
    content: list[Mapping[str, Any]], rows: Mapping[CaseState | None, Mapping[Step, Row]]
) -> dict[tuple[CaseState | None, Step], Refusal]:
    refusals = {}
    for values in content:
        entry = Entry(FILE, f"refusal {values.get('step')}", values)
        step, refusal = _step(entry), Refusal(entry.text("article"), entry.text("why"))
        for state in _states(entry):
            if step in rows[state]:
                raise entry.error("from", f"“{state}”下允许该步骤，不应再写拒绝理由")
            refusals[state, step] = refusal
        entry.done()
    return refusals


def _step(entry: Entry) -> Step:
    code = entry.text("step")
    if code not in {step.value for step in Step}:
        raise entry.error("step", f"没有名为“{code}”的步骤")
    return Step.coded(code)


def _states(entry: Entry) -> tuple[CaseState | None, ...]:
    codes = entry.texts("from")
    known = {state.value: state for state in CaseState}
    if codes == ("any",):
        return tuple(CaseState)
    if codes == ("none",):
        return (None,)
    unknown = [code for code in codes if code not in known]
    if unknown or not codes:
        raise entry.error("from", f"没有名为“{unknown[0] if unknown else ''}”的状态")
    return tuple(known[code] for code in codes)
