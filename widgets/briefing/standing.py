"""A form that stays and is submitted again and again: a form by itself takes one submission and is done."""

from __future__ import annotations

from widgets.parts.form import Form


def standing(form: Form) -> Form:
    """Return the form, open again after each submission; what was submitted is forgotten as a draft."""

    def again() -> None:
        form.phase = "open"

    form.on_done = again
    return form
