"""One file on its way: read, answered, agreed to, loaded once."""

import json
import threading

import pytest

from tests.intake.files import GOOD, HEADINGS, row, saved, with_column, workbook, xlsx
from tests.widgets.intake.conftest import finish, never_mind
from widgets.intake.answers import NotOfferedError
from widgets.intake.state import NotNowError, NotReadyError, Phase
from workbench.acts.base import Actor
from workbench.intake.load import load
from workbench.intake.preview import inspect
from workbench.intake.reading.container import RefusedFileError
from workbench.intake.reading.parent import CancelledError
from workbench.queries.case_filter import CaseFilter
from workbench.queries.caseload import counts
from workbench.terms import Role

AMBIGUOUS = tuple("日期" if heading == "登记日期" else heading for heading in HEADINGS)


def cases(bench, batch):
    return counts(bench.snapshot(), CaseFilter(batch=batch)).cases


def test_a_screen_waits_for_a_file_and_nothing_can_be_loaded(state):
    assert state.phase is Phase.WAITING
    assert state.blockers
    with pytest.raises(NotReadyError):
        state.start_loading()


def test_a_good_file_is_previewed_agreed_to_and_its_cases_are_there(bench, hand_in):
    state = hand_in(xlsx(GOOD, row(信访件编号="XF-0002")))

    assert state.phase is Phase.PREVIEW
    assert state.blockers == ()
    assert len(state.preview.drafts) == 2
    assert cases(bench, state.preview.batch) == 0

    finish(state, state.start_loading())

    assert state.phase is Phase.DONE
    assert state.result.imported == 2
    assert cases(bench, state.result.batch) == 2
    assert state.cases_address.endswith(f"case_review?batch={state.result.batch}")


def test_the_list_of_today_is_fresh_after_a_load(bench, hand_in):
    state = hand_in(xlsx(GOOD))
    finish(state, state.start_loading())

    folded = max(path.stat().st_mtime_ns for path in bench.config.snapshots.rglob("*.sqlite"))
    bench.snapshot()

    assert max(path.stat().st_mtime_ns for path in bench.config.snapshots.rglob("*.sqlite")) == folded


def test_a_second_confirmation_is_refused_while_loading_and_afterwards(state, hand_in):
    hand_in(xlsx(GOOD))
    work = state.start_loading()

    with pytest.raises(NotNowError, match="不会重复导入"):
        state.start_loading()
    finish(state, work)
    with pytest.raises(NotNowError, match="不会重复导入"):
        state.start_loading()

    assert state.result.imported == 1


def test_two_clerks_with_the_same_file_load_it_once(bench, state, hand_in):
    content = xlsx(GOOD)
    hand_in(content)
    other = inspect(content, "另一份.xlsx", bench=bench)
    load(bench, other, Actor("另一人", Role.IMPORTER), confirmed=True)
    finish(state, state.start_loading())

    assert state.result.already_imported
    assert cases(bench, state.result.batch) == 1


def test_the_same_file_again_is_a_result_at_once_and_leads_to_its_batch(state, hand_in):
    file = xlsx(GOOD)
    hand_in(file)
    first = finish(state, state.start_loading()).result
    state.restart()

    hand_in(file, "换了名字.xlsx")

    assert state.phase is Phase.DONE
    assert state.result.already_imported
    assert state.result.batch == first.batch
    assert first.batch in state.cases_address


def test_faults_block_and_the_mended_file_passes(state, hand_in):
    hand_in(xlsx(GOOD, row(信访件编号="XF-0002", 登记日期="2026-02-30")))

    assert state.blockers == ("有 1 处错误，改正后才能导入",)
    with pytest.raises(NotReadyError, match="1 处错误"):
        state.start_loading()

    hand_in(xlsx(GOOD, row(信访件编号="XF-0002", 登记日期="2026-02-28")))

    assert state.blockers == ()


def test_a_file_about_controlling_people_is_refused_and_logged_without_its_values(bench, hand_in):
    state = hand_in(with_column("稳控措施", "专人看守"))

    assert state.preview.refused
    assert "不予导入" in state.blockers[0]
    logged = [json.loads(line) for line in (bench.config.logs / "firewall.jsonl").read_text().splitlines()]
    assert [entry["term"] for entry in logged] == ["稳控"]
    assert "专人看守" not in json.dumps(logged, ensure_ascii=False)
    with pytest.raises(NotReadyError):
        state.start_loading()


