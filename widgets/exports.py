"""A button that exports records: there, and at work, only where the export cell of the policy reaches."""

from __future__ import annotations

from collections.abc import Callable

from widgets.parts.download import Download
from widgets.parts.values import FileToSave
from workbench.access.gate import NotPermittedError, reach
from workbench.access.viewer import Viewer
from workbench.terms import Holding, Operation, Reach


def may_export(viewer: Viewer, holding: Holding) -> bool:
    """Return whether the viewer's role exports records of this type, all or its own."""
    return reach(viewer, holding, Operation.EXPORT) is not Reach.NONE


def require_export(viewer: Viewer, holding: Holding) -> None:
    """Raise ``NotPermittedError`` unless the viewer's role exports records of this type."""
    if not may_export(viewer, holding):
        raise NotPermittedError(viewer.role)


class Export(Download):
    """The button of one type of record; for other roles it takes no room and makes nothing."""

    def __init__(
        self, label: str, make: Callable[[], FileToSave], viewer: Viewer, of: Holding, *, hint: str = ""
    ) -> None:
        self.of = of

        def checked() -> FileToSave:
            require_export(viewer, of)
            return make()

        super().__init__(label, checked, hint=hint)
        if not may_export(viewer, of):
            self.is_disabled = True
            self.layout.display = "none"
