"""The screen over the state: threads, sentences, crafted messages, what stays on the disk."""

import json
import subprocess
import sys
import tempfile

import pytest

from tests.intake.files import GOOD, row, xlsx
from widgets.intake import Intake
from widgets.intake.answer_form import AnswerForm, Asked
from widgets.intake.finding_rows import FAULT_COLUMNS, Lines
from widgets.intake.state import Phase
from widgets.parts.grid_query import ColumnFilter, GridQuery
from widgets.parts.guard import SILENT, guard
from widgets.parts.upload import Upload

HEAVY = ("sqlalchemy", "openpyxl", "xlsxwriter", "python_calamine", "pandas", "numpy")
PROBE = "import json, sys, widgets.intake; print(json.dumps(sorted(set(sys.modules) & set(sys.argv[1:]))))"


def send(part, content, *buffers):
    data = {"method": "custom", "content": content}
    part._handle_msg({"content": {"data": data}, "buffers": [memoryview(one) for one in buffers]})


@pytest.fixture
def screen(state):
    yield Intake(state)
    guard.report_to(SILENT)


@pytest.fixture
def upload(screen):
    """Send a file as the page does, and wait until it has been read."""

    def sent(content, name="台账.xlsx"):
        send(screen.upload, {"type": "start", "transfer": "t", "name": name, "size": len(content)})
        send(screen.upload, {"type": "slice", "transfer": "t", "offset": 0}, content)
        screen.progress._thread.join()

    return sent


def shown(widget, found=None):
    found = [] if found is None else found
    found.append(widget)
    for child in getattr(widget, "children", ()):
        shown(child, found)
    return found


def words(screen):
    return " ".join(str(getattr(one, "value", "")) for one in shown(screen))


@pytest.fixture(autouse=True)
def scratch(tmp_path, monkeypatch):
    """The folder for what is handed over, as the site gives one to each page."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def kept(scratch):
    return [path for path in scratch.rglob("*") if path.is_file()]


def test_an_upload_becomes_a_preview_and_leaves_no_file(screen, upload, state, scratch):
    upload(xlsx(GOOD))

    assert state.phase is Phase.PREVIEW
    assert "可以导入" in words(screen)
    assert screen.confirm.label == "导入 1 件"
    assert kept(scratch) == []


def test_a_confirmed_import_is_loaded_and_leads_to_its_cases(screen, upload, state):
    upload(xlsx(GOOD))
    send(screen.confirm, {"type": "confirm"})
    screen.progress._thread.join()

    assert state.phase is Phase.DONE
    assert f"case_review?batch={state.result.batch}" in words(screen)


def test_a_confirmation_that_comes_twice_loads_once(screen, upload, state):
    upload(xlsx(GOOD))
    send(screen.confirm, {"type": "confirm"})
    send(screen.confirm, {"type": "confirm"})
    screen.progress._thread.join()
    send(screen.confirm, {"type": "confirm"})

    assert state.result.imported == 1
    assert state.phase is Phase.DONE


def test_a_confirmation_cannot_be_forced_past_a_fault(screen, upload, state):
    upload(xlsx(row(登记日期="2026-02-30")))

    send(screen.confirm, {"type": "confirm"})

    assert state.phase is Phase.PREVIEW
    assert screen.confirm.blockers == ["有 1 处错误，改正后才能导入"]


def test_a_file_that_cannot_be_read_says_why_where_it_was_chosen(screen, upload, state, scratch):
    upload(b"PK\x03\x04 cut off")

    assert state.phase is Phase.WAITING
    assert screen.upload.state["phase"] == "refused"
    assert "xlsx" in screen.upload.state["sentence"]
    assert list(screen.notice.sentences) == [screen.upload.state["sentence"]]
    assert any(isinstance(one, Upload) for one in shown(screen))
    assert kept(scratch) == []


def test_a_database_that_went_away_is_said_and_the_preview_stays(screen, upload, state, bench):
    upload(xlsx(GOOD))
    bench.close()
    (bench.config.home / "workbench.sqlite").unlink()

    send(screen.confirm, {"type": "confirm"})
    screen.progress._thread.join()

    assert state.phase is Phase.PREVIEW
    assert state.preview is not None
    assert screen.notice.sentences


def test_the_form_takes_only_what_it_offered():
    given = []
    form = AnswerForm(
        [Asked("sheet", "哪一张？", (("一月", "一月"), ("二月", "二月")))],
        given.append,
        label="问题",
        button="继续",
    )
    for crafted in ({"sheet": "三月"}, {"other": "一月"}, {"sheet": 1}, {}, "一月", None):
        send(form, {"type": "answer", "given": crafted})
    send(form, {"type": "answer", "given": {"sheet": "二月"}})

    assert given == [{"sheet": "二月"}]


def test_lines_are_sorted_and_tested_as_the_heads_ask():
    rows = [(9, "B", "", "错", "改"), (None, "A", "", "缺", "补"), (10, "B", "", "错", "改")]
    lines = Lines(FAULT_COLUMNS, rows)
    columns = ("row", "column")

    descending = GridQuery(sort=(("row", True),), columns=columns)
    tested = GridQuery(
        filters=(ColumnFilter("column", contains="b"), ColumnFilter("row", low="10")), columns=columns
    )

    assert [row.cells[0] for row in lines.page(descending, 0, 9)] == [10, 9, None]
    assert [row.cells for row in lines.page(tested, 0, 9)] == [(10, "B")]
    assert lines.count(tested) == 1


def test_the_screen_imports_nothing_heavy_before_a_file_has_come():
    probe = subprocess.run([sys.executable, "-c", PROBE, *HEAVY], capture_output=True, text=True, check=True)

    assert json.loads(probe.stdout) == []
