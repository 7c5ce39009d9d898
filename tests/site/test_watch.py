"""Who has pages open may have them no longer than his login holds, in the role in which he opened them."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from workbench.access.viewer import Viewer
from workbench.site.handlers import OwnKernel
from workbench.site.identity import SiteAuthorizer, SiteUser
from workbench.site.kernels import KernelOwners, Owner
from workbench.site.watch import OVER, Watch
from workbench.terms import Role

BEFORE = Viewer("lee", "李晓红", Role.SUPERVISOR, "430682LX")
AFTER = Viewer("lee", "李晓红", Role.AUDITOR, None)
OTHER = Viewer("wang", "王", Role.SUPERVISOR, "430682LX")


@dataclass(eq=False)
class Line:
    """An open websocket of a page."""

    kernel: str
    viewer: Viewer
    session: str
    closed: int = 0

    @property
    def current_user(self) -> SiteUser:
        return SiteUser(username=self.viewer.account, viewer=self.viewer, session=self.session)

    @property
    def path_kwargs(self) -> dict[str, str]:
        return {"kernel_id": self.kernel}

    def close(self, code: int, _reason: str) -> None:
        self.closed = code


@dataclass
class Kernels:
    """What runs, and what was ended."""

    running: list[str]
    ended: list[str] = field(default_factory=list)

    def __contains__(self, kernel: str) -> bool:
        return kernel in self.running

    def list_kernel_ids(self) -> list[str]:
        return self.running

    async def shutdown_kernel(self, kernel: str, *, now: bool) -> None:
        self.running.remove(kernel)
        self.ended.append(kernel)


def look(
    owners: dict[str, Owner], lines: list[Line], standing: set[tuple[str, Viewer]]
) -> tuple[set[str], set[str]]:
    """Look once; return the kernels whose line was closed and those that were ended."""
    known = KernelOwners()
    for kernel, owner in owners.items():
        known.hand_out(kernel, owner)
    identity: Any = SimpleNamespace(
        door=SimpleNamespace(sessions=None), holds=lambda user: (user.session, user.viewer) in standing
    )
    kernels = Kernels(list(owners))
    watch = Watch(identity, known, kernels, logging.getLogger("test"))
    watch.lines |= set(lines)
    asyncio.run(watch._look())
    assert {line.closed for line in lines} <= {0, OVER}
    return {line.kernel for line in lines if line.closed}, set(kernels.ended)


def test_a_login_that_holds_keeps_its_pages() -> None:
    owners = {"k": Owner(BEFORE, "s")}

    assert look(owners, [Line("k", BEFORE, "s")], {("s", BEFORE)}) == (set(), set())


def test_a_page_of_the_role_before_ends_although_a_page_of_the_new_role_is_open() -> None:
    owners = {"old": Owner(BEFORE, "s"), "new": Owner(AFTER, "s")}
    for lines in ([Line("old", BEFORE, "s"), Line("new", AFTER, "s")], [Line("new", AFTER, "s")], []):
        closed, ended = look(owners, lines, {("s", AFTER)})

        assert (closed, ended) == ({"old"} & {line.kernel for line in lines}, {"old"})


def test_a_line_whose_viewer_is_not_the_one_of_its_kernel_is_closed() -> None:
    owners = {"k": Owner(BEFORE, "s")}
    standing = {("s", BEFORE), ("t", AFTER)}

    assert look(owners, [Line("k", AFTER, "t")], standing) == ({"k"}, set())


def test_of_two_lines_to_one_kernel_the_one_whose_login_is_over_is_closed() -> None:
    owners = {"k": Owner(BEFORE, "s")}
    lines = [Line("k", BEFORE, "s"), Line("k", BEFORE, "t")]

    look(owners, lines, {("s", BEFORE)})

    assert [line.closed for line in lines] == [0, OVER]


@pytest.mark.parametrize(("viewer", "may"), [(BEFORE, True), (AFTER, False), (OTHER, False)])
def test_a_kernel_is_for_the_account_in_the_role_in_which_it_opened_the_page(
    viewer: Viewer, may: bool
) -> None:
    owners = KernelOwners()
    owners.hand_out("k", Owner(BEFORE, "s"))
    user = SiteUser(username=viewer.account, viewer=viewer, session="s")
    handler = SimpleNamespace(path_kwargs={"kernel_id": "k"}, path_args=[])

    assert SiteAuthorizer(owners=owners).is_authorized(handler, user, "execute", "kernels") is may
    asking: Any = SimpleNamespace(**vars(handler), current_user=user, settings={"owners": owners})
    assert OwnKernel.is_own(asking) is may
