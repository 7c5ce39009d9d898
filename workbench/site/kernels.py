"""Whose kernel is whose, and which messages a browser may send to its own.

A kernel belongs to the account that opened its page.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from jupyter_server.services.kernels.connection.base import (
    deserialize_binary_message,
    deserialize_msg_from_ws_v1,
)
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

from workbench.access.viewer import Viewer
from workbench.site.activity import note_activity
from workbench.site.bundle import TOPIC, apart

PROTOCOL = "v1.kernel.websocket.jupyter.org"
MESSAGES = ("comm_open", "comm_close", "comm_msg", "comm_info_request", "kernel_info_request")
REFUSED_KINDS = (  # that the log names; any other word may be anything
    *("execute_request", "inspect_request", "complete_request", "history_request", "is_complete_request"),
    *("debug_request", "interrupt_request", "shutdown_request", "create_subshell_request", "input_reply"),
)
CHANNEL = "shell"
FOR_NOBODY = (b'"execute_input"', b'"stream"', b'"error"')  # types, as they stand in a header
LONGEST_UNASKED = (
    1000  # bytes of a message that a page sends by itself; a longer one is not looked into for that
)
MOST_PARTS = 10_000  # of a message: its headers and buffers
PARTS_BEFORE_BUNDLE = 7  # topic, delimiter, signature, and the four parts of every message
# With this target the page asks for the state of its widgets. Any other would let a browser make widgets.
TARGET = "jupyter.widget.control"


@dataclass(frozen=True, slots=True)
class Owner:
    """Who a kernel was handed to, and by which login."""

    viewer: Viewer
    session: str


class KernelOwners:
    """The owners of the kernels that were handed out."""

    def __init__(self) -> None:
        self._owners: dict[str, Owner] = {}

    def hand_out(self, kernel: str, owner: Owner) -> None:
        """Give a kernel to a viewer; a kernel is given once."""
        if kernel in self._owners:
            raise ValueError("a kernel is handed out once")
        self._owners[kernel] = owner

    def of(self, kernel: str) -> Owner | None:
        """Return the owner, ``None`` of a kernel that nobody has."""
        return self._owners.get(kernel)

    def is_owner(self, kernel: str, account: str) -> bool:
        """Return whether the kernel was handed to this account."""
        owner = self._owners.get(kernel)
        return owner is not None and owner.viewer.account == account

    def of_session(self, session: str) -> tuple[str, ...]:
        """Return the kernels of one login."""
        return tuple(kernel for kernel, owner in self._owners.items() if owner.session == session)

    def is_for(self, kernel: str, viewer: Viewer | None) -> bool:
        """Return whether the kernel was handed to just this viewer: the account in this role and unit."""
        owner = self._owners.get(kernel)
        return owner is not None and owner.viewer == viewer

    def everyone(self) -> dict[str, Owner]:
        """Return every kernel that was handed out, with its owner."""
        return dict(self._owners)

    def of_account(self, account: str) -> tuple[str, ...]:
        """Return the kernels of one account."""
        return tuple(kernel for kernel, owner in self._owners.items() if owner.viewer.account == account)

    def forget_all_but(self, running: Iterable[str]) -> None:
        """Forget kernels that are no more."""
        kept = set(running)
        self._owners = {kernel: owner for kernel, owner in self._owners.items() if kernel in kept}


class WidgetsOnly(ZMQChannelsWebsocketConnection):
    """A page's line to its kernel: messages of widgets pass, everything else stays outside."""

    def handle_incoming_message(self, incoming_msg: Any) -> None:
        """Pass a message on if a page of ours may send it; log and drop it otherwise."""
        if not self.channels:
            return
        try:
            channel, header, content = self._look_into(incoming_msg)
            kind = header["msg_type"]
            refusal = _refusal(channel, kind, content)
        except Exception as error:  # whatever a browser sends that is no message
            refusal = f"cannot be read ({type(error).__name__})"
        if refusal:
            self.log.warning("refused a message to kernel %s: %s", self.kernel_id, refusal)
            return
        note_activity(self.kernel_manager)
        self.websocket_handler.note_use(kind == "comm_msg" and _is_asked(content))  # type: ignore[attr-defined]
        super().handle_incoming_message(incoming_msg)

    def handle_outgoing_message(self, stream: Any, outgoing_msg: list[Any]) -> None:
        """Pass on what a kernel says; what it says together goes to the page together."""
        note_activity(self.kernel_manager)
        if outgoing_msg[0] != TOPIC:
            if not self._is_for_nobody(outgoing_msg):
                super().handle_outgoing_message(stream, outgoing_msg)
            return
        said = apart(outgoing_msg[PARTS_BEFORE_BUNDLE])
        if self.subprotocol == PROTOCOL:
            self.websocket_handler.write_together(said)  # type: ignore[attr-defined]
            return
        for one in said:
            channel, parts = deserialize_msg_from_ws_v1(one)  # type: ignore[no-untyped-call]
            names = ("header", "parent_header", "metadata", "content")
            message = {name: self.session.unpack(part) for name, part in zip(names, parts, strict=False)}
            message["buffers"] = parts[len(names) :]
            whole = self._reserialize_reply(message, channel=channel)  # type: ignore[no-untyped-call]
            self.write_message(whole, binary=isinstance(whole, bytes))

    def _is_for_nobody(self, outgoing: list[Any]) -> bool:
        """Return whether a kernel tells the text of a cell, what was printed or where it failed.

        None of it is for a page, in either protocol: what a viewer must know, a widget says.
        """
        parts: list[Any] = self.session.feed_identities(outgoing)[1]
        return any(kind in parts[1] for kind in FOR_NOBODY)

    def _look_into(self, incoming: Any) -> tuple[str, dict[str, Any], dict[str, Any]]:
        if isinstance(incoming, bytes) or self.subprotocol == PROTOCOL:
            _refuse_endless(incoming, *((8, "little") if self.subprotocol == PROTOCOL else (4, "big")))
        if self.subprotocol == PROTOCOL:
            channel, parts = deserialize_msg_from_ws_v1(incoming)  # type: ignore[no-untyped-call]
            header = self.session.unpack(parts[0])
            is_read = header.get("msg_type") == "comm_open" or len(parts[3]) <= LONGEST_UNASKED
            return channel, header, self.session.unpack(parts[3]) if is_read else {}
        message: dict[str, Any] = (
            deserialize_binary_message(incoming)  # type: ignore[no-untyped-call]
            if isinstance(incoming, bytes)
            else json.loads(incoming)
        )
        return message["channel"], message["header"], message.get("content") or {}


def _refusal(channel: str, kind: str, content: dict[str, Any]) -> str:
    if channel != CHANNEL:
        return "another channel"
    if kind not in MESSAGES:
        return f"type {kind}" if kind in REFUSED_KINDS else "an unknown type"
    if kind == "comm_open" and content.get("target_name") != TARGET:
        return "another target"
    return ""


def _is_asked(content: Any) -> bool:
    """Return whether a viewer caused what his page says; by itself it speaks with the mark ``unasked``."""
    data = content.get("data") if isinstance(content, dict) else None
    if not isinstance(data, dict):
        return True
    said = data.get("content")
    is_unasked = isinstance(said, dict) and said.get("unasked") is True
    return not is_unasked and data.get("method") not in ("request_states", "request_state")


def _refuse_endless(incoming: bytes, width: int, order: Literal["little", "big"]) -> None:
    """Raise ``ValueError`` if the table of offsets at the beginning claims more than the message holds.

    The reader behind would count to whatever stands there, and the whole site would wait for it.
    """
    count = int.from_bytes(incoming[:width], order)
    if len(incoming) < width * (count + 1) or count > MOST_PARTS:
        raise ValueError("the table of offsets is longer than the message")
