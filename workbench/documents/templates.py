"""Where the docx template of a kind of paper lies: the office's own wins over the shipped one."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

from workbench.documents.forms import forms
from workbench.terms import IssuedKind, PaperForm


@dataclass(frozen=True, slots=True)
class Template:
    """A template file as bytes: its name, and whether it is the office's own."""

    name: str
    content: bytes
    is_own: bool


def names_of(kind: IssuedKind) -> tuple[str, ...]:
    """Return the file names that are looked for in the office's folder, the first found wins."""
    return (f"{kind.label}.docx", f"{forms()[kind].form.label}.docx")


def template_of(kind: IssuedKind, folder: Path | None = None) -> Template:
    """Return the template for a kind; ``folder`` is the office's own, which need not be there."""
    for name in names_of(kind):
        if folder is not None and (folder / name).is_file():
            return Template(name, (folder / name).read_bytes(), is_own=True)
    return Template(names_of(kind)[-1], shipped(forms()[kind].form), is_own=False)


def shipped(form: PaperForm) -> bytes:
    """Return the shipped template of a form."""
    return shipped_path(form).read_bytes()


def shipped_path(form: PaperForm) -> Path:
    """Return where the shipped template of a form lies."""
    with as_file(files(__package__).joinpath("templates")) as folder:
        return folder / f"{form.label}.docx"
