"""Import, export in the importer's columns, import again: nothing changes, and nobody's name leaves."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from hashlib import sha256

import openpyxl
import pytest

from tests.factories import CLERK, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from tests.intake.files import HEADINGS, row, xlsx
from workbench.acts.handling import Person
from workbench.app import Workbench
from workbench.cli import main
from workbench.intake.exchange import COLUMNS, Exchanged, ExchangeFormatError, exchanged
from workbench.intake.exchange_forms import as_csv
from workbench.intake.load import NotAcceptedError, load
from workbench.intake.preview import inspect
from workbench.queries.case_filter import CaseFilter
from workbench.terms import Channel, Outcome, PetitionClass, Satisfaction, Step
from workbench.workbook import PROOF_SHEET

MORE = (
    "转送日期",
    "受理告知日期",
    "处理意见日期",
    "处理结果",
    "送达日期",
    "办结日期",
    "满意度",
    "评价日期",
    "内容分类",
)
WHOLE = (
    "2026-01-08", "2026-01-12", "2026-02-10", "解释说明", "2026-02-12", "2026-02-20", "满意", "2026-02-25",
    "工资福利",
)  # fmt: skip
FORMS = ("台账.xlsx", "台账.csv")


def taken_in(bench: Workbench, content: bytes, name: str):
    return load(bench, inspect(content, name, bench=bench), CLERK, confirmed=True)


@pytest.fixture
def imported(bench: Workbench) -> Workbench:
    """Two rows from a workbook: one with all its steps, one with its registration; both with persons."""
    rows = (
        (*row(信访人姓名="欧阳明", 标题="欧阳明反映路灯不亮"), *WHOLE),
        (*row(信访件编号="XF-0002", 信访内容="电话13800001111"), *([None] * len(WHOLE))),
    )
    taken_in(bench, xlsx(*rows, headings=(*HEADINGS, *MORE)), "台账.xlsx")
    return bench


def told(bench: Workbench, wanted: CaseFilter | None = None) -> Exchanged:
    return exchanged(bench, bench.snapshot(), wanted)


def as_rows(found: Exchanged) -> dict[str, dict[str, object]]:
    return {str(one[0]): dict(zip(found.headings, one, strict=True)) for one in found.rows}


@pytest.mark.parametrize("name", FORMS)
def test_an_export_imported_again_changes_nothing(imported: Workbench, name: str):
    size, before = imported.ledger_size(), told(imported)

    preview = inspect(before.saved(name), f"回来的{name}", bench=imported)

    assert (preview.fault_count, preview.drafts, preview.existing, preview.questions) == (0, (), 2, ())
    result = load(imported, preview, CLERK, confirmed=True)
    assert (result.imported, result.existing) == (0, 2)
    assert imported.ledger_size() == size + 1  # the batch itself, with the file that came
    assert told(imported).rows == before.rows


@pytest.mark.parametrize("name", FORMS)
def test_another_workbench_reads_the_export_and_gives_out_the_same(
    imported: Workbench, name: str, other_bench: Workbench
):
    before = told(imported)
    taken_in(other_bench, before.saved(name), name)

    assert told(other_bench).rows == before.rows


@pytest.fixture
def other_bench(tmp_path_factory, prepared_home):
    """A second workbench, of another office."""
    import shutil

    from tests.conftest import NOW
    from workbench.config import Config

    home = shutil.copytree(prepared_home, tmp_path_factory.mktemp("other") / "home")
    opened = Workbench(Config(f"sqlite:///{(home / 'workbench.sqlite').as_posix()}", home), clock=lambda: NOW)
    yield opened
    opened.close()


def test_all_steps_are_in_the_row_and_no_person_is(imported: Workbench):
    found = told(imported)
    content = found.saved("a.json").decode()

    assert as_rows(found)["XF-0001"] | {
        "标题": "欧某某反映路灯不亮", "办结日期": date(2026, 2, 20), "处理结果": "解释说明", "满意度": "满意",
        "责任单位": "忠防镇", "内容分类": "劳动和社会保障 / 工资福利", "人数": 1,
    } == as_rows(found)["XF-0001"]  # fmt: skip
    assert not any(word in content for word in ("欧阳明", "13800001111", "三个月"))


def test_a_changed_title_under_a_known_number_is_still_refused(imported: Workbench):
    content = told(imported).saved("台账.csv").decode("utf-8-sig").replace("路灯不亮", "桥不通")

    preview = inspect(content.encode(), "改过.csv", bench=imported)

    assert preview.fault_count == 2
    with pytest.raises(NotAcceptedError):
        load(imported, preview, CLERK, confirmed=True)


SUPPORT = {"outcome": Outcome.SUPPORT, "due_on": date(2026, 3, 31)}


def test_accusations_stay_and_what_has_no_column_is_left_out_of_the_row(bench: Workbench):
    bench.perform(
        make_register(case_no="X", petition_class=PetitionClass.ACCUSATION, path=None),
        make_register(case_no="A", title="=1+1", persons=(Person(name="王某某"),)),
        make_take("A", Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit=TOWN),
        make_take("A", Step.ACCEPT, date(2026, 1, 12), unit=TOWN),
        make_take("A", Step.ISSUE_OPINION, date(2026, 2, 10), unit=TOWN, **SUPPORT),
        make_take("A", Step.SERVE, date(2026, 2, 12), unit=TOWN),
        make_take("A", Step.EXECUTE, date(2026, 2, 14), unit=TOWN),
        make_take("A", Step.CONCLUDE, date(2026, 2, 20), unit=TOWN),
        make_take("A", Step.RATE, date(2026, 2, 25), satisfaction=Satisfaction.SATISFIED),
        make_register(case_no="B", channel=Channel.VISIT, people=6),
        actor=CLERK,
    )
    found = told(bench)
    rows = as_rows(found)

    assert (set(rows), found.accusations, found.simplified) == ({"A", "B"}, 1, 1)
    assert rows["A"]["送达日期"] == date(2026, 2, 12) and rows["A"]["办结日期"] is None
    lines = list(csv.reader(io.StringIO(found.saved("a.csv").decode("utf-8-sig"))))
    assert lines[1][1] == " =1+1"  # no table program takes it for a formula
    assert inspect(found.saved("a.csv"), "a.csv", bench=bench).existing == 2


def test_a_filter_narrows_and_the_past_can_be_asked(imported: Workbench):
    assert told(imported, CaseFilter(units=(OTHER_TOWN,))).rows == ()
    then = exchanged(imported, imported.snapshot(date(2026, 1, 31)))

    assert as_rows(then)["XF-0001"]["受理告知日期"] == date(2026, 1, 12)
    assert as_rows(then)["XF-0001"]["处理意见日期"] is None


def test_the_file_says_its_form_and_another_one_is_refused(
    imported: Workbench, tmp_path, capsys, monkeypatch
):
    with pytest.raises(ExchangeFormatError, match=r"\.json"):
        told(imported).saved("台账.txt")
    monkeypatch.setenv("WORKBENCH_HOME", str(imported.config.home))

    assert main(["cases", "--exchange", str(tmp_path / "a.json")]) == 0

    given = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert len(given["事项"]) == 2 and given["版本"] == 1
    assert "已另存 2 件" in capsys.readouterr().out
    assert len(COLUMNS) == len(set(COLUMNS))


def test_a_csv_has_its_proof_beside_it_and_stays_a_table(imported: Workbench, tmp_path, capsys, monkeypatch):
    """A line more in the table would be a matter to whoever reads it."""
    monkeypatch.setenv("WORKBENCH_HOME", str(imported.config.home))

    assert main(["cases", "--exchange", str(tmp_path / "台账.csv")]) == 0

    content = (tmp_path / "台账.csv").read_bytes()
    assert len(list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))) == 1 + 2
    beside = (tmp_path / "台账.csv.核对.txt").read_text("utf-8-sig")
    size = imported.ledger_size()
    for one in (f"台账条数：{size}\n", imported.ledger_code(size), sha256(content).hexdigest()):
        assert one in beside
    assert imported.ledger_code(size) and "台账.csv.核对.txt" in capsys.readouterr().out


def test_a_workbook_carries_its_proof_and_is_taken_in_again_without_a_question(bench, tmp_path):
    bench.perform(make_register(case_no="P-1"), actor=CLERK)
    content = exchanged(bench, bench.snapshot()).saved("台账.xlsx")

    sheets = openpyxl.load_workbook(io.BytesIO(content)).sheetnames
    assert sheets[-1] == PROOF_SHEET
    assert inspect(content, "台账.xlsx", bench=bench).questions == ()


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n"])
def test_no_table_program_takes_a_text_for_a_formula(sign):
    lines = as_csv(("事项",), [(f"{sign}cmd",), (f"甲{sign}乙",), (-1,)]).decode("utf-8-sig")

    assert list(csv.reader(io.StringIO(lines, newline="")))[1:] == [[f" {sign}cmd"], [f"甲{sign}乙"], ["-1"]]
