"""回头看: rounds and their worklists, one check, what to rework, repeat matters, signals about handling."""

from widgets.look_back.state import LookBackScreenState
from widgets.look_back.view import LookBackScreen, open_look_back

__all__ = ["LookBackScreen", "LookBackScreenState", "open_look_back"]
