"""What keeps a login from being idle: what its viewer does, and not what his page sends by itself."""

from __future__ import annotations

import json
import re
from types import SimpleNamespace
from typing import Any

import pytest
import traitlets as tl
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

from tests.architecture.sources import ROOT
from tests.site.client import V1, message, packed
from workbench.access.viewer import Viewer
from workbench.site import kernels
from workbench.site.handlers import KernelLineHandler
from workbench.site.kernels import KernelOwners, Owner, WidgetsOnly
from workbench.terms import Role


def said(content: dict[str, Any] | None, method: str = "custom") -> dict[str, Any]:
    told = {"method": method} if content is None else {"method": method, "content": content}
    return message("comm_msg", {"comm_id": "c", "data": told})


CLICK = said({"type": "open", "key": "1"})
LOOK = said({"type": "look", "unasked": True})
LONG = said({"type": "submit", "values": {"text": "字" * 5000}})


class Line(WidgetsOnly):
    """A line without a server at its end."""

    websocket_handler = tl.Any()
    kernel_id = "k"


@pytest.fixture
def uses(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Hand messages to a line; return for each that was let through whether its viewer caused it."""
    passed: list[Any] = []
    monkeypatch.setattr(
        ZMQChannelsWebsocketConnection, "handle_incoming_message", lambda _, one: passed.append(one)
    )
    monkeypatch.setattr(kernels, "note_activity", lambda _: None)

    def hand(sent: Any, protocol: str | None = None) -> list[bool]:
        noted: list[bool] = []
        line = Line(websocket_handler=SimpleNamespace(note_use=noted.append, selected_subprotocol=protocol))
        line.channels = {"shell": object()}
        passed.clear()
        line.handle_incoming_message(sent)
        assert len(noted) == len(passed)  # what is refused is no use
        return noted

    return hand


@pytest.mark.parametrize(
    ("sent", "noted"),
    [
        (CLICK, [True]),
        (LONG, [True]),
        (said(None, "update"), [True]),
        (LOOK, [False]),
        (said(None, "request_states"), [False]),
        (said(None, "request_state"), [False]),
        (said({"type": "look", "unasked": "true"}), [True]),
        (message("kernel_info_request", {}), [False]),
        (message("comm_info_request", {}), [False]),
        (message("comm_open", {"target_name": "jupyter.widget.control", "comm_id": "c"}), [False]),
        (message("comm_open", {"target_name": "evil", "comm_id": "c"}), []),
        (message("execute_request", {"code": "1"}), []),
        (message("comm_msg", {"data": []}), [True]),
        (message("comm_msg", {"data": {"content": 3}}), [True]),
        ({**message("comm_msg", {}), "content": [1]}, [True]),
    ],
)
def test_of_what_is_let_through_only_what_the_viewer_did_is_use(
    uses: Any, sent: dict[str, Any], noted: list[bool]
) -> None:
    assert uses(json.dumps(sent)) == noted
    assert uses(packed(sent), V1) == noted


def test_what_is_no_message_is_no_use(uses: Any) -> None:
    assert uses("look") == [] and uses(b"\xff" * 40, V1) == []


@pytest.mark.parametrize(
    ("role", "is_asked", "touched"),
    [
        (Role.SUPERVISOR, True, ["now", "opened"]),
        (Role.SUPERVISOR, False, []),
        (Role.DISPLAY, True, ["now", "opened"]),
        (Role.DISPLAY, False, ["now", "opened"]),  # nobody clicks on a wall
    ],
)
def test_a_wall_keeps_the_login_of_a_display_and_of_nobody_else(
    role: Role, is_asked: bool, touched: list[str]
) -> None:
    viewer = Viewer("tv", "大屏", role)
    owners = KernelOwners()
    owners.hand_out("k", Owner(viewer, "opened"))
    noted: list[str] = []
    line: Any = SimpleNamespace(
        current_user=SimpleNamespace(viewer=viewer, session="now"),
        path_kwargs={"kernel_id": "k"},
        settings={
            "owners": owners, "door": SimpleNamespace(sessions=SimpleNamespace(touch=noted.append)),
        },
    )  # fmt: skip

    KernelLineHandler.note_use(line, is_asked)

    assert noted == touched


def test_what_a_script_sends_by_a_timer_says_so() -> None:
    timers = re.compile(r"set(?:Interval|Timeout)\([^\n]*\.send\(([^\n]*)")
    found = [
        (path.name, sent)
        for path in (ROOT / "widgets").rglob("*.js")
        for sent in timers.findall(path.read_text("utf-8"))
    ]

    assert [name for name, _ in found] == ["wall.js"]
    assert all("unasked: true" in sent for _, sent in found)
