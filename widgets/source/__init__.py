"""Source governance: what comes again and where, who caused it, and a proposal with its cases."""

from widgets.source.state import SourceState
from widgets.source.view import SourceScreen, open_source

__all__ = ["SourceScreen", "SourceState", "open_source"]
