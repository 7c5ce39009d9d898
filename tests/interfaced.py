"""Everything that a unit's own system could read with a token of a viewer's account, told whole."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.access.gate import allow
from workbench.access.viewer import Viewer
from workbench.app import Workbench
from workbench.site.interface.answers import READS, Interface
from workbench.site.interface.asked import MissingError, read_question


def tell_interface(bench: Workbench, viewer: Viewer, *case_nos: str) -> Iterator[tuple[str, str]]:
    """Give each address with its answer; nothing for an account that no token can be bound to."""
    if not allow(viewer, READS):
        return
    interface = Interface(bench)
    lists = [f"{name}.{form}" for name in ("matters", "duties", "notices") for form in ("json", "csv")]
    for path in (*lists, *(f"matters/{case_no}.json" for case_no in case_nos)):
        try:
            answer = interface.answer(viewer, read_question(path, {}))
        except MissingError as refused:
            yield f"interface {path}", str(refused)
        else:
            yield f"interface {path}", f"{answer.tag} {answer.next}\n{answer.body.decode()}"
