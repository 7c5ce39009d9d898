"""Topics by their Chinese names, as exports write them."""

from __future__ import annotations

from functools import cache

from workbench.law import topics


def find_topic(name: str) -> str | None:
    """Return the code of a topic by its name, its code, or a path such as 城乡建设/住房保障与房地产."""
    return _by_name().get(name) or _by_name().get(_last(name))


def topic_name(code: str) -> str:
    """Return the name of a topic; a name is returned as it is."""
    return str(topics.topic_label(find_topic(code) or code))


def _last(name: str) -> str:
    for mark in ("/", "-", "—", ">", "－", "、", "\\"):
        name = name.rpartition(mark)[2]
    return name.strip()


@cache
def _by_name() -> dict[str, str]:
    return {}
