"""A viewer of each site without a browser: opens the page as its scripts do, and clicks."""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import uuid
from typing import Any, Protocol
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect

PATIENCE = 240.0  # seconds; later is a failure
PROTOCOL: Any = "v1.kernel.websocket.jupyter.org"
TOKEN = "2|00000000|" + "0" * 32 + "|1700000000"
OPTIONS: dict[str, Any] = {"max_size": None, "ping_interval": None, "open_timeout": PATIENCE}


class Viewer(Protocol):
    """One who opens the page, clicks, and leaves."""

    async def open(self) -> None:
        """Return when everything of the first view has come."""

    async def click(self, number: int) -> None:
        """Change a filter; return when everything that it changes has come."""

    async def leave(self) -> None:
        """Close the page."""


class OurViewer:
    """A page of the workbench: the page, the state of its widgets, a changed filter."""

    def __init__(self, address: str, cookie: str, app: str = "case_review") -> None:
        self._address, self._cookie, self._app = address, cookie, app
        self._models: dict[str, dict[str, Any]] = {}

    async def open(self) -> None:
        page = await _get(self._address + self._app, self._cookie)
        found = re.search(r'"kernelId": ?"([^"]+)"', page)
        if found is None or "vnd.voila.cell-output" not in page:
            raise ConnectionError("the page came without anything to show")
        self._kernel = found[1]
        where = f"{self._address}api/kernels/{found[1]}/channels?session_id={uuid.uuid4().hex}"
        self._line = await connect(
            where.replace("http", "ws", 1),
            additional_headers={"Cookie": self._cookie},
            subprotocols=[PROTOCOL],
            **OPTIONS,
        )
        await self._say("kernel_info_request", {})
        comm = uuid.uuid4().hex
        await self._say("comm_open", {"comm_id": comm, "target_name": "jupyter.widget.control", "data": {}})
        for message in await self._say("comm_msg", {"comm_id": comm, "data": {"method": "request_states"}}):
            data = message["content"].get("data", {})
            if data.get("method") == "update_states":
                self._models = data["states"]
        if not self._models:
            raise ConnectionError("no widgets came")

    async def click(self, number: int) -> None:
        bar = next(
            key for key, model in self._models.items()
            if any(one.get("key") == "late_only" for one in model["state"].get("shape", ()))
        )  # fmt: skip
        units = next(
            one["choices"] for one in self._models[bar]["state"]["shape"] if one["key"] == "units"
        )  # the first is for all
        chosen = {"late_only": True} if number == 0 else {"units": [units[number % len(units)]["code"]]}
        told = {"type": "change", "chosen": chosen, "serial": number + 1}
        content = {"comm_id": bar, "data": {"method": "custom", "content": told}}
        came = await self._say("comm_msg", content)
        if not any("first" in message["content"].get("data", {}).get("state", {}) for message in came):
            raise ConnectionError("the table did not change")

    async def leave(self) -> None:
        await self._line.close()
        headers = {"Cookie": f"_xsrf={TOKEN}; {self._cookie}", "X-XSRFToken": TOKEN}
        await _ask("POST", f"{self._address}voila/api/shutdown/{self._kernel}", headers)

    async def _say(self, kind: str, content: dict[str, Any]) -> list[dict[str, Any]]:
        """Send a message, and return everything it led to, until the kernel rests again."""
        header = {
            "msg_id": uuid.uuid4().hex, "username": "", "session": uuid.uuid4().hex,
            "date": "2026-01-01T00:00:00Z", "msg_type": kind, "version": "5.3",
        }  # fmt: skip
        message = {
            "header": header, "parent_header": {}, "metadata": {"version": "1.0.0"}, "content": content,
        }  # fmt: skip
        await self._line.send(_packed(message))
        came = []
        async with asyncio.timeout(PATIENCE):
            while True:
                one = _unpacked(await self._line.recv())
                if one["parent_header"].get("msg_id") != header["msg_id"]:
                    continue
                came.append(one)
                if one["header"]["msg_type"] == "status" and one["content"]["execution_state"] == "idle":
                    return came


def _packed(message: dict[str, Any]) -> bytes:
    """Return a message in the form that Voila's own scripts send it in."""
    parts = [b"shell"]
    parts += [
        json.dumps(message[name]).encode() for name in ("header", "parent_header", "metadata", "content")
    ]
    offsets = [8 * (len(parts) + 2)]
    for part in parts:
        offsets.append(offsets[-1] + len(part))
    numbers = [len(offsets), *offsets]
    return b"".join(number.to_bytes(8, "little") for number in numbers) + b"".join(parts)


def _unpacked(frame: bytes) -> dict[str, Any]:
    """Return what a message says, without its binary parts."""
    count = int.from_bytes(frame[:8], "little")
    offsets = [int.from_bytes(frame[8 * n : 8 * n + 8], "little") for n in range(1, count + 1)]
    parts = [frame[start:end] for start, end in itertools.pairwise(offsets)]
    header, parent, _metadata, content = (json.loads(part) for part in parts[1:5])
    return {"header": header, "parent_header": parent, "content": content}


