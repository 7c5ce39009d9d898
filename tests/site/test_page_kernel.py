"""What a page hears of a click: everything at once, the end of work last, in both forms of the protocol."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
import uuid
from types import SimpleNamespace
from typing import Any, cast

import pytest
from jupyter_client.session import Session
from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1

from tests.site.client import V1, message, packed, send, states, talk
from tests.site.conftest import Running
from workbench.site.kernels import WidgetsOnly


@pytest.fixture
def page(running: Running) -> str:
    """A kernel of a page of Lee's."""
    return send(running.address, "/", cookie=running.lee).kernel


def place_of(running: Running, kernel: str) -> str:
    """Return the widget that keeps the address of a page."""
    told = states(running.address, kernel, running.lee)
    found = re.search(r'"([0-9a-f]{32})": \{"model_name": "AnyModel"', told)
    assert found is not None
    return found[1]


def click(running: Running, kernel: str, widget: str, protocol: str | None) -> list[dict[str, Any]]:
    """Send a widget what no script of ours sends; return what the page hears of it, oldest first."""
    content = {"comm_id": widget, "data": {"method": "custom", "content": {"type": "nonsense"}}}
    told = message("comm_msg", content)
    sent = [packed(told) if protocol else json.dumps(told)]
    came = talk(running.address, kernel, running.lee, list(sent), protocol=protocol, seconds=3)
    heard = [_read(one) for one in came if one is not None]
    return [one for one in heard if one["parent_header"].get("msg_id") == told["header"]["msg_id"]]


def _read(frame: str | bytes) -> dict[str, Any]:
    if isinstance(frame, str):
        return dict(json.loads(frame))
    channel, parts = deserialize_msg_from_ws_v1(frame)  # type: ignore[no-untyped-call]
    names = ("header", "parent_header", "metadata", "content")
    return {"channel": channel} | {name: json.loads(part) for name, part in zip(names, parts, strict=False)}


@pytest.mark.parametrize("protocol", [None, V1])
def test_a_click_is_answered_and_its_end_told_once_and_last(
    running: Running, page: str, protocol: str | None
) -> None:
    widget = place_of(running, page)

    heard = click(running, page, widget, protocol)

    kinds = [one["header"]["msg_type"] for one in heard]
    assert kinds[-1] == "status" and kinds.count("status") == 1
    assert heard[-1]["content"] == {"execution_state": "idle"}
    assert "comm_msg" in kinds
    assert "无法识别" in json.dumps(heard, ensure_ascii=False)
    assert {one["channel"] for one in heard} == {"iopub"}
    assert len({one["header"]["msg_id"] for one in heard}) == len(heard)


def test_a_message_to_a_widget_that_is_none_is_answered_with_its_end_alone(
    running: Running, page: str
) -> None:
    heard = click(running, page, uuid.uuid4().hex, V1)

    told = [one for one in heard if one["header"]["msg_type"] != "stream"]
    assert [one["content"] for one in told] == [{"execution_state": "idle"}]


def test_a_page_with_a_picture_in_it_comes_in_the_older_form_too(running: Running, page: str) -> None:
    told = states(running.address, page, running.lee)

    assert "update_states" in told
    assert send(running.address, "/site/alive").status == 200


@pytest.mark.parametrize(
    ("kind", "is_dropped"),
    [("execute_input", True), ("stream", True), ("error", True), ("comm_msg", False), ("status", False)],
)
def test_the_text_of_a_cell_and_what_it_printed_go_to_no_page(kind: str, is_dropped: bool) -> None:
    session = Session(key=b"secret")
    told = session.serialize(session.msg(kind, {"code": "execute_input"}), ident=b"kernel.1.topic")

    assert WidgetsOnly._is_for_nobody(cast("Any", SimpleNamespace(session=session)), told) is is_dropped


def test_a_kernel_counts_as_used_when_its_page_speaks_to_it(running: Running, page: str) -> None:
    other = send(running.address, "/", cookie=running.lee).kernel

    def used(kernel: str) -> str:
        answer = send(running.address, f"/api/kernels/{kernel}", cookie=running.lee)
        return str(json.loads(answer.body)["last_activity"])

    before = used(page), used(other)
    time.sleep(2.1)

    click(running, page, uuid.uuid4().hex, V1)

    assert used(page) > before[0]
    assert used(other) == before[1]


def test_a_process_knows_whether_it_has_started_another() -> None:
    """At the end of a page that has started none, nothing is loaded to look for them."""
    alone = "from workbench.site.page_kernel import has_children; print(has_children())"
    with_one = f"import subprocess; p = subprocess.Popen(['sleep', '30']); {alone}; p.kill()"

    told = [
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout.strip()
        for code in (alone, with_one)
    ]

    assert told == ["False", "True"]
