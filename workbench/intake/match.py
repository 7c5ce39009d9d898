"""Which column holds which fact: by heading, never by position; what is not certain is asked."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass

from workbench.intake.columns import Kind, Vocabulary, plain_heading
from workbench.intake.findings import Choice, Findings, Question
from workbench.intake.firewall import Firewall, Refusal
from workbench.intake.layout import Table
from workbench.intake.mapping import ColumnMapping
from workbench.intake.reading.survey import column_letters
from workbench.intake.text import shown

REQUIRED = ("external_no",)
_NEAR = 0.75  # likeness from which a heading is asked about


@dataclass(frozen=True, slots=True)
class HeadingMatch:
    """One column: letters, heading, and the fact it holds (``None``: left out, with the reason)."""

    at: int
    column: str
    heading: str
    field: str | None
    label: str
    confidence: float  # 1: given by the mapping or the template's own word; 0.9: a synonym; 0: left out
    why: str = ""


@dataclass(frozen=True, slots=True)
class Matched:
    """All columns of a table, and the columns of each fact."""

    headings: tuple[HeadingMatch, ...]
    columns: dict[str, tuple[int, ...]]


def match_headings(
    table: Table,
    mapping: ColumnMapping,
    vocabulary: Vocabulary,
    findings: Findings,
    answers: Mapping[str, str],
) -> Matched:
    """Return which columns hold which facts; doubled and missing columns are faults, doubts are questions."""
    _refuse_doubled(table, findings)
    by_mapping: dict[str, list[str]] = {}
    for fact, headings in mapping.columns.items():
        for heading in headings:
            by_mapping.setdefault(heading, []).append(fact)
    found: list[HeadingMatch] = []
    columns: dict[str, list[int]] = {}
    for at, heading in enumerate(table.headings):
        letters = column_letters(at + 1)
        plain = plain_heading(heading)
        facts = _answered(answers.get(f"column:{letters}"), vocabulary)
        confidence, why = 1.0, "按所答"
        if facts is None and plain in by_mapping:
            facts, why = tuple(by_mapping[plain]), "对应表指定"
        if facts is None and plain in mapping.leave_out:
            found.append(HeadingMatch(at, letters, heading, None, "", 0.0, mapping.leave_out[plain]))
            continue
        if facts is None and mapping.is_general and plain:
            meanings = vocabulary.meaning(heading)
            if len(meanings) == 1 and plain in vocabulary.by_heading:
                facts = meanings
                own = plain == plain_heading(vocabulary.fields[meanings[0]].label)
                confidence, why = (1.0, "栏名相同") if own else (0.9, "同义栏名")
            else:
                _ask_column(letters, heading, meanings, vocabulary, findings)
        if not facts:
            why = "" if facts is None else "按所答不导入"
            found.append(HeadingMatch(at, letters, heading, None, "", 0.0, why))
            continue
        for fact in facts:
            label = vocabulary.fields[fact].label
            found.append(HeadingMatch(at, letters, heading, fact, label, confidence, why))
            columns.setdefault(fact, []).append(at)
    _ask_doubled_facts(columns, table, mapping, vocabulary, findings, answers)
    _tell_left_out(found, table, mapping, findings)
    return Matched(tuple(found), {fact: tuple(places) for fact, places in columns.items()})


def firewall_headings(table: Table, sheet: str, firewall: Firewall) -> list[Refusal]:
    """Return the headings that hold a refused term."""
    found = []
    for at, heading in enumerate(table.headings):
        term = firewall.term_in_heading(heading)
        if term is not None:
            found.append(Refusal(sheet, column_letters(at + 1), shown(heading, 20), term))
    return found


def firewall_values(table: Table, matched: Matched, sheet: str, firewall: Firewall) -> list[Refusal]:
    """Return the columns of codes, tags and states, and unasked columns, whose values hold a refused term."""
    from workbench.intake.columns import shipped_vocabulary

    fields = shipped_vocabulary().fields
    counted: dict[tuple[int, str], int] = {}
    for match in matched.headings:
        if match.field is None:
            search = firewall.term_in_unasked
        elif fields[match.field].kind.is_tag:
            search = firewall.term_in_tag
        else:
            continue
        at = match.at
        seen: dict[str, str | None] = {}
        for _, cells in table.rows:
            cell = cells[at] if at < len(cells) else None
            if type(cell) is not str:
                continue
            if cell not in seen:
                if len(seen) > 20_000:  # no column of tags has so many; keep memory small
                    seen.clear()
                seen[cell] = search(cell)
            term = seen[cell]
            if term is not None:
                counted[at, term] = counted.get((at, term), 0) + 1
    return [
        Refusal(sheet, column_letters(at + 1), shown(table.headings[at], 20), term, cells)
        for (at, term), cells in counted.items()
    ]


def _answered(answer: str | None, vocabulary: Vocabulary) -> tuple[str, ...] | None:
    if answer is None:
        return None
    return (answer,) if answer in vocabulary.fields else ()


def _refuse_doubled(table: Table, findings: Findings) -> None:
    seen: dict[str, int] = {}
    for at, heading in enumerate(table.headings):
        plain = plain_heading(heading)
        if not plain:
            continue
        if plain in seen:
            findings.fault(
                table.heading_row,
                table.column(at),
                heading,
                f"栏目“{shown(heading, 20)}”出现两次（先在{column_letters(seen[plain] + 1)}栏）",
                "请删去或改名其中一栏",
            )
        seen.setdefault(plain, at)


def _ask_column(
    letters: str, heading: str, meanings: tuple[str, ...], vocabulary: Vocabulary, findings: Findings
) -> None:
    if not meanings:
        near = difflib.get_close_matches(
            plain_heading(heading), list(vocabulary.by_heading), n=1, cutoff=_NEAR
        )
        if not near:
            return
        meanings = (vocabulary.by_heading[near[0]],)
    choices = (
        *(Choice(fact, vocabulary.fields[fact].label) for fact in meanings),
        Choice("-", "不导入该栏"),
    )
    text = f"{letters}栏“{shown(heading, 20)}”是什么？"
    findings.ask(Question(f"column:{letters}", text, choices))


def _ask_doubled_facts(
    columns: dict[str, list[int]],
    table: Table,
    mapping: ColumnMapping,
    vocabulary: Vocabulary,
    findings: Findings,
    answers: Mapping[str, str],
) -> None:
    for fact, places in columns.items():
        if len(places) < 2 or vocabulary.fields[fact].kind is Kind.TEXT:
            continue  # several columns of text are put together
        if len(mapping.columns.get(fact, ())) > 1:
            continue
        letters = {column_letters(at + 1): at for at in places}
        chosen = answers.get(f"field:{fact}")
        if chosen in letters:
            places[:] = [letters[chosen]]
            continue
        label = vocabulary.fields[fact].label
        choices = tuple(Choice(letter, table.column(at)) for letter, at in letters.items())
        findings.ask(Question(f"field:{fact}", f"“{label}”取哪一栏？", choices))


def _tell_left_out(
    found: list[HeadingMatch], table: Table, mapping: ColumnMapping, findings: Findings
) -> None:
    filled: set[int] = set()
    for _, cells in table.rows:
        filled.update(at for at, cell in enumerate(cells) if cell is not None)
    for match in found:
        if match.field is not None or match.at not in filled:
            continue
        if f"column:{match.column}" in findings.questions:
            continue  # whether it is left out is not decided yet
        why = match.why or mapping.leave_out_others or "不认识的栏目"
        findings.leave_out(match.column, match.heading, why)
        if not match.why and mapping.leave_out_others is None:
            findings.correct(
                table.heading_row,
                table.column(match.at),
                match.heading,
                "（不导入）",
                "不认识的栏目，不导入（原件已保存）",
            )
    for at in sorted(filled):
        if at >= len(table.headings):
            letters = column_letters(at + 1)
            findings.correct(None, letters, "（无栏名的内容）", "（不导入）", "没有栏名的一栏，不导入")
            findings.leave_out(letters, "（无栏名）", "没有栏名")
