"""The saved views of the case review: kept in the database, opened as addresses. Loaded when first asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from widgets.case_review.state import CaseReviewState
from workbench.access.gate import require
from workbench.access.viewer import Viewer, current_viewer

if TYPE_CHECKING:
    from workbench.queries.saved_views import Owner, SavedView  # loads the tables: only when the window opens

SCREEN = "case_review"


class CaseReviewViews:
    """A ``ViewKeeper`` over the state's filter; ``on_open`` gets the address of the view that was chosen."""

    def __init__(
        self,
        state: CaseReviewState,
        on_open: Callable[[Mapping[str, str]], None],
        *,
        viewer: Callable[[], Viewer] = current_viewer,
    ) -> None:
        self._state = state
        self._on_open = on_open
        self._viewer = viewer

    @property
    def can_share(self) -> bool:
        """Return whether the viewer has a unit to share within."""
        return self._viewer().unit is not None

    def views(self) -> Sequence[SavedView]:
        """Return the viewer's own views and those shared in the unit."""
        from workbench.queries.saved_views import saved_views

        with self._state.bench.reading() as session:
            return saved_views(session, self._owner(), SCREEN)

    def open(self, view: str) -> None:
        """Show what a view asks for, as of the day that is shown now."""
        from workbench.queries.saved_views import SavedViewError

        found = next((one for one in self.views() if one.id == view), None)
        if found is None:
            raise SavedViewError("这个视图已被删除或不再共用：请重新打开列表")
        self._on_open(dict(parse_qsl(found.query)))

    def keep(self, name: str, is_shared: bool) -> None:
        """Keep the filter that is shown; the day and the open case are no part of it."""
        from workbench.intake.firewall import shipped_firewall
        from workbench.queries.saved_views import keep_view

        state = self._state
        with state.bench.transaction() as session:
            keep_view(
                session,
                state.snapshot,
                self._owner(),
                screen=SCREEN,
                name=name,
                query=state.filter_address,
                is_shared=is_shared,
                now=state.bench.now(),
                refused_term=shipped_firewall().term_in_tag,
            )

    def rename(self, view: str, name: str) -> None:
        """Give one of the viewer's own views another name."""
        from workbench.intake.firewall import shipped_firewall
        from workbench.queries.saved_views import rename_view

        with self._state.bench.transaction() as session:
            rename_view(session, self._owner(), view, name, shipped_firewall().term_in_tag)

    def share(self, view: str, is_shared: bool) -> None:
        """Share one of the viewer's own views within the unit, or no longer."""
        from workbench.queries.saved_views import share_view

        with self._state.bench.transaction() as session:
            share_view(session, self._owner(), view, is_shared)

    def delete(self, view: str) -> None:
        """Delete one of the viewer's own views."""
        from workbench.queries.saved_views import delete_view

        with self._state.bench.transaction() as session:
            delete_view(session, self._owner(), view)

    def _owner(self) -> Owner:
        from workbench.queries.saved_views import Owner

        viewer = self._viewer()
        require(viewer, "read:cases")  # a view is a question about them
        return Owner(viewer.account, viewer.unit)
