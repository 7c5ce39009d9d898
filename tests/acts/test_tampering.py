"""Every change behind the back of the acts is named: table, key, column."""

import pytest
from sqlalchemy import text

from tests.conftest import a_bench_on
from tests.lived_in import live_in
from tests.tampering import LISTED, other_value, tampered
from workbench.ledger.entries import read_body
from workbench.ledger.tree import Frontier, leaf_hash
from workbench.records.tables import RECORDS, table_of


@pytest.fixture(scope="module")
def lived_in(request, engine, tmp_path_factory):
    """A workbench with at least one row in every table that acts on matters fill.

    One for the whole file: what a test does to it is rolled back.
    """
    with a_bench_on(engine, request, tmp_path_factory.mktemp("lived-in") / "home") as bench:
        live_in(bench)
        yield bench


TABLES = {
    table_of(model).name: [c for c in table_of(model).columns if not c.primary_key and c.name != "content"]
    for model in RECORDS
}


@pytest.mark.parametrize("table", [table for table, columns in TABLES.items() if columns])
def test_every_edited_column_is_named(lived_in, table):
    columns = TABLES[table]
    edits = [f'"{c.name}" = {LISTED.get((table, c.name)) or other_value(c)}' for c in columns]

    found = tampered(lived_in, f"UPDATE {table} SET {', '.join(edits)}")

    implied = {"content"} if table == "import_file" else set()
    assert {d.table for d in found.differences} <= {table}
    assert {d.column for d in found.differences} == {c.name for c in columns} | implied


@pytest.mark.parametrize("table", TABLES)
def test_deleted_rows_are_named(lived_in, table):
    found = tampered(lived_in, f"DELETE FROM {table}")

    assert {d.table for d in found.differences} == {table}
    assert all("记录缺失" in d.message for d in found.differences)


def test_an_invented_row_is_named(lived_in):
    found = tampered(
        lived_in, "INSERT INTO petition_text (petition_id, title, narrative) VALUES (999, '', '')"
    )

    (found,) = found.differences
    assert (found.table, found.key) == ("petition_text", "999")
    assert "台账中没有的记录" in found.message


def test_an_edited_original_file_is_named(lived_in):
    found = tampered(lived_in, "UPDATE import_file SET content = :content", content=b"forged")

    (found,) = found.differences
    assert (found.table, found.column) == ("import_file", "content")


def test_an_edited_body_is_named(lived_in):
    seq = lived_in.ledger_size()
    found = tampered(
        lived_in,
        f"UPDATE ledger_entry SET body = replace(body, '2026-01-05', '2026-01-04') WHERE seq = {seq}",
    )

    columns = {(d.table, d.key, d.column) for d in found.differences}
    assert ("ledger_entry", str(seq), "leaf") in columns
    assert ("ledger_head", "1", "frontier") in columns


def test_an_edited_body_with_its_leaf_recomputed_still_differs_from_the_head_and_the_records(lived_in):
    seq = lived_in.ledger_size()
    with lived_in.reading() as session:
        body = session.execute(text(f"SELECT body FROM ledger_entry WHERE seq = {seq}")).scalar()
    forged = body.replace("2026-01-05", "2026-01-04")
    assert read_body(forged)
    found = tampered(
        lived_in,
        f"UPDATE ledger_entry SET body = :body, leaf = :leaf WHERE seq = {seq}",
        body=forged,
        leaf=leaf_hash(forged.encode()),
    )

    tables = {d.table for d in found.differences}
    assert {"ledger_head", "petition_case", "step"} <= tables


@pytest.mark.parametrize("column", ["utc", "actor", "role", "kind", "object"])
def test_a_column_that_contradicts_its_body_is_named(lived_in, column):
    seq = lived_in.ledger_size()
    found = tampered(lived_in, f"UPDATE ledger_entry SET {column} = 'forged' WHERE seq = {seq}")

    (found,) = found.differences
    assert (found.table, found.key, found.column) == ("ledger_entry", str(seq), column)


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE ledger_payload SET value = 'x' WHERE field = 'title'", "与承诺不符"),
        ("UPDATE ledger_payload SET salt = :salt WHERE field = 'title'", "与承诺不符"),
        ("DELETE FROM ledger_payload WHERE field = 'title'", "缺失"),
        ("UPDATE ledger_payload SET field = 'heading' WHERE field = 'title'", "多出附值"),
    ],
    ids=["value", "salt", "deleted", "renamed"],
)
def test_an_edited_payload_is_named(lived_in, statement, sentence):
    found = tampered(lived_in, statement, **({"salt": b"0" * 16} if ":salt" in statement else {}))

    found = found.differences
    assert any(d.table == "ledger_payload" and sentence in d.message for d in found)


def test_a_payload_without_entry_is_named(lived_in):
    found = tampered(
        lived_in,
        "INSERT INTO ledger_payload (seq, field, salt, value) VALUES (999, 'a', :salt, 'b')",
        salt=b"0" * 16,
    )

    assert any("没有对应的台账条目" in d.message for d in found.differences)


@pytest.mark.parametrize("back", [0, 1, 2], ids=["the last", "the last but one", "in the middle"])
def test_a_deleted_entry_is_named(lived_in, back):
    seq = lived_in.ledger_size() - back
    found = tampered(
        lived_in,
        f"DELETE FROM ledger_entry WHERE seq = {seq}",
        f"DELETE FROM ledger_payload WHERE seq = {seq}",
    )

    messages = [d.message for d in found.differences]
    assert any("台账首部记有" in message for message in messages)
    if back:
        assert f"台账缺第{seq}条" in messages


def test_a_truncated_ledger_with_a_fitting_head_differs_from_the_records(lived_in):
    size = lived_in.ledger_size()
    frontier = Frontier()
    with lived_in.reading() as session:
        for leaf in session.execute(text("SELECT leaf FROM ledger_entry ORDER BY seq")).scalars().all()[:-1]:
            frontier.append(bytes(leaf))
    found = tampered(
        lived_in,
        f"DELETE FROM ledger_payload WHERE seq = {size}",
        f"DELETE FROM ledger_entry WHERE seq = {size}",
        f"UPDATE ledger_head SET size = {size - 1}, frontier = :frontier",
        frontier=frontier.pack(),
    )

    assert any(d.table == "petition_case" and "台账中没有的记录" in d.message for d in found.differences)


def test_a_missing_head_is_named(lived_in):
    found = tampered(lived_in, "DELETE FROM ledger_head")

    assert any(d.message == "台账首部缺失" for d in found.differences)


def test_no_difference_tells_a_value(lived_in):
    found = tampered(
        lived_in, "UPDATE petitioner SET name = '李某某'", "UPDATE petition_text SET narrative = '别的内容'"
    )

    told = repr(found)
    assert "李某某" not in told and "王某某" not in told and "别的内容" not in told
