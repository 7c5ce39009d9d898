"""The screen of leader case-ownership: the board, a leader's page, milestones in time, one ownership.

``open_ownership(bench, address)`` returns it for an address such as ``/ownership?page=one&no=BA-XF-1-1``.
"""

from widgets.ownership.view import open_ownership

__all__ = ["open_ownership"]
