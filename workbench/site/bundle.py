"""What one click leads to travels as one message from the kernel to the site.

A click changes half a dozen widgets. Sent one by one, each change is packed, signed, handed to a thread,
received and looked into for itself, which costs more than the answer. So a kernel keeps what it says while
it deals with a message of the page, and sends it at the end; the site passes it on in one go. The browser
gets the same messages as ever.
"""

from __future__ import annotations

import logging
import struct
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from jupyter_client.session import utcnow

log = logging.getLogger("workbench.widgets")

TOPIC = b"bundle"  # the first part of such a message on the kernel's line
CHANNEL = b"iopub"
VERSION = "5.3"  # of the kernel protocol
UPDATE = "update"  # of the widgets' protocol: the new state of some traits
Pack = Callable[[Any], bytes]


@dataclass(slots=True)
class Said:
    """One message of a widget: its kind, what it says, and its binary parts."""

    kind: str
    content: dict[str, Any]
    metadata: Mapping[str, Any] = field(default_factory=dict)
    buffers: Sequence[Any] = ()

    @property
    def state(self) -> dict[str, Any] | None:
        """Return the traits that are told anew; ``None`` if it says anything else or has binary parts."""
        data = self.content.get("data")
        if self.kind != "comm_msg" or self.buffers or not isinstance(data, dict):
            return None
        state = data.get("state")
        return state if data.get("method") == UPDATE and isinstance(state, dict) else None


class Bundle:
    """Keeps what one thread says from ``open`` to ``close``; ``send`` gets it in the form of the page."""

    def __init__(self, send: Callable[[list[bytes]], None], pack: Pack) -> None:
        self._send = send
        self._pack = pack
        self._lock = threading.Lock()
        self._thread = 0
        self._parent = b"{}"
        self._sender: Mapping[str, str] = {}
        self._said: list[Said] = []

    def open(self, parent: bytes, sender: Mapping[str, str]) -> None:
        """Keep what this thread says from now on.

        ``parent`` is the header of the message that is answered, ``sender`` what every header says of us.
        """
        self._parent, self._sender = parent, sender
        self._thread = threading.get_ident()

    def add(self, said: Said) -> bool:
        """Keep a message; ``False`` if it must be sent by itself, after what was kept before it."""
        if not self._thread:
            return False
        if self._thread != threading.get_ident():
            self.flush()
            return False
        with self._lock:
            if not self._is_taken_in(said):
                self._said.append(said)
        return True

    def flush(self) -> None:
        """Send what was kept so far."""
        with self._lock:
            said, self._said = self._said, []
            if said:
                self._send(list(as_read(said, self._parent, self._sender, self._pack)))

    def close(self) -> None:
        """Send what was kept, and keep nothing from now on."""
        self._thread = 0
        self.flush()

    def _is_taken_in(self, said: Said) -> bool:
        """Let an earlier message tell it too, if that only tells other traits of the same widget.

        What was opened, closed or told meanwhile stays in its order, and a trait that is told twice stays
        told twice: a page may act on both values.
        """
        state = said.state
        if state is None:
            return False
        for before in reversed(self._said):
            known = before.state
            if known is None:
                return False
            if before.content["comm_id"] == said.content["comm_id"]:
                if known.keys() & state.keys():
                    return False
                known.update(state)
                return True
        return False


def as_read(said: Iterable[Said], parent: bytes, sender: Mapping[str, str], pack: Pack) -> Iterator[bytes]:
    """Yield each message in the form in which the scripts of a page read it (v1 of the protocol)."""
    made = uuid.uuid4().hex
    at = utcnow().isoformat().replace("+00:00", "Z")
    for number, one in enumerate(said):
        header = {
            "msg_id": f"{made}_{number}",
            "msg_type": one.kind,
            "date": at,
            "version": VERSION,
            **sender,
        }
        try:
            content = pack(one.content)
        except (TypeError, ValueError):
            log.exception("a %s could not be packed", one.kind)
            continue
        yield together([CHANNEL, pack(header), parent, pack(one.metadata), content, *one.buffers])


def apart(whole: bytes) -> list[bytes]:
    """Return the messages that were put ``together``; raises ``struct.error`` for anything else."""
    (count,) = struct.unpack_from("<Q", whole)
    offsets = struct.unpack_from(f"<{count}Q", whole, 8) if count <= len(whole) // 8 else ()
    if not offsets:
        raise struct.error("no table of offsets")
    return [whole[first:last] for first, last in pairwise(offsets)]


def together(parts: Sequence[Any]) -> bytes:
    """Return the parts behind a table of where each begins, and the last one ends.

    So a page reads one message, and so several messages are one part of what a kernel sends: each part of a
    message of ZeroMQ costs a call at both ends.
    """
    sizes = [memoryview(part).nbytes for part in parts]
    offsets = [8 * (len(parts) + 2)]
    for size in sizes:
        offsets.append(offsets[-1] + size)
    table = struct.pack(f"<{len(offsets) + 1}Q", len(offsets), *offsets)
    return b"".join([table, *parts])
