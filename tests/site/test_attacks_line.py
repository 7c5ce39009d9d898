"""What a client that is no browser may say on the line to a kernel: messages of widgets, and nothing else."""

from __future__ import annotations

import json
import socket
import struct
import time
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from tests.site.client import V1, message, packed, send, talk
from tests.site.conftest import Running, is_alive
from workbench.site.server import LARGEST_MESSAGE

OPENING = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version": "13",
}
CODE = "open({!r}, 'w').write('x')"


@pytest.mark.parametrize("channel", ["shell", "control", "stdin", "iopub"])
@pytest.mark.parametrize(
    "kind",
    [
        "execute_request",
        "inspect_request",
        "complete_request",
        "history_request",
        "is_complete_request",
        "debug_request",
        "interrupt_request",
        "shutdown_request",
        "create_subshell_request",
        "input_reply",
        "usage_request",
        "apply_request",
    ],
)
def test_only_messages_of_widgets_reach_a_kernel(
    running: Running, kernel: str, tmp_path: Path, channel: str, kind: str
) -> None:
    target = tmp_path / "written"
    content = {
        "code": CODE.format(str(target)), "cursor_pos": 1, "silent": False, "restart": False, "value": "x"
    }  # fmt: skip
    told = message(kind, content, channel)
    before = running.log.count("refused a message")

    came = talk(running.address, kernel, running.lee, [json.dumps(told)], seconds=0.3)
    came += talk(running.address, kernel, running.lee, [packed(told)], protocol=V1, seconds=0.3)

    answered = "".join(
        one if isinstance(one, str) else (one or b"").decode("utf-8", "replace") for one in came
    )
    assert told["header"]["msg_id"] not in answered
    assert not target.exists()
    assert is_alive(running, kernel)
    ends = time.monotonic() + 20  # a busy machine may read the second message only now
    while running.log.count("refused a message") < before + 2 and time.monotonic() < ends:
        time.sleep(0.05)
    assert running.log.count("refused a message") == before + 2


@pytest.mark.parametrize("channel", ["control", "stdin", "nowhere", "", None])
def test_widget_messages_come_on_their_own_channel_only(
    running: Running, kernel: str, channel: str | None
) -> None:
    told = {**message("comm_info_request", {}), "channel": channel}

    came = talk(running.address, kernel, running.lee, [json.dumps(told)], seconds=0.3)

    assert told["header"]["msg_id"] not in str(came)


@pytest.mark.parametrize("target", ["jupyter.widget", "jupyter.widget.version", "matplotlib", "", None, 7])
def test_a_browser_opens_no_widget_of_its_own(running: Running, kernel: str, target: object) -> None:
    comm = uuid4().hex
    data = {"state": {"_model_module": "@jupyter-widgets/controls", "_model_name": "HTMLModel"}}
    opened = message("comm_open", {"comm_id": comm, "target_name": target, "data": data})
    asked = message("comm_info_request", {})

    came = talk(running.address, kernel, running.lee, [json.dumps(opened), json.dumps(asked)])

    answer = next(one for one in came if isinstance(one, str) and "comm_info_reply" in one)
    assert comm not in answer


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"\x00",
        b"\xff" * 64,
        (2**63).to_bytes(8, "little") * 4,
        (5).to_bytes(8, "little") + b"\x00" * 40,
        "",
        "null",
        "[]",
        "{}",
        '{"channel": "shell"}',
        '{"channel": "shell", "header": null}',
        '{"channel": "shell", "header": {"msg_type": ["comm_msg"]}}',
        "\x00",
        "[" * 5000,
    ],
)
@pytest.mark.parametrize("protocol", [None, V1])
def test_garbage_on_the_line_harms_nobody(
    running: Running, kernel: str, garbage: str | bytes, protocol: str | None
) -> None:
    talk(running.address, kernel, running.lee, [garbage], protocol=protocol, seconds=0.1)

    assert is_alive(running, kernel)
    assert send(running.address, "/site/alive").status == 200


@pytest.mark.parametrize("in_one_piece", [True, False])
def test_a_message_that_is_too_large_is_not_awaited(
    running: Running, kernel: str, in_one_piece: bool
) -> None:
    """What counts is the size that it announces: the line ends before anything of it has come."""
    with open_line(running, kernel, running.lee) as line:
        line.sendall(frame(LARGEST_MESSAGE + 1, b"") if in_one_piece else frame(2, b"{ ", is_last=False))
        if not in_one_piece:
            line.sendall(frame(LARGEST_MESSAGE - 1, b"", opcode=0))

        assert is_over(line)
    with open_line(running, kernel, running.lee) as line:
        line.sendall(frame(LARGEST_MESSAGE, b""))

        assert not is_over(line)
    assert is_alive(running, kernel)


def open_line(running: Running, kernel: str, cookie: str) -> socket.socket:
    """Return the line to a kernel as a bare socket, after the greeting."""
    where = urlsplit(running.address)
    line = socket.create_connection((where.hostname or "", where.port or 0), timeout=20)
    asked = {**OPENING, "Host": where.netloc, "Cookie": cookie}
    lines = [f"GET /api/kernels/{kernel}/channels HTTP/1.1", *(f"{n}: {v}" for n, v in asked.items())]
    line.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += line.recv(1)
    assert b" 101 " in answer.splitlines()[0]
    return line


def frame(announced: int, content: bytes, *, is_last: bool = True, opcode: int = 1) -> bytes:
    """Return a frame of a websocket that announces so many bytes (RFC 6455, section 5.2)."""
    first = (0x80 if is_last else 0) | opcode
    return struct.pack("!BBQ4s", first, 0x80 | 127, announced, bytes(4)) + content


def is_over(line: socket.socket, seconds: float = 1.5) -> bool:
    """Return whether the other side closes the line within some seconds."""
    ends = time.monotonic() + seconds
    while (rest := ends - time.monotonic()) > 0:
        line.settimeout(rest)
        try:
            if not line.recv(65536):
                return True
        except TimeoutError:
            break
        except ConnectionResetError:
            return True
    return False


def test_a_foreign_origin_gets_no_line(running: Running, kernel: str) -> None:
    path = f"/api/kernels/{kernel}/channels"

    for origin in (
        "http://evil.example",
        "null",
        "http://127.0.0.1:1",
        running.address[:-1] + ".evil.example",
    ):
        answer = send(running.address, path, cookie=running.lee, headers={**OPENING, "Origin": origin})
        assert answer.status == 403
