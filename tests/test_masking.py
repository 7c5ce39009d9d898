"""Masking takes out what might be personal, and leaves what a developer needs."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.masking import _KNOWN as KNOWN
from workbench.masking import masked


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


def test_files_of_the_program_and_of_its_home_stay_named():
    for said in ("no such file: 'workbench.sqlite'", "logs/site.log is full", "retention.toml", "rows.py:12"):
        assert masked(said) == said
