"""Files that a client sends slice by slice and against every rule, into its own page and into another's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tornado.httpclient import HTTPClientError

from tests.site.client import V1, message, packed, send, states, talk
from tests.site.conftest import Running, is_alive

START = {"type": "start", "transfer": "t", "name": "信访件.xlsx", "size": 4}
SLICE = {"type": "slice", "transfer": "t", "offset": 0}
CANCEL = {"type": "cancel", "transfer": "t"}
NO_BEGINNINGS: tuple[dict[str, object], ...] = (
    START | {"size": -1},
    START | {"size": 2**63},
    START | {"size": 1e9},
    START | {"size": True},
    START | {"size": "4"},
    START | {"size": 10**12},
    START | {"size": 0},
    START | {"name": "page.html"},
    START | {"name": "x" * 5000 + ".xlsx"},
    START | {"name": ["信访件.xlsx"]},
    START | {"transfer": {"key": 1}},
    {"type": "start"},
    {"type": "write", "name": "信访件.xlsx"},
    {"type": ["start"]},
    SLICE | {"transfer": "never begun"},
)
NOT_ASKED_FOR: tuple[tuple[dict[str, object], tuple[bytes, ...]], ...] = (
    (SLICE, (b"PK.",)),
    (SLICE, (b"PK..." * 1000,)),
    (SLICE, ()),
    (SLICE, (b"PK", b"..")),
    (SLICE | {"offset": 1}, (b"K..",)),
    (SLICE | {"offset": 2**60}, (b"PK..",)),
    (SLICE | {"offset": -1}, (b"PK..",)),
    (SLICE | {"offset": None}, (b"PK..",)),
)


@pytest.fixture(scope="module")
def importing(running: Running) -> tuple[str, str]:
    """A page of lee's that takes files: its kernel, and the widget that takes them."""
    kernel = send(running.address, "/intake", cookie=running.lee).kernel
    told = states(running.address, kernel, running.lee)
    models = re.findall(r'"([0-9a-f]{32})": \{"model_name": "AnyModel"((?:(?!"model_name").)*)', told)
    return kernel, next(identity for identity, model in models if '"slice": 1048576' in model)


def upload(
    running: Running,
    page: tuple[str, str],
    *sent: tuple[dict[str, object], tuple[bytes, ...]],
    cookie: str = "",
) -> list[str]:
    """Send messages to the widget of a page; return the phases of the upload that the page hears of.

    A last question is answered when all before it has been.
    """
    kernel, widget = page
    last = message("kernel_info_request", {})
    ends = (b"iopub", last["header"]["msg_id"].encode(), b'"idle"')
    told = []
    for content, buffers in sent:
        data = {"method": "custom", "content": content}
        told.append(packed(message("comm_msg", {"comm_id": widget, "data": data}), *buffers))
    told.append(packed(last))
    came = talk(
        running.address, kernel, cookie or running.lee, list(told), protocol=V1, seconds=30, ends=ends
    )
    heard = b"".join(one for one in came if isinstance(one, bytes)).decode("utf-8", "replace")
    return re.findall(r'"state": ?\{"phase": ?"(\w+)"', heard)


def kept(running: Running) -> list[Path]:
    """Return the files that pages were handed."""
    return [path for path in (running.home / "scratch").rglob("workbench-upload-*/*") if path.is_file()]


def test_a_crafted_beginning_begins_nothing(running: Running, importing: tuple[str, str]) -> None:
    phases = upload(running, importing, *((said, ()) for said in NO_BEGINNINGS), (SLICE, (b"PK..",)))

    assert set(phases) == {"refused"}
    assert kept(running) == []
    assert is_alive(running, importing[0])


def test_a_slice_that_was_not_asked_for_ends_the_file(running: Running, importing: tuple[str, str]) -> None:
    sent = [one for slice_ in NOT_ASKED_FOR for one in ((START, ()), slice_, (SLICE, (b"PK..",)))]

    phases = upload(running, importing, *sent)

    assert phases == ["sending", "refused"] * len(NOT_ASKED_FOR)
    assert kept(running) == []
    assert is_alive(running, importing[0])


def test_a_name_that_leads_elsewhere_is_only_a_name(running: Running, importing: tuple[str, str]) -> None:
    phases = upload(running, importing, (START | {"name": "../../../../outside.xlsx"}, ()))

    assert phases == ["sending"]
    assert [path.suffix for path in kept(running)] == [".xlsx"]
    assert list(running.home.parent.rglob("outside*")) == []
    assert upload(running, importing, (CANCEL, ())) == ["cancelled"]
    assert kept(running) == []


def test_nobody_puts_a_slice_into_the_file_of_somebody_else(
    running: Running, importing: tuple[str, str]
) -> None:
    own = send(running.address, "/intake", cookie=running.wang).kernel
    assert upload(running, importing, (START, ())) == ["sending"]
    (file,) = kept(running)

    heard = upload(
        running, (own, importing[1]), (SLICE, (b"PK..",)), (START, ()), (CANCEL, ()), cookie=running.wang
    )
    with pytest.raises(HTTPClientError, match="404"):
        upload(running, importing, (SLICE, (b"PK..",)), cookie=running.wang)

    assert heard == []
    assert kept(running) == [file] and file.read_bytes() == b""
    assert upload(running, importing, (SLICE, (b"PK..",)))[-1] != "sending"  # its owner's own comes in
    assert is_alive(running, importing[0])
