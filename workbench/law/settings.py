"""The office's own settings: numbers that the law leaves open (local.toml)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from workbench.law.tables import Entry, read_table

FILE: Final = "local.toml"
FALL_BACKS: Final = ("receipt", "conversion")
OWNED: Final = ("all", "campaign", "late")


@dataclass(frozen=True, slots=True)
class Settings:
    """Days are calendar days."""

    since: date
    source: str
    suggestion_feedback_days: int
    supervision_feedback_days: int
    leader_reception_days_a_month: int
    screening_report_day: int
    training_times_a_year: int
    records_pause_days: int
    records_stray_of: int
    simple_falls_back_to: str
    ownership_team_days: int
    ownership_plan_days: int
    ownership_check_days: int
    ownership_required_for: tuple[str, ...]


@cache
def settings() -> Settings:
    """Return the settings; ``LawDataError`` names a missing or misspelt one."""
    entry = Entry(FILE, "本地设定", read_table(FILE))
    found = Settings(
        since=entry.day("since"),
        source=entry.text("source"),
        suggestion_feedback_days=entry.number("suggestion_feedback_days"),
        supervision_feedback_days=entry.number("supervision_feedback_days"),
        leader_reception_days_a_month=entry.number("leader_reception_days_a_month"),
        screening_report_day=entry.number("screening_report_day"),
        training_times_a_year=entry.number("training_times_a_year"),
        records_pause_days=entry.number("records_pause_days"),
        records_stray_of=entry.number("records_stray_of"),
        simple_falls_back_to=entry.text("simple_falls_back_to"),
        ownership_team_days=entry.number("ownership_team_days"),
        ownership_plan_days=entry.number("ownership_plan_days"),
        ownership_check_days=entry.number("ownership_check_days"),
        ownership_required_for=entry.texts("ownership_required_for"),
    )
    entry.done()
    if found.simple_falls_back_to not in FALL_BACKS:
        raise entry.error("simple_falls_back_to", f"应为 {'、'.join(FALL_BACKS)} 之一")
    if not set(found.ownership_required_for) <= set(OWNED):
        raise entry.error("ownership_required_for", f"应取自 {'、'.join(OWNED)}")
    if found.screening_report_day > 28:
        raise entry.error("screening_report_day", "应为1至28之间的日")
    return found
