"""What a page's kernel tells leaves from the thread that tells it, each message whole."""

from __future__ import annotations

import sys
import threading
from collections import Counter
from collections.abc import Iterator

import pytest
import zmq

from workbench.site.direct_line import DirectLine

MANY = 300
PARTS = 6


@pytest.fixture
def impatient() -> Iterator[None]:
    """Let threads take turns as often as they can."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def test_messages_of_two_threads_arrive_whole_and_in_the_order_of_each(impatient: None) -> None:
    with zmq.Context() as context, context.socket(zmq.PUB) as told, context.socket(zmq.SUB) as heard:
        told.sndhwm = heard.rcvhwm = 0
        told.linger = heard.linger = 0
        told.bind("inproc://told")
        heard.connect("inproc://told")
        heard.subscribe(b"")
        heard.rcvtimeo = 5_000
        line = DirectLine(told, None)
        while not heard.poll(20):  # until it is known who listens
            line.background_socket.send_multipart([b"anybody", b"?"])
        threads = [
            threading.Thread(target=_tell, args=(line, name.encode()), name=name)
            for name in ("page", "progress")
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
        came: Counter[bytes] = Counter()
        while sum(came.values()) < 2 * MANY:
            name, *numbers = heard.recv_multipart()
            if name == b"anybody":
                continue
            assert numbers == [str(came[name]).encode()] * PARTS
            came[name] += 1
        assert came == {b"page": MANY, b"progress": MANY}
        assert not line.thread.is_alive()


def _tell(line: DirectLine, name: bytes) -> None:
    for number in range(MANY):
        line.background_socket.send_multipart([name, *[str(number).encode()] * PARTS])
