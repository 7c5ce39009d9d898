"""Topics by their Chinese names, as exports write them."""

from __future__ import annotations

from functools import lru_cache

from workbench.law import topics

_MARKS = ("/", ">", "－", "—", "-", "\\", "|")  # between group and topic, in one export or another


@lru_cache(maxsize=4_096)
def find_topic(words: str) -> str | None:
    """Return the code of a topic by name, code, or a path such as 城乡建设>工程质量; ``None`` if unknown."""
    found = topics.find_topic(words)
    if found is not None:
        return found
    for mark in _MARKS:
        if mark in words:
            parts = [part.strip() for part in words.split(mark) if part.strip()]
            return topics.find_topic(" / ".join(parts)) or topics.find_topic(parts[-1]) if parts else None
    return None


def topic_name(words: str) -> str:
    """Return the name of a topic given by code or name."""
    return topics.topic_label(find_topic(words)) or words
