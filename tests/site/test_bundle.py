"""What one click leads to travels together, in the order in which it was said, and nothing of it is lost."""

from __future__ import annotations

import itertools
import json
import struct
import threading
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1

from workbench.site.bundle import Bundle, Said, apart, together

PARENT = b'{"msg_id":"asked"}'
SENDER = {"session": "s", "username": "u"}


def pack(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def told(comm: str, **state: object) -> Said:
    return Said(
        "comm_msg",
        {"comm_id": comm, "data": {"method": "update", "state": dict(state), "buffer_paths": []}},
    )


def opened(comm: str) -> Said:
    return Said("comm_open", {"comm_id": comm, "target_name": "jupyter.widget", "data": {"state": {}}})


def custom(comm: str, content: object) -> Said:
    return Said("comm_msg", {"comm_id": comm, "data": {"method": "custom", "content": content}})


class Line:
    """Where bundles arrive; ``read`` gives what a page reads."""

    def __init__(self) -> None:
        self.sent: list[list[bytes]] = []
        self.bundle = Bundle(self.sent.append, pack)

    def read(self) -> list[dict[str, Any]]:
        found = []
        for one in itertools.chain.from_iterable(self.sent):
            channel, parts = deserialize_msg_from_ws_v1(one)  # type: ignore[no-untyped-call]
            header, parent, _metadata, content = map(json.loads, parts[:4])
            found.append(
                {"channel": channel, "header": header, "parent": parent, "content": content}
                | {"buffers": parts[4:]}
            )
        return found

    def say(self, *all_of_it: Said) -> list[dict[str, Any]]:
        """Say this while one message is dealt with; return what the page reads of it."""
        self.bundle.open(PARENT, SENDER)
        for one in all_of_it:
            assert self.bundle.add(one)
        self.bundle.close()
        return self.read()


def test_what_is_said_together_is_sent_once_as_messages_that_a_page_reads() -> None:
    line = Line()

    read = line.say(opened("a"), told("b", figures=["来访"]), Said("status", {"execution_state": "idle"}))

    assert len(line.sent) == 1
    assert [one["header"]["msg_type"] for one in read] == ["comm_open", "comm_msg", "status"]
    assert {one["channel"] for one in read} == {"iopub"}
    assert all(one["parent"] == {"msg_id": "asked"} for one in read)
    assert all(one["header"]["session"] == "s" and one["header"]["version"] for one in read)
    assert len({one["header"]["msg_id"] for one in read}) == 3
    assert read[1]["content"]["data"]["state"] == {"figures": ["来访"]}


def test_traits_of_one_widget_become_one_message() -> None:
    read = Line().say(told("grid", first=1), told("tiles", figures=2), told("grid", summary=3))

    assert [one["content"]["comm_id"] for one in read] == ["grid", "tiles"]
    assert read[0]["content"]["data"]["state"] == {"first": 1, "summary": 3}


def test_a_trait_that_is_told_twice_stays_told_twice() -> None:
    read = Line().say(told("place", here="a"), told("place", here="b"), told("place", other=1))

    states = [one["content"]["data"]["state"] for one in read]
    assert states == [{"here": "a"}, {"here": "b", "other": 1}]


@pytest.mark.parametrize(
    "between", [opened("new"), custom("box", {}), Said("comm_close", {"comm_id": "old", "data": {}})]
)
def test_nothing_overtakes_what_was_opened_closed_or_told(between: Said) -> None:
    read = Line().say(told("box", layout=1), between, told("box", children=["new"]))

    assert len(read) == 3
    assert read[1]["header"]["msg_type"] == between.kind


def test_binary_parts_travel_with_their_message_and_are_not_mixed_up() -> None:
    file = Said("comm_msg", {"comm_id": "a", "data": {"method": "custom", "content": {}}}, {}, [b"\x00\xff"])
    picture = Said(
        "comm_msg",
        {"comm_id": "b", "data": {"method": "update", "state": {}, "buffer_paths": [["x"]]}},
        {},
        [memoryview(b"12"), b"3"],
    )

    read = Line().say(file, told("b", y=1), picture, told("b", z=1))

    assert [one["buffers"] for one in read] == [[b"\x00\xff"], [], [b"12", b"3"], []]


def test_outside_a_click_everything_is_sent_by_itself() -> None:
    line = Line()
    assert not line.bundle.add(told("a", x=1))

    line.say(told("a", x=2))

    assert not line.bundle.add(told("a", x=3))
    assert len(line.sent) == 1


def test_what_a_thread_says_comes_after_what_was_said_before_it() -> None:
    line = Line()
    line.bundle.open(PARENT, SENDER)
    line.bundle.add(told("a", x=1))
    kept: list[bool] = []

    thread = threading.Thread(target=lambda: kept.append(line.bundle.add(told("busy", busy=True))))
    thread.start()
    thread.join()
    before = len(line.sent)
    line.bundle.add(told("a", y=2))
    line.bundle.close()

    assert kept == [False]
    assert before == 1
    assert [one["content"]["data"]["state"] for one in line.read()] == [{"x": 1}, {"y": 2}]


def test_what_cannot_be_packed_is_logged_and_keeps_nothing_else_back(
    caplog: pytest.LogCaptureFixture,
) -> None:
    read = Line().say(told("a", x=object()), told("b", y=1))

    assert [one["content"]["comm_id"] for one in read] == ["b"]
    assert "could not be packed" in caplog.text


WIDGETS, TRAITS = st.sampled_from("abc"), st.sampled_from("xyz")
SAYINGS = st.lists(
    st.one_of(
        st.builds(lambda comm, trait, value: told(comm, **{trait: value}), WIDGETS, TRAITS, st.integers()),
        st.builds(opened, WIDGETS),
        st.builds(custom, WIDGETS, st.integers()),
    ),
    max_size=20,
)


@given(SAYINGS)
def test_each_widget_hears_the_values_of_each_trait_in_their_order_and_messages_in_theirs(
    said: list[Said],
) -> None:
    def heard(messages: list[dict[str, Any]]) -> dict[str, list[Any]]:
        """By widget and trait the values, by widget what is no new state, each in its order."""
        found: dict[str, list[Any]] = {}
        for content in messages:
            data, comm = content["data"], content["comm_id"]
            if data.get("method") == "update":
                for trait, value in data["state"].items():
                    found.setdefault(f"{comm}.{trait}", []).append(value)
                    found.setdefault(f"{comm}.{trait} and others", []).append(value)
            else:
                for name in [f"{c}.{t} and others" for c in "abc" for t in "xyz"] + ["others"]:
                    found.setdefault(name, []).append(data)
        return found

    expected = heard([json.loads(json.dumps(one.content)) for one in said])

    read = Line().say(*said) if said else []

    assert heard([one["content"] for one in read]) == expected


@given(st.lists(st.binary(max_size=50), max_size=8))
def test_what_was_put_together_comes_apart_as_it_was(messages: list[bytes]) -> None:
    assert apart(together(messages)) == messages


@pytest.mark.parametrize(
    "whole",
    [b"", b"short", struct.pack("<Q", 2**63), struct.pack("<Q", 2**40) + bytes(64), bytes(8)],
    ids=["empty", "no table", "an endless table", "a table longer than all", "an empty table"],
)
def test_what_is_no_bundle_is_refused_at_once(whole: bytes) -> None:
    """A site that counted to whatever stands there would stand still for everybody."""
    with pytest.raises(struct.error):
        apart(whole)
