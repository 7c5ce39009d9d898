"""Reads the proxy's configuration as nginx does: blocks in blocks, and which headers a location sends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

WORD = re.compile(r"""\s*(?:\#[^\n]*|([{};])|"([^"]*)"|'([^']*)'|([^\s{};]+))""")


@dataclass
class Block:
    """A block: its words (``location = /login``), its directives, the blocks within, the one around."""

    words: list[str]
    parent: Block | None = None
    directives: list[list[str]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    def all(self, name: str) -> list[list[str]]:
        """Return the arguments of every directive of that name that stands in this very block."""
        return [words[1:] for words in self.directives if words[0] == name]

    def inside(self, kind: str) -> Iterator[Block]:
        """Return every block of that kind within, however deep."""
        for block in self.blocks:
            if block.words[0] == kind:
                yield block
            yield from block.inside(kind)

    def headers(self) -> dict[str, str]:
        """Return what is sent on: a block with one ``proxy_set_header`` inherits none from around it."""
        own = {name: value for name, value in self.all("proxy_set_header")}
        return own or (self.parent.headers() if self.parent else {})


def read(path: Path) -> Block:
    """Return the file as the inside of ``http``, where nginx includes it."""
    here, words = Block(["http"]), list[str]()
    for found in WORD.finditer(path.read_text("utf-8").rstrip()):
        if found.lastindex is None:
            continue  # a comment
        if found.lastindex > 1:
            words.append(found[found.lastindex])  # also an empty one: ``X-Remote-User ""``
            continue
        if found[1] == ";":
            here.directives.append(words)
        elif found[1] == "{":
            here.blocks.append(Block(words, here))
            here = here.blocks[-1]
        else:
            assert here.parent is not None
            here = here.parent
        words = []
    assert here.parent is None
    return here
