"""Everything that a unit's own system could read with a token of a viewer's account, told whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qsl

from workbench.access.gate import allow
from workbench.access.viewer import Viewer
from workbench.app import Workbench
from workbench.queries.interface_changes import UnknownMarkError
from workbench.site.interface.answers import READS, Interface
from workbench.site.interface.asked import BASE, BadQuestionError, MissingError, read_question


def tell_interface(bench: Workbench, viewer: Viewer, *case_nos: str) -> Iterator[tuple[str, str]]:
    """Give each address with its answer; nothing for an account that no token can be bound to.

    Every list in both forms, whole, page by page, as of a day before, and what came since some marks.
    """
    if not allow(viewer, READS):
        return
    interface = Interface(bench)

    def ask(address: str) -> tuple[str, str]:
        """Return what an address is answered, and the address of the page behind."""
        path, _, query = address.partition("?")
        given = {name: [value.encode()] for name, value in parse_qsl(query)}
        try:
            answer = interface.answer(viewer, read_question(path, given))
        except (MissingError, BadQuestionError, UnknownMarkError) as refused:
            return str(refused), ""
        return f"{answer.tag} {answer.mark} {answer.count} {answer.next}\n{answer.body.decode()}", answer.next

    size = bench.ledger_size()
    lists = [f"{name}.{form}" for name in ("matters", "duties", "notices") for form in ("json", "csv")]
    lists += [f"matters.json?since={size * part // 8}.0" for part in range(9)]
    lists += [f"matters.json?since={size + 1}.0", "matters.csv?since=0.0&limit=1"]
    lists += ["matters.json?limit=1", "duties.json?limit=1", "notices.json?limit=2"]
    lists += [f"notices.json?day={bench.today() - timedelta(days)}" for days in (3, 9)]
    for address in (*lists, *(f"matters/{one}.{form}" for one in case_nos for form in ("json", "csv"))):
        told, following = ask(address)
        yield f"interface {address}", told
        while following:
            behind = following.removeprefix(f"/{BASE}")
            told, following = ask(behind)
            yield f"interface {behind}", told
