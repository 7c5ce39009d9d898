"""The office that the workbench serves, and its joint conference: their codes in the tree of units."""

from __future__ import annotations

from typing import Final

OFFICE: Final = "430682XF"  # the petition office of the city, bound by article 22
CONFERENCE: Final = "430682LX"