class PanelViewer:
    """The page in Panel: the document over its websocket, a checkbox or a choice that changes."""

    def __init__(self, address: str, _cookie: str = "") -> None:
        self._address = address
        self._serial = 0

    async def open(self) -> None:
        page = await _get(self._address)
        found = re.search(r'"token": ?"([^"]+)"', page)
        if found is None:
            raise ConnectionError("no session")
        where = f"{self._address}/ws".replace("http", "ws", 1)
        self._line = await connect(where, subprotocols=["bokeh", found[1]], **OPTIONS)  # type: ignore[list-item]
        await self._answer("ACK")  # before it a message finds no session, as a browser knows
        reply = await self._say("PULL-DOC-REQ", {}, "PULL-DOC-REPLY")
        self._ids = {
            kind: re.search(rf'"name": ?"[^"]*{kind}", ?"id": ?"(\w+)"', reply)
            for kind in ("Checkbox", "Select")
        }
        units = re.search(r'"options": ?(\[[^\]]*\])', reply)
        self._units = json.loads(units[1]) if units else []
        if not all(self._ids.values()):
            raise ConnectionError("no document")

    async def click(self, number: int) -> None:
        kind, attribute = ("Checkbox", "active") if number == 0 else ("Select", "value")
        new = True if number == 0 else self._units[1 + number % (len(self._units) - 1)]
        model = self._ids[kind]
        assert model is not None
        event = {"kind": "ModelChanged", "model": {"id": model[1]}, "attr": attribute, "new": new}
        await self._say("PATCH-DOC", {"events": [event]}, "OK")

    async def leave(self) -> None:
        await self._line.close()

    async def _say(self, kind: str, content: dict[str, Any], answer: str) -> str:
        """Send a message of Bokeh's protocol; return the content of the answer, when it has come."""
        self._serial += 1
        number = str(self._serial)
        for part in ({"msgid": number, "msgtype": kind}, {}, content):
            await self._line.send(json.dumps(part))
        return await self._answer(answer, number)

    async def _answer(self, answer: str, to: str | None = None) -> str:
        async with asyncio.timeout(PATIENCE):
            while True:
                header = json.loads(await self._line.recv())
                await self._line.recv()
                body = await self._line.recv()
                for _ in range(2 * header.get("num_buffers", 0)):
                    await self._line.recv()
                if header["msgtype"] == answer and header.get("reqid") == to:
                    return body if isinstance(body, str) else body.decode()
                if header["msgtype"] == "ERROR":
                    raise ConnectionError(str(body)[:300])


class StreamlitViewer:
    """The page in Streamlit: the script runs, and runs again for a changed widget."""

    def __init__(self, address: str, _cookie: str = "") -> None:
        self._address = address
        self._widgets: dict[str, Any] = {}

    async def open(self) -> None:
        await _get(self._address)
        where = f"{self._address}_stcore/stream".replace("http", "ws", 1)
        self._line: ClientConnection = await connect(where, subprotocols=["streamlit"], **OPTIONS)  # type: ignore[list-item]
        await self._run()
        if {"checkbox", "selectbox"} - set(self._widgets):
            raise ConnectionError(f"no widgets came: {list(self._widgets)}")

    async def click(self, number: int) -> None:
        from streamlit.proto.BackMsg_pb2 import BackMsg

        asked = BackMsg()
        states = asked.rerun_script.widget_states.widgets
        if number == 0:
            states.add(id=self._widgets["checkbox"].id, bool_value=True)
        else:
            box = self._widgets["selectbox"]
            states.add(id=box.id, string_value=box.options[1 + number % (len(box.options) - 1)])
        await self._run(asked)

    async def leave(self) -> None:
        await self._line.close()

    async def _run(self, asked: Any = None) -> None:
        from streamlit.proto.BackMsg_pb2 import BackMsg
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        if asked is None:
            asked = BackMsg()
            asked.rerun_script.query_string = ""
        await self._line.send(asked.SerializeToString())
        async with asyncio.timeout(PATIENCE):
            while True:
                message = ForwardMsg()
                frame = await self._line.recv()
                message.ParseFromString(frame if isinstance(frame, bytes) else frame.encode())
                kind = message.WhichOneof("type")
                if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                    element = message.delta.new_element
                    what = element.WhichOneof("type")
                    if what == "exception":
                        raise ConnectionError(element.exception.message)
                    if what in ("checkbox", "selectbox"):
                        self._widgets[what] = getattr(element, what)
                if kind == "script_finished":
                    return


VIEWERS = {"本工作台": OurViewer, "Streamlit": StreamlitViewer, "Panel": PanelViewer}


async def _get(address: str, cookie: str = "") -> str:
    return await _ask("GET", address, {"Cookie": cookie} if cookie else {})


async def _ask(method: str, address: str, headers: dict[str, str]) -> str:
    """Return the body of an answer, as it has come to its end."""
    where = urlsplit(address)
    async with asyncio.timeout(PATIENCE):
        reader, writer = await asyncio.open_connection(where.hostname, where.port, limit=2**24)
        try:
            lines = [f"{method} {where.path or '/'} HTTP/1.0", f"Host: {where.netloc}", "Content-Length: 0"]
            lines += [f"{name}: {value}" for name, value in headers.items()]
            writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
            head, _, body = (await reader.read()).partition(b"\r\n\r\n")
        finally:
            writer.close()
    status = int(head.split(maxsplit=2)[1])
    if status >= 300 and method == "GET":
        raise ConnectionError(f"{address}: {status}")
    return body.decode("utf-8", "replace")
