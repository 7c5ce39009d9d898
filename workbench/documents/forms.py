"""Which form a kind of paper has (forms.toml), and what a template may place by name."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from workbench.documents.content import ContentError, Document
from workbench.terms import IssuedKind, PaperForm

FILE: Final = "forms.toml"
_FIELDS: Final = {"form", "red_head", "labels", "passages"}
WITH_IMPRINT: Final = frozenset({PaperForm.LETTERHEAD, PaperForm.BRIEFING, PaperForm.MINUTES})


@dataclass(frozen=True, slots=True)
class KindForm:
    """The form of one kind; ``labels`` and ``passages`` are the names of its own parts."""

    form: PaperForm
    red_head: str
    labels: tuple[str, ...]
    passages: tuple[str, ...]

    @property
    def has_imprint(self) -> bool:
        """Return whether 版记 (copies to, printed by) closes the last page."""
        return self.form in WITH_IMPRINT


@cache
def forms() -> Mapping[IssuedKind, KindForm]:
    """Return the form of every kind; ``ContentError`` names what is wrong in the file."""
    content = tomllib.loads(files(__package__).joinpath(FILE).read_text("utf-8"))
    missing = {kind.value for kind in IssuedKind} ^ set(content)
    if missing:
        raise ContentError(f"{FILE} 中的文书种类与程序不符：{'、'.join(sorted(missing))}")
    found = {}
    for code, values in content.items():
        if not set(values) <= _FIELDS:
            raise ContentError(f"{FILE} 中“{code}”有不认识的字段：{'、'.join(sorted(set(values) - _FIELDS))}")
        found[IssuedKind.coded(code)] = KindForm(
            form=PaperForm.coded(values["form"]),
            red_head=values.get("red_head", ""),
            labels=tuple(values.get("labels", ())),
            passages=tuple(values.get("passages", ())),
        )
    return found


def form_of(document: Document) -> KindForm:
    """Return the form of a document's kind."""
    return forms()[document.kind]


def red_head(document: Document) -> str:
    """Return the red line on top, empty where the kind has none; of minutes it is their title."""
    form = form_of(document)
    if document.red_head:
        return document.red_head
    if form.form is PaperForm.MINUTES:
        return document.title
    return form.red_head.replace("{issuer}", document.issuer)
