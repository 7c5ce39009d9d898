"""What was corrected in a matter: which value of which step, when, by whom and why, masked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from workbench.access.masking import ACCUSATION_NOTICE, scrub
from workbench.acts.amending import Correct
from workbench.china_time import CHINA
from workbench.ledger.entries import read_body
from workbench.queries.officials import people
from workbench.records.correctable import CORRECTED, CORRECTED_TOLD
from workbench.records.journal import LedgerEntryRow, LedgerPayload


def correction_lines(
    link: Connection, case_no: str, names: list[str], *, is_secret: bool
) -> dict[int, list[tuple[str, str]]]:
    """Return headings and texts by step number; what concerns the whole matter stands at its first step.

    Corrections are told on every as-of day: the page shows the corrected values on each of them.
    """
    entries = (
        select(LedgerEntryRow.seq, LedgerEntryRow.utc, LedgerEntryRow.actor, LedgerEntryRow.body)
        .where(LedgerEntryRow.object == case_no, LedgerEntryRow.kind == Correct.kind)
        .order_by(LedgerEntryRow.seq)
    )
    found = link.execute(entries).all()
    if not found:
        return {}
    names = [*names, *_former_names(link, case_no)]
    payload: dict[int, dict[str, str]] = defaultdict(dict)
    kept = select(LedgerPayload.seq, LedgerPayload.field, LedgerPayload.value)
    for seq, field, value in link.execute(kept.where(LedgerPayload.seq.in_([row.seq for row in found]))):
        payload[seq][field] = value
    officers = people(link, (row.actor for row in found))
    lines: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for seq, utc, actor, body in found:
        public = read_body(body).public
        day = datetime.fromisoformat(utc).astimezone(CHINA).date()
        text = _sentence(public, payload[seq], names, is_secret=is_secret)
        lines[public.get("step_number") or 1].append(("更正", f"{text}（{_who(day, officers[actor], seq)}）"))
    return lines


def _former_names(link: Connection, case_no: str) -> list[str]:
    """Return the names as they stood before: a reason may tell them too."""
    told = (
        select(LedgerPayload.value)
        .join(LedgerEntryRow, LedgerEntryRow.seq == LedgerPayload.seq)
        .where(LedgerEntryRow.object == case_no, LedgerPayload.field.like("person.%.name"))
    )
    return list(link.scalars(told))


def _sentence(
    public: Mapping[str, Any], private: Mapping[str, str], names: list[str], *, is_secret: bool
) -> str:
    field = str(public["field"])
    paper = f"第{public['document']}份文书的" if "document" in public else ""
    person = f"第{public['person']}位信访人的" if "person" in public else ""
    what = f"{paper}{person}{CORRECTED.get(field, field)}"
    told = ""
    if field in CORRECTED_TOLD:
        told = f"改为“{private['value']}”" if "value" in private else "删去"
    reason = ACCUSATION_NOTICE if is_secret else scrub(private.get("reason", "已抹除"), names)
    return f"{what}{told}，理由：{reason}"


def _who(day: date, officer: str, seq: int) -> str:
    return f"{day} {officer} 登记，台账第 {seq} 条"
