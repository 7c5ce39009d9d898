"""What accounts of the server may read is named table by table, column by column; no server is asked here."""

from __future__ import annotations

from workbench.access.policy import policy
from workbench.access.server_rights import cells
from workbench.access.server_tables import server_tables
from workbench.access.sight_rules import TABLES
from workbench.records.tables import metadata
from workbench.terms import Holding, Operation, Reach, Role

SECRETS = {  # what nobody reads by himself, whatever his role
    "petitioner": ("name", "phone", "address", "id_hash", "id_last_two"),
    "petition_text": ("title", "narrative"),
    "ledger_payload": ("value", "salt"),
    "ledger_entry": ("body",),
    "account": ("password_hash",),
    "step_note": ("note",),
    "accused_link": ("unit_code",),
    "evidence_file": ("content",),
}


def test_every_table_and_every_column_is_named():
    told = server_tables()
    assert set(told) == set(metadata.tables)
    for name, table in metadata.tables.items():
        assert {*told[name].read, *told[name].withheld} == {column.name for column in table.columns}, name


def test_the_tables_have_the_types_of_record_of_the_session_views():
    for holding, tables in TABLES.items():
        for table in tables:
            assert server_tables()[table].holding in (holding, None), table


def test_nobody_reads_names_texts_hashes_or_contents():
    for table, columns in SECRETS.items():
        assert not set(columns) & set(server_tables()[table].read), table


def test_the_policy_of_the_accused_and_of_payloads_gives_no_cell():
    reached = {(cell.table, cell.role) for cell in cells(policy())}
    assert not {
        role for table, role in reached if table in ("accused_link", "ledger_payload", "petition_text")
    }
    for role in Role:
        if policy().reach(role, Holding.CASE, Operation.LIST) in (Reach.NONE, Reach.TOTALS):
            assert ("petition_case", role) not in reached
