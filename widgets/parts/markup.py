"""The only place where text becomes HTML: everything a person wrote is escaped here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TypeAlias

import ipywidgets as ipw

ELEMENTS = frozenset(
    (
        "a abbr article aside b br button caption code col colgroup dd del details div dl dt em figcaption "
        "figure footer "
        "h1 h2 h3 h4 header hr i ins li main mark nav ol p pre section small span strong sub sup "
        "summary table tbody td tfoot th thead time tr ul"
    ).split()
)
EMPTY = frozenset({"br", "col", "hr"})
# A button without a form or a script opens a small window of the page and does nothing else.
ATTRIBUTES = frozenset(
    "class colspan datetime href id lang popover popovertarget role rowspan scope target title type".split()
)
OWN_ATTRIBUTE = re.compile(r"(aria|data)-[a-z][a-z0-9-]*")
ADDRESS = re.compile(r"(https?://|[./?#]|[a-z0-9_]+(\?|#|/|$))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Markup:
    """HTML that was made here, so that it may be shown as it is."""

    html: str

    def __str__(self) -> str:
        return self.html


Content: TypeAlias = "Markup | str | int | float | Iterable[Content] | None"


def text(content: Content) -> Markup:
    """Return the content as markup: text escaped, ``None`` left out, lists one after another."""
    return Markup("".join(_parts(content)))


def tag(name: str, *content: Content, **attributes: str | int | bool | None) -> Markup:
    """Return one element; ``class_="late"``, ``aria_label="…"`` become attributes, ``None`` is left out.

    An element or attribute that can run a script is refused with ``ValueError``: that is a fault of ours.
    """
    if name not in ELEMENTS:
        raise ValueError(f"element {name!r} is not allowed")
    start = name + "".join(_attribute(key, value) for key, value in attributes.items())
    return Markup(f"<{start}>" if name in EMPTY else f"<{start}>{text(content)}</{name}>")


def _parts(content: Content) -> Iterable[str]:
    if content is None:
        return
    if isinstance(content, Markup):
        yield content.html
    elif isinstance(content, str | int | float):
        yield escape(str(content))
    else:
        for part in content:
            yield from _parts(part)


def _attribute(key: str, value: str | int | bool | None) -> str:
    name = key.rstrip("_").replace("_", "-")
    if name not in ATTRIBUTES and not OWN_ATTRIBUTE.fullmatch(name):
        raise ValueError(f"attribute {name!r} is not allowed")
    if value is None or value is False:
        return ""
    if name == "href" and not ADDRESS.match(str(value)):
        raise ValueError(f"address {value!r} is not allowed")
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'


class Static(ipw.HTML):  # type: ignore[misc, unused-ignore]
    """A widget that shows markup; plain text given to it stays text."""

    def __init__(self, content: Content = None) -> None:
        super().__init__(value=str(text(content)))
        self.add_class("wb-static")

    def show(self, content: Content) -> None:
        """Show other content."""
        self.value = str(text(content))


class Style(ipw.HTML):  # type: ignore[misc, unused-ignore]
    """A style sheet of a screen of ours; takes no room."""

    def __init__(self, sheet: Path) -> None:
        super().__init__(value=f"<style>{sheet.read_text('utf-8')}</style>", layout={"display": "none"})
