"""A county with something in every part of a briefing, made once for the tests of the screen."""

from tests.briefings.conftest import briefed, county, read_only

__all__ = ["briefed", "county", "read_only"]
