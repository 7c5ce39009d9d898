"""Snapshots written by hand: one keyword per fact the test is about."""

from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from workbench.snapshots.read import Snapshot, read_snapshot
from workbench.snapshots.schema import CASE_COLUMNS, DEADLINE_COLUMNS
from workbench.snapshots.write import SnapshotWriter

AS_OF = date(2026, 11, 20)
UNITS = [
    ("430682", "临湘市", "county_city", None, None, None, None),
    ("430682104", "甲镇", "town", "430682", None, None, None),
    ("430682104A", "甲镇某站", "other", "430682104", None, None, None),
    ("430682D01", "某局", "municipal_department", "430682", None, None, None),
]


class SnapshotMaker:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.cases: list[dict[str, Any]] = []
        self.texts: dict[int, str] = {}
        self.deadlines: list[dict[str, Any]] = []
        self.came_again: list[tuple[int, int, str, str, int]] = []
        self._serial = count(1)

    def case(self, *, body: str = "", **facts: Any) -> str:
        number = next(self._serial)
        row: dict[str, Any] = dict.fromkeys(CASE_COLUMNS)
        row.update(
            case_id=number,
            case_no=f"XF-{number:04}",
            title="关于路灯不亮的问题",
            channel="online",
            unit="430682D01",
            unit_name="某局",
            received_on="2026-10-01",
            registered_on="2026-10-01",
            batches=1,
            person_times=1,
            largest_group=1,
            state="handling",
            state_since="2026-10-02",
            is_open=1,
            elapsed_days=50,
            late_deadlines=0,
            missed_deadlines=0,
            late_days=0,
        )
        row.update(facts)
        self.cases.append(row)
        self.texts[number] = f"{row['title']}\n{body}".lower()
        return str(row["case_no"])

    def deadline(self, rule: str, **facts: Any) -> None:
        """Give the last matter a duty that has arisen; by default of its unit, and running."""
        row: dict[str, Any] = dict.fromkeys(DEADLINE_COLUMNS)
        row.update(
            case_id=self.cases[-1]["case_id"],
            rule_id=rule,
            round=1,
            unit=self.cases[-1]["unit"],
            arises_on=self.cases[-1]["registered_on"],
            state="running",
            days_late=0,
        )
        row.update(facts)
        self.deadlines.append(row)

    def came_back(self, channel: str, *, on: str = "2026-10-20", people: int = 1) -> None:
        """Let the last matter, which came once, come a second time, maybe by another channel."""
        self.came_again.append((self.cases[-1]["case_id"], 2, on, channel, people))

    def write(self) -> Snapshot:
        writer = SnapshotWriter(self.path)
        writer.add("case_fact", [tuple(row.values()) for row in self.cases])
        writer.add(
            "petition_fact",
            [
                *(
                    (row["case_id"], number, row["registered_on"], row["channel"], row["person_times"])
                    for row in self.cases
                    for number in range(1, row["batches"] + 1)
                ),
                *self.came_again,
            ],
        )
        writer.add("deadline_fact", [tuple(row.values()) for row in self.deadlines])
        writer.add("case_text", list(self.texts.items()))
        writer.add("unit_fact", UNITS)
        writer.finish({"as_of": AS_OF.isoformat(), "ledger_size": "1", "calendar_version": "2026"})
        return read_snapshot(self.path)