def test_rows_that_are_all_known_leave_nothing_to_load(state, hand_in):
    hand_in(xlsx(GOOD))
    finish(state, state.start_loading())
    state.restart()

    hand_in(saved(workbook(GOOD, sheet="另存")))

    assert state.preview.existing == 1
    assert state.blockers == ("文件中的 1 行此前都已导入，没有新的事项",)


def test_a_file_that_cannot_be_read_leaves_the_screen_waiting(state, tmp_path):
    path = tmp_path / "upload"
    path.write_bytes(b"PK\x03\x04 cut off")
    work = state.start_reading(path, "坏.xlsx")

    with pytest.raises(RefusedFileError):
        work(never_mind, threading.Event())
    state.give_up()

    assert state.phase is Phase.WAITING


def test_a_cancelled_load_writes_nothing_and_can_be_tried_again(bench, state, hand_in):
    hand_in(xlsx(GOOD))
    stop = threading.Event()
    stop.set()
    work = state.start_loading()

    with pytest.raises(CancelledError):
        work(never_mind, stop)
    state.give_up()

    assert state.phase is Phase.PREVIEW
    assert cases(bench, state.preview.batch) == 0
    assert finish(state, state.start_loading()).result.imported == 1


def test_no_other_file_begins_while_one_is_worked_on(state, hand_in, tmp_path):
    hand_in(xlsx(GOOD))
    state.start_loading()

    with pytest.raises(NotNowError, match="先取消"):
        state.start_reading(tmp_path / "upload", "另一份.xlsx")
    with pytest.raises(NotNowError):
        state.restart()
    with pytest.raises(NotNowError):
        state.start_answering({})


def test_an_answer_is_taken_and_can_be_changed(state, hand_in):
    hand_in(xlsx(GOOD, headings=AMBIGUOUS))
    assert [question.id for question in state.preview.questions] == ["column:B"]
    assert state.blockers == ("有 1 个问题待回答",)

    finish(state, state.start_answering({"column:B": "registered"}))
    assert state.blockers == ()
    assert state.answers.given == {"column:B": "registered"}

    finish(state, state.start_answering({"column:B": "received"}))
    assert "信访日期" in {one.label for one in state.preview.headings}


@pytest.mark.parametrize(
    "given",
    [{"column:B": "nonsense"}, {"column:ZZ": "title"}, {"sheet": "台账"}, {"unit:忠防镇": "00"}],
    ids=["value", "column", "not asked", "unit"],
)
def test_an_answer_that_nobody_offered_is_refused(state, hand_in, given):
    hand_in(xlsx(GOOD, headings=AMBIGUOUS))

    with pytest.raises(NotOfferedError):
        state.start_answering(given)

    assert state.phase is Phase.PREVIEW


def test_answers_outlive_a_fault_and_another_file(state, hand_in):
    hand_in(xlsx(row(登记日期="2026-02-30"), headings=AMBIGUOUS))
    finish(state, state.start_answering({"column:B": "registered"}))
    assert state.preview.fault_count == 1
    state.restart()

    hand_in(xlsx(GOOD, headings=AMBIGUOUS))

    assert state.blockers == ()
    assert state.answers.given == {"column:B": "registered"}
    assert "column:B" in state.answers.asked


def test_another_sheet_drops_what_was_answered_about_the_first(state, hand_in):
    book = workbook(GOOD, headings=AMBIGUOUS, sheet="一月")
    book.create_sheet("二月")
    book["二月"].append(list(HEADINGS))
    book["二月"].append(list(row(信访件编号="XF-0002")))
    hand_in(saved(book))
    finish(state, state.start_answering({"sheet": "一月"}))
    finish(state, state.start_answering({"column:B": "received"}))

    finish(state, state.start_answering({"sheet": "二月"}))

    assert state.answers.given == {"sheet": "二月"}
    assert state.preview.drafts[0].case_no.endswith("XF-0002")


def test_a_column_that_nobody_knows_can_be_named_by_hand(state, hand_in):
    headings = tuple("甲乙丙" if heading == "信访件编号" else heading for heading in HEADINGS)
    hand_in(xlsx(GOOD, headings=headings))
    assert "缺少栏目“信访件编号”" in state.preview.faults[0].reason

    finish(state, state.start_answering({"column:A": "external_no"}))

    assert state.blockers == ()


def test_a_loaded_file_is_not_kept_in_memory(state, hand_in):
    hand_in(xlsx(GOOD))
    finish(state, state.start_loading())

    assert state.preview.original.content == b""
    assert state.preview.drafts == ()
