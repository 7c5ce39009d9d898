"""责任追究台账 as a workbook: the columns of the office's form (rules.md section 5), with the notes below.

What goes above unit level names units, not persons: names and posts are written only where the viewer may
read them and asks for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from workbench.law.accountability_data import form
from workbench.law.accountability_entry import ProceedingEntry
from workbench.law.clauses import clause_text
from workbench.law.explain import JUDGED_BY
from workbench.law.reply_days import PROPOSAL_NOTE
from workbench.queries.accountability import ProceedingLine, ShownEntry, without_names
from workbench.terms import ProceedingStep
from workbench.workbook import Heading, Proof, write_table

S = ProceedingStep
NO_FORM_PROPOSED = "只提事实和条款，不提处理方式（第四十条第三款）"
LEDGER = (
    Heading("编号", 16),
    Heading("线索来源", 14),
    Heading("事项编号", 20),
    Heading("责任单位", 20),
    Heading("责任人及职务", 22),
    Heading("责任类型", 14),
    Heading("适用条款", 40),
    Heading("事实与证据", 48),
    Heading("陈述申辩", 34),
    Heading("建议机关与日期", 24),
    Heading("建议方式", 22),
    Heading("有权机关", 22),
    Heading("书面反馈日期与采纳情况", 26),
    Heading("处理方式", 24),
    Heading("决定文号/日期/影响期", 36),
    Heading("复审复核", 30),
    Heading("整改", 30),
    Heading("通报范围", 16),
)


def accountability_ledger(
    lines: Sequence[ProceedingLine],
    names: Mapping[str, str],
    as_of: date,
    code: str,
    *,
    with_persons: bool = False,
    filter_words: str = "",
    proof: Proof | None = None,
) -> bytes:
    """Return 责任追究台账 (.xlsx); ``names`` are units by code, ``code`` by what the day can be made again.

    ``with_persons`` writes names and posts of the lines that show them; elsewhere there are none.
    """
    persons = (
        "含责任人姓名职务，仅供有权查阅的人员使用。" if with_persons else "只列单位，不列责任人姓名职务。"
    )
    return write_table(
        LEDGER,
        [_row(line, names, with_persons=with_persons and line.with_persons) for line in lines],
        title="责任追究台账",
        notes=(
            f"共 {len(lines)} 件。截至 {as_of:%Y-%m-%d}。{persons}",
            f"筛选条件：{filter_words or '无'}",
            f"条款{JUDGED_BY}。书面反馈期限：{PROPOSAL_NOTE}。更正以后的内容为准，原记录保留在系统中。",
            f"数据依据：{code}。",
        ),
        proof=proof,
    )


def effect_words(shown: ShownEntry, line: ProceedingLine) -> str:
    """Return document, day and period of a decision, with the last day of its effect where it has one."""
    decision = shown.entry
    effect = next((one for one in line.effects if one.decision == shown.first), None)
    told = [decision.document_no or "", f"{decision.happened_on:%Y-%m-%d}"]
    if effect is not None and effect.last_day is not None:
        told.append(f"影响期{effect.months}个月，至{effect.last_day:%Y-%m-%d}")
    if effect is not None and effect.is_revoked:
        told.append("已撤销")
    return " ".join(filter(None, told))


def form_name(code: str | None) -> str:
    """Return the name of a form, "" for none."""
    return form(code).name if code else ""


def _row(line: ProceedingLine, names: Mapping[str, str], *, with_persons: bool) -> list[Any]:
    one = line.proceeding
    persons, decisions = line.of(S.PERSON), line.of(S.DECISION)
    hidden = () if with_persons else line.names  # of all entries: a text may name who was corrected since

    def told(entries: Iterable[ProceedingEntry], *, paper: bool = False) -> str:
        words = [
            f"{entry.happened_on:%Y-%m-%d} {entry.text or ''}"
            + (f"（{entry.title}）" if paper and entry.title else "")
            for entry in entries
        ]
        return without_names("\n".join(word.strip() for word in words), hidden)

    asked = line.of(S.RECOMMEND)
    grave = "；该机关认定造成严重后果" if any(entry.is_grave for entry in decisions) else ""
    return [
        one.proceeding_no,
        " ".join(filter(None, (one.source.label, one.sheet_no, one.check_no, one.paper_no))),
        one.case_no or "",
        line.unit_name,
        "\n".join(f"{person.name} {person.post}" for person in persons) if with_persons else "",
        "\n".join(person.responsibility.label for person in persons if person.responsibility),
        "\n".join(clause_text(entry.clause) for entry in line.of(S.TRACE, S.CLAUSE) if entry.clause),
        told(line.of(S.FACT), paper=True),
        told(line.of(S.INVITE, S.DEFENCE, S.WAIVER)),
        "\n".join(f"{names.get(one.by_unit, '')} {entry.happened_on:%Y-%m-%d}" for entry in asked),
        NO_FORM_PROPOSED if asked else "",
        "\n".join(names.get(entry.unit or "", "") for entry in asked),
        "\n".join(
            f"{entry.happened_on:%Y-%m-%d} {names.get(entry.unit or '', '')}"
            f"{entry.adoption.label if entry.adoption else ''}"
            for entry in line.of(S.FEEDBACK)
        ),
        "\n".join(f"{_whom(entry)}：{form_name(entry.form)}" for entry in decisions) + grave,
        without_names("\n".join(effect_words(one, line) for one in line.shown(S.DECISION)), hidden),
        "\n".join(_examined(entry) for entry in line.of(S.OBJECTION, S.REEXAMINATION)),
        told(line.of(S.RECTIFICATION), paper=True),
        "\n".join(entry.scope.label for entry in line.of(S.PUBLICATION) if entry.scope),
    ]


def _whom(entry: ProceedingEntry) -> str:
    return "单位" if entry.subject is None else "责任人"


def _examined(entry: ProceedingEntry) -> str:
    if entry.result is None:
        about = f"（{form_name(entry.form)}）" if entry.form else ""
        return f"{entry.happened_on:%Y-%m-%d} {_whom(entry)}申请{about}"
    changed = f"为{form_name(entry.form)}" if entry.form else ""
    return f"{entry.happened_on:%Y-%m-%d} {entry.result.label}{changed}"
