"""Widgets keep silent until a page opens a line, and never afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import comm
import pytest
from ipykernel.comm.comm import BaseComm

from workbench.site.comms import PatientComm, install

if TYPE_CHECKING:
    from ipykernel.comm.manager import CommManager


@pytest.fixture
def manager(monkeypatch: pytest.MonkeyPatch) -> CommManager:
    """The kernel's manager of lines; what makes the lines of all widgets is put back at the end."""
    monkeypatch.setattr(comm, "create_comm", comm.create_comm)
    monkeypatch.setattr(comm, "get_comm_manager", comm.get_comm_manager)
    from ipykernel import ipkernel  # the import alone replaces both

    monkeypatch.setattr(comm, "get_comm_manager", ipkernel._get_comm_manager)
    found = ipkernel._get_comm_manager()
    monkeypatch.setattr(found, "comm_open", found.comm_open)
    monkeypatch.setattr(PatientComm, "is_heard", False)
    install()
    return found


def test_a_page_that_opens_a_line_is_heard_before_it_asks_for_anything(
    manager: CommManager,
) -> None:
    heard = []
    manager.register_target("jupyter.widget.control", lambda *_: heard.append(PatientComm.is_heard))
    content = {"comm_id": "page", "target_name": "jupyter.widget.control", "data": {}}

    manager.comm_open(None, None, {"content": content, "metadata": {}, "buffers": []})

    assert heard == [True]


def test_a_widget_speaks_only_when_a_page_is_there(
    manager: CommManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = []
    monkeypatch.setattr(BaseComm, "publish_msg", lambda self, kind, *_, **__: said.append(kind))
    line = comm.create_comm(target_name="jupyter.widget")
    line.send({"method": "update"})
    assert "comm_msg" not in said

    content = {"comm_id": "page", "target_name": "jupyter.widget.control", "data": {}}
    manager.register_target("jupyter.widget.control", lambda *_: None)
    manager.comm_open(None, None, {"content": content, "metadata": {}, "buffers": []})
    line.send({"method": "update"})

    assert said.count("comm_msg") == 1
