"""A log tells what went wrong and where, and nothing about anybody."""

import json
import logging
import subprocess
import sys
from functools import partial
from types import SimpleNamespace
from urllib.parse import quote
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.growing import Growing
from workbench.incidents import record_incident
from workbench.logs import _KNOWN as KNOWN
from workbench.logs import JsonLines, json_handler, masked
from workbench.site.visits import log_visit

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
    assert last["error"].startswith("ValueError: invalid literal")
    assert last["where"][-1].startswith("test_logs.py:")


def test_what_a_developer_needs_stays():
    told = "302 GET /case_review (127.0.0.1) 12.34ms; kernel 7f3a91c2-0b1d-4e5f-8a6b-1234567890ab; port 8866"

    assert masked(told) == told
    for number in range(1_000):
        kernel = str(UUID(int=number * 7_919**9 % 2**128, version=4))
        assert masked(f"Kernel shutdown: {kernel}") == f"Kernel shutdown: {kernel}"
    assert masked("GET /x?a=1&b=2 200") == "GET /x?… 200"


@pytest.mark.parametrize(
    "marker",
    [
        "E12345678", "H12345678901", "A123456(3)", "138.1234.5678", "tel13812345678", "138/1234/5678",
        "Wang.Xiaoming@qq.com", "Maimaiti Abdullah", "مەمەت ئابدۇللا", "བཀྲ་ཤིས", "Bearer abc.DEF-ghi",
    ],
)  # fmt: skip
def test_other_papers_scripts_and_ways_of_writing_are_taken_out_too(marker):
    for said in (f"of {marker} nothing", f"({marker},", f"/{marker}/x", f"ValueError: {marker!r}"):
        assert marker not in masked(said)
    assert "abc.DEF" not in masked(f"got {marker}")


def test_what_a_server_tells_of_a_row_is_cut():
    told = masked(
        'IntegrityError: new row violates check constraint "ck_person_kind"\n'
        "DETAIL:  Failing row contains (7, Maimaiti, abdullah,\nsecond line of his letter).\n"
        "CONTEXT:  COPY person, line 3\n[SQL: INSERT INTO person VALUES ('x')]"
    )

    assert told.startswith('IntegrityError: new row violates check constraint "ck_person_kind"')
    assert not any(word in told for word in ("Maimaiti", "abdullah", "letter", "INSERT"))


@given(
    st.one_of(
        st.from_regex(r"[A-Z]{1,2}[0-9]{7,9}", fullmatch=True),
        st.from_regex(r"[a-z]{3}1[0-9]{10}", fullmatch=True),
        st.from_regex(r"1[0-9]{2}[. /_-][0-9]{4}[. /_-][0-9]{4}", fullmatch=True),
        st.from_regex(r"[1-9][0-9]{16}[0-9X]", fullmatch=True),
        st.from_regex(r"[A-Z][a-z]{2,8} [A-Z][a-z]{2,8}", fullmatch=True).filter(
            lambda name: not KNOWN.issuperset(name.split())
        ),
        st.from_regex(r"[a-z]{2,8}[.][a-z0-9]{2,8}@[a-z0-9]{2,5}[.](com|cn)", fullmatch=True),
        st.text(st.characters(min_codepoint=0x80, exclude_categories=("Cs",)), min_size=2).filter(
            lambda text: not set(text) <= {"…", "□"}
        ),
    ),
    st.sampled_from(["{}", "no row of {}", "({},", "'{}'", "/{}/x", "key={};", "KeyError: {}", "<{}>"]),
)
def test_no_marker_comes_through_whatever_stands_around_it(marker, around):
    assert marker not in masked(around.format(marker))


def test_classes_keys_places_statuses_and_ids_stay():
    for told in (
        "KeyError: 'external_no'", "sqlite3.OperationalError: no such table: petition_case",
        "500 GET /case_review (127.0.0.1) 1034.20ms", "incident 3fa9c0b1", "HTTPError: HTTP 404: Not Found",
        "FileNotFoundError: [Errno 2] No such file or directory: 'logs/site.log'", "at intake/look.py:134",
        "listening on 127.0.0.1:8866", "Internal Server Error",
        "refused a header X-Remote-User from 127.0.0.1",
    ):  # fmt: skip
        assert masked(told) == told


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
    assert "OSError: " in text


def test_files_of_the_program_and_of_its_home_stay_named():
    for said in ("no such file: 'workbench.sqlite'", "logs/site.log is full", "retention.toml", "rows.py:12"):
        assert masked(said) == said


def test_an_address_that_does_not_exist_is_not_logged():
    told = []
    request = SimpleNamespace(method="GET", remote_ip="127.0.0.1", request_time=lambda: 0.01)
    handler = SimpleNamespace(
        request=request, get_status=lambda: 404, log=SimpleNamespace(warning=lambda *said: told.append(said))
    )
    request.uri = request.path = "/Wang.Xiaoming@qq.com/wangxiaoming"

    log_visit(handler)

    assert told[0][0] % told[0][1:] == "404 GET (no such address) (127.0.0.1) 10.00ms"


def test_every_line_has_an_id_and_an_incident_its_number(tmp_path):
    text = log_of(tmp_path, lambda log: [log.info("one"), log.info("two")])
    ids = [json.loads(line)["id"] for line in text.splitlines()]
    assert len(set(ids)) == 2

    number, is_kept = record_incident(tmp_path / "logs", KeyError("lost"))
    assert is_kept
    line = json.loads((tmp_path / "logs" / "workbench.log").read_text("utf-8"))
    assert (line["id"], line["error"]) == (number, "KeyError: 'lost'")


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
    assert told["id"] == number and told["error"].startswith("RuntimeError: ")
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


def test_a_full_log_of_the_kernels_is_set_aside_and_a_page_open_before_goes_on_in_the_new_one(tmp_path):
    log = tmp_path / "kernels.log"
    log.write_text("x" * 4_999_990 + "\n", "utf-8")
    code = (
        "import os, sys\nfrom workbench.site.kernel import write_to_log\nwrite_to_log()\n"
        "print('told when it is full', file=sys.stderr)\nos.write(2, b'of a library, later')"
    )
    subprocess.run(
        [sys.executable, "-c", code], env={"WORKBENCH_KERNEL_LOG": str(log), "PYTHONUTF8": "1"}, check=True
    )

    assert log.read_text("utf-8").splitlines() == ["told when it is full", "of a library, later"]
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
