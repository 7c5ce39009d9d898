import threading

import openpyxl
import pytest

from widgets.intake.state import IntakeState, NotNowError, NotReadyError, Phase


def test_the_screen_waits_for_a_file_and_blocks_until_there_is_one(bench):
    state = IntakeState(bench)

    assert state.phase is Phase.WAITING
    assert state.preview is None


def test_confirming_before_a_file_was_read_is_refused_with_a_sentence(bench):
    state = IntakeState(bench)

    with pytest.raises((NotNowError, NotReadyError)):
        state.start_loading()


def test_a_file_is_read_confirmed_and_taken_in_once(bench, tmp_path):
    path = tmp_path / "upload.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["信访件编号", "登记日期", "标题", "信访内容", "信访形式", "人数"])
    book.active.append(["A-1", "2026-03-02", "反映路灯不亮", "村口路灯坏了。", "来信", "1"])
    book.save(path)
    state = IntakeState(bench)

    state.settle(state.start_reading(path, "登记表.xlsx")(no_report, threading.Event()))
    assert state.phase is Phase.PREVIEW
    assert state.blockers == ()
    state.settle(state.start_loading()(no_report, threading.Event()))

    assert state.phase is Phase.DONE
    assert state.result.imported == 1
    with pytest.raises(NotNowError):
        state.start_loading()


def no_report(*_step):
    return None
