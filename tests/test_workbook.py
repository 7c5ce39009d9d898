import ast
import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tests.factories import CLERK, make_register
from workbench.app import Workbench
from workbench.config import Config
from workbench.ledger.printed import square_of
from workbench.records.migrate import create_or_upgrade
from workbench.workbook import CELL_LIMIT, Heading, Proof, write_table


def read(data: bytes):
    return openpyxl.load_workbook(io.BytesIO(data)).active


@pytest.mark.parametrize(
    "text", ["=1+1", "+86", "-1", "@SUM(A1)", '=HYPERLINK("x")', "http://a.b", "007", "＝1"]
)
def test_what_looks_like_a_formula_a_link_or_a_number_stays_text(text):
    data = write_table([Heading("内容")], [[text]], title="表")

    assert read(data)["A2"].value == text
    assert read(data)["A2"].data_type == "s"
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and "hyperlink" not in sheet


def test_dates_and_numbers_keep_their_kind():
    sheet = read(
        write_table([Heading("甲"), Heading("乙"), Heading("丙")], [[date(2026, 3, 1), 5, True]], title="表")
    )

    assert sheet["A2"].value.date() == date(2026, 3, 1)
    assert sheet["B2"].value == 5
    assert sheet["C2"].value == "是"


def test_a_text_too_long_for_a_cell_is_cut_and_says_so():
    value = read(write_table([Heading("甲")], [["长" * 40_000]], title="表"))["A2"].value

    assert len(value) == CELL_LIMIT
    assert value.endswith("（原文过长，已截断）")


def test_characters_the_format_cannot_hold_are_shown_as_a_box():
    assert read(write_table([Heading("甲")], [["a\x00b\x07"]], title="表"))["A2"].value == "a□b□"


def test_notes_stand_below_the_table():
    sheet = read(write_table([Heading("甲")], [["x"]], title="一/二:三", notes=["截至 2026-11-20"]))

    assert sheet.title == "一－二－三"
    assert sheet["A4"].value == "截至 2026-11-20"


def test_a_table_without_rows_still_opens():
    assert read(write_table([Heading("甲")], [], title="空表"))["A1"].value == "甲"


PROOF = Proof(
    date(2026, 3, 31), "截至 2026-03-31 · 台账第 700 条", 700, "ZRM5E-FC57N-K5297-PCRXR", square_of(700, "X")
)


def test_on_what_it_stands_is_a_sheet_of_its_own_with_the_square():
    data = write_table([Heading("甲")], [["x"]], title="表", proof=PROOF)
    book = openpyxl.load_workbook(io.BytesIO(data))

    assert book.sheetnames == ["表", "核对"]
    said = {row[0].value: row[1].value for row in book["核对"].iter_rows(max_row=5)}
    assert said["截至"] == "2026-03-31" and said["台账条数"] == "700"
    assert said["台账校验码"] == PROOF.code and PROOF.code in said["怎样核对"]
    assert zipfile.ZipFile(io.BytesIO(data)).read("xl/media/image1.png") == PROOF.square


def test_with_a_proof_the_same_table_gives_the_same_bytes():
    one, other = (write_table([Heading("甲")], [["x"]], title="表", proof=PROOF) for _ in range(2))

    assert one == other


def test_every_export_of_a_query_or_a_screen_says_on_what_it_stands():
    root, found = Path(__file__).parents[1], 0
    for path in [*(root / "workbench" / "queries").rglob("*.py"), *(root / "widgets").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("write_table", "write_tables"):
                found += 1
                assert any(given.arg == "proof" for given in node.keywords), (path.name, node.lineno)
    assert found >= 13


def test_an_export_can_be_checked_by_what_stands_in_it(bench):
    proof = bench.proof()
    bench.perform(make_register(case_no="A"), actor=CLERK)  # the ledger has grown since

    assert bench.anchors.code_at(proof.ledger_size) == proof.code
    assert bench.proof_at(proof.as_of, proof.ledger_size, proof.basis) == proof
    assert bench.ledger_code(proof.ledger_size) == "" != bench.ledger_code(bench.ledger_size())


def test_a_ledger_without_entries_has_no_code(tmp_path):
    address = f"sqlite:///{(tmp_path / 'workbench.sqlite').as_posix()}"
    create_or_upgrade(address)
    bench = Workbench(Config(address, tmp_path))

    assert (bench.ledger_size(), bench.ledger_code(0)) == (0, "")
    bench.close()
