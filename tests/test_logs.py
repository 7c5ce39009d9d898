"""A log tells what went wrong and where, and nothing about anybody."""

import json
import logging
import subprocess
import sys
from functools import partial
from urllib.parse import quote

import pytest

from workbench.growing import Growing
from workbench.incidents import record_incident
from workbench.logs import JsonLines, json_handler

MARKERS = (
    "王小二",
    "住在三和街12号",
    "13807301234",
    "11010519491231002X",
    "138 0730 1234",
    "０７３０—３２２１０００",
)


def log_of(tmp_path, say):
    handler = json_handler(tmp_path / "logs" / "some.log")
    log = logging.Logger("try")
    log.addHandler(handler)
    say(log)
    handler.close()
    return (tmp_path / "logs" / "some.log").read_text("utf-8")


@pytest.mark.parametrize("marker", MARKERS)
def test_no_marker_of_a_person_comes_through_by_any_way(tmp_path, marker):
    def say(log):
        log.info("302 GET /case_review?text=%s&late=1 (127.0.0.1)", quote(marker))
        log.info("GET /case_review?text=%s", marker)
        log.warning("said %r and %a and %s", marker, marker, marker.encode())
        try:
            raise ValueError(f"invalid literal: '{marker}'") from KeyError(marker)
        except ValueError:
            log.exception("a page of %s did not open", marker)

    text = log_of(tmp_path, say)

    for form in (marker, quote(marker), ascii(marker)[1:-1], str(marker.encode())[2:-1]):
        assert form not in text
    assert len(text.splitlines()) == 4
    last = json.loads(text.splitlines()[-1])
    assert (last["error"], last["because"]) == ("ValueError", ["KeyError"])
    assert last["where"][-1].startswith("test_logs.py:")


@pytest.mark.parametrize(
    "said",
    [
        "No such file: 'wangxiaoming.xlsx'",
        'cannot read "/mnt/wangxiaoming/list.csv"',
        "File is not a zip file: wangxiaoming.XLSM",
        "GET /paper/wangxiaoming.pdf?x=1",
        r"C:\Users\wangxiaoming\letter.docx is locked",
    ],
)
def test_a_file_of_the_office_called_after_a_person_in_latin_letters_is_not_named(tmp_path, said):
    def say(log):
        log.info(said)
        try:
            raise OSError(said)
        except OSError:
            log.exception("not read")

    text = log_of(tmp_path, say)

    assert "wangxiaoming" not in text
    assert '"OSError"' in text


def test_every_line_has_an_id_and_an_incident_its_number(tmp_path):
    text = log_of(tmp_path, lambda log: [log.info("one"), log.info("two")])
    ids = [json.loads(line)["id"] for line in text.splitlines()]
    assert len(set(ids)) == 2

    number, is_kept = record_incident(tmp_path / "logs", KeyError("lost"))
    assert is_kept
    line = json.loads((tmp_path / "logs" / "workbench.log").read_text("utf-8"))
    assert (line["id"], line["error"]) == (number, "KeyError")


def test_a_log_is_private_and_set_aside_when_it_is_full_whoever_writes_it_besides(tmp_path, monkeypatch):
    monkeypatch.setattr("workbench.logs.Growing", partial(Growing, most=2_000))
    handlers = [json_handler(tmp_path / "some.log") for _ in range(2)]  # two sites over the same data
    record = logging.LogRecord("try", logging.INFO, "", 0, "x" * 100, (), None)
    for number in range(100):
        handlers[number % 2].emit(record)

    files = sorted(tmp_path.iterdir())
    assert len(files) == 6 and all(path.stat().st_size <= 2_000 for path in files)
    assert all(path.stat().st_size > 1_500 for path in files[1:])  # none is set aside before it is full
    assert json.loads(JsonLines().format(record))["told"] == "x" * 100


def test_an_incident_whose_log_cannot_be_written_is_told_masked_on_standard_error(tmp_path, capsys):
    (tmp_path / "logs").write_text("a file in the place of the folder", "utf-8")

    number, is_kept = record_incident(tmp_path / "logs", RuntimeError("王小明 13812345678"))

    told = json.loads(capsys.readouterr().err.splitlines()[-1])
    assert not is_kept
    assert told["id"] == number and told["error"] == "RuntimeError"
    assert "王小明" not in str(told) and "13812345678" not in str(told)


