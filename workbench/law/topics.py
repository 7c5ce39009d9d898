"""What petitions are about: a tree of two levels, kept as data (topics.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from workbench.law.tables import Entry, read_table

FILE: Final = "topics.toml"
GROUP_DIGITS: Final = 2
TOPIC_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of the second level."""

    code: str
    name: str
    group: str  # code of its group


@dataclass(frozen=True, slots=True)
class TopicGroup:
    """A topic of the first level with those below it."""

    code: str
    name: str
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class TopicTree:
    """The whole tree, with where it comes from."""

    source: str
    date: date
    confidence: str
    groups: tuple[TopicGroup, ...]


@cache
def topic_tree() -> TopicTree:
    """Return the tree; ``LawDataError`` names the first wrong entry."""
    content = read_table(FILE)
    head = Entry(FILE, "文件头", {key: value for key, value in content.items() if key != "group"})
    seen: set[str] = set()
    tree = TopicTree(
        source=head.text("source"),
        date=head.day("date"),
        confidence=head.text("confidence"),
        groups=tuple(_group(values, seen) for values in content.get("group", [])),
    )
    head.done()
    return tree


def topics() -> Mapping[str, Topic]:
    """Return the topics of the second level by code."""
    return _index()[0]


def topic_label(code: str | None) -> str | None:
    """Return "group / topic" of a code of either level; what is not in the tree is returned as it is."""
    if code is None:
        return None
    names, groups = _index()
    topic = names.get(code)
    if topic is not None:
        return f"{groups[topic.group]} / {topic.name}"
    return groups.get(code, code)


def topic_group(code: str | None) -> str | None:
    """Return the name of the group of a code of either level; unknown words are their own group."""
    if code is None:
        return None
    names, groups = _index()
    topic = names.get(code)
    return groups.get(topic.group if topic is not None else code, code)


def find_topic(words: str) -> str | None:
    """Return the code that these words name exactly: a code, a topic or a group; ``None`` if none does."""
    names, groups = _index()
    wanted = words.strip()
    if wanted in names or wanted in groups:
        return wanted
    for topic in names.values():
        if wanted in (topic.name, f"{groups[topic.group]} / {topic.name}"):
            return topic.code
    return next((code for code, name in groups.items() if name == wanted), None)


@cache
def _index() -> tuple[dict[str, Topic], dict[str, str]]:
    tree = topic_tree()
    below = {topic.code: topic for group in tree.groups for topic in group.topics}
    return below, {group.code: group.name for group in tree.groups}


def _group(values: Mapping[str, Any], seen: set[str]) -> TopicGroup:
    entry = Entry(FILE, str(values.get("name")), {key: values[key] for key in values if key != "topics"})
    code, name = _code(entry, GROUP_DIGITS, "", seen), entry.text("name")
    entry.done()
    found = []
    for below in values.get("topics", []):
        topic = Entry(FILE, f"{name} / {below.get('name')}", below)
        found.append(Topic(_code(topic, TOPIC_DIGITS, code, seen), topic.text("name"), code))
        topic.done()
    return TopicGroup(code, name, tuple(found))


def _code(entry: Entry, digits: int, prefix: str, seen: set[str]) -> str:
    code = entry.text("code")
    if len(code) != digits or not code.isdigit() or not code.startswith(prefix):
        raise entry.error("code", f"应为{digits}位数字" + (f"并以 {prefix} 开头" if prefix else ""))
    if code in seen:
        raise entry.error("code", f"“{code}”重复")
    seen.add(code)
    return code
