"""What is hidden is found without reading the whole ledger."""

from __future__ import annotations

import pytest

from tests.access.sights import ACCUSED, accuse
from tests.factories import CLERK, OFFICE, make_register
from workbench.access.sight import read_sight
from workbench.access.viewer import Viewer
from workbench.app import Workbench
from workbench.terms import Role


def test_looking_for_what_is_hidden_reads_neither_the_whole_ledger_nor_all_matters(bench: Workbench) -> None:
    asked: list[str] = []

    with bench.reading() as session:
        link = session.connection()

        def ask(sql: str) -> list[tuple[object, ...]]:
            asked.extend(str(line[3]) for line in link.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}"))
            return [tuple(row) for row in link.exec_driver_sql(sql)]

        read_sight(ask, Viewer("reader", "李", Role.SUPERVISOR, OFFICE), bench.today())

    assert any("ix_ledger_payload_accused" in line for line in asked)
    assert [line for line in asked if line.startswith(("SCAN ledger", "SCAN petition"))] == []


@pytest.mark.parametrize("role", [Role.HANDLER, Role.CLERK, Role.SUPERVISOR])
def test_what_was_entered_on_one_matter_is_read_without_reading_the_whole_ledger(
    bench: Workbench, role: Role
) -> None:
    bench.perform(make_register(case_no="A"), actor=CLERK)
    accuse(bench, "A", ACCUSED)
    theirs = bench.seen_by(Viewer("x", "某", role, ACCUSED))
    asked = "SELECT value FROM ledger_payload JOIN ledger_entry USING (seq) WHERE object = 'A'"
    with theirs.reading() as session:
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}").all()

    told = [str(line[3]) for line in plan]
    assert any("ix_ledger_entry_object" in line for line in told)
    assert [line for line in told if line.startswith("SCAN") and "ledger" in line] == []