def test_a_line_that_the_disk_refuses_is_told_masked_and_not_as_the_library_does(
    tmp_path, capsys, monkeypatch
):
    def fail(*_):
        raise OSError(28, "No space left on device")

    handler = json_handler(tmp_path / "some.log")
    monkeypatch.setattr(Growing, "append", fail)
    handler.handle(logging.LogRecord("try", logging.ERROR, "", 0, "of %s", ("王小明 13812345678",), None))

    said = capsys.readouterr().err
    assert json.loads(said)["from"] == "try"
    assert "王小明" not in said and "13812345678" not in said


def test_a_kernel_whose_log_cannot_be_written_starts_and_stays_masked(tmp_path):
    (tmp_path / "none").touch()  # a file in the place of the folder
    code = "from workbench.site.kernel import write_to_log\nwrite_to_log()\nraise ValueError('王小二')"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"WORKBENCH_KERNEL_LOG": str(tmp_path / "none" / "kernels.log"), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert "ValueError" in done.stderr and "王小二" not in done.stderr


def test_what_a_kernel_complains_of_is_masked_too(tmp_path):
    code = (
        "import sys\nfrom workbench.site.kernel import write_to_log\nwrite_to_log()\n"
        "print('王小二', file=sys.stderr)\nraise ValueError('13807301234')"
    )
    subprocess.run(
        [sys.executable, "-c", code],
        env={"WORKBENCH_KERNEL_LOG": str(tmp_path / "kernels.log"), "PYTHONUTF8": "1"},
        check=False,
    )

    said = (tmp_path / "kernels.log").read_text("utf-8")
    assert "ValueError" in said and "王小二" not in said and "13807301234" not in said


def test_what_fails_in_a_kernel_stands_in_its_log_under_the_number_that_the_page_shows(tmp_path):
    log = tmp_path / "kernels.log"
    code = (
        "import logging, threading, warnings\n"
        "from workbench.site.kernel import write_to_log\nwrite_to_log()\n"
        "from widgets.parts.guard import guard\ntold = []\n"
        "with guard.watch(told.append):\n {}['zhangsan']\nprint(told[0].split('编号 ')[1][:8])\n"
        "warnings.warn('zhangsan')\nlogging.getLogger('a.library').error('of %s', 'zhang san')\n"
        "thread = threading.Thread(target=lambda: {}['zhangsan'])\nthread.start()\nthread.join()\n"
        "raise ValueError('zhangsan')"
    )
    subprocess.run(
        [sys.executable, "-c", code], env={"WORKBENCH_KERNEL_LOG": str(log), "PYTHONUTF8": "1"}, check=False
    )

    said = log.read_text("utf-8")
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert "zhang" not in said
    assert [line.get("error") for line in lines] == ["KeyError", None, None, "KeyError", "ValueError"]
    assert lines[0]["where"][-1].startswith("<string>:") and lines[1]["told"].startswith("UserWarning at ")
    assert lines[0]["told"] == "error #" and len(lines[0]["id"]) == 8


def test_a_full_log_of_the_kernels_is_set_aside_and_no_library_writes_into_it_by_itself(tmp_path):
    log = tmp_path / "kernels.log"
    log.write_text("x" * 4_999_990 + "\n", "utf-8")
    code = (
        "import os, sys\nfrom workbench.site.kernel import write_to_log\nwrite_to_log()\n"
        "print('told when it is full', file=sys.stderr)\nos.write(2, b'of a library, later')"
    )
    subprocess.run(
        [sys.executable, "-c", code], env={"WORKBENCH_KERNEL_LOG": str(log), "PYTHONUTF8": "1"}, check=True
    )

    assert log.read_text("utf-8").splitlines() == ["told when it is full"]  # nobody listens to libraries here
    assert (tmp_path / "kernels.log.1").stat().st_size == 4_999_991


def test_what_libraries_have_filled_is_set_aside_at_the_next_page(tmp_path):
    log = tmp_path / "kernels.log"
    log.write_text("x" * 5_000_000, "utf-8")
    code = "from workbench.site.kernel import write_to_log\nwrite_to_log()"
    subprocess.run(
        [sys.executable, "-c", code], env={"WORKBENCH_KERNEL_LOG": str(log), "PYTHONUTF8": "1"}, check=True
    )

    assert log.stat().st_size == 0
    assert (tmp_path / "kernels.log.1").stat().st_size == 5_000_000
