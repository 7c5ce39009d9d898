"""A form as a browser fills it in and sends it, and what a reader sees of widgets."""

from __future__ import annotations

from typing import Any


def submit(form: Any, **answers: object) -> Any:
    """Fill in and send a form; return its answer where that is refused, ``None`` where it was recorded."""
    given = {one.key: one.initial for one in form.fields if one.initial} | answers
    form._handle_custom_msg({"type": "change", "values": given, "serial": 1}, [])
    if form.answer["errors"] or form.answer["blockers"]:
        return form.answer
    form._handle_custom_msg({"type": "submit", "values": given, "token": form.token, "serial": 2}, [])
    assert form.problem == ""
    return None


def text_of(widget: Any) -> str:
    """Return the words of a widget and of all within it."""
    if hasattr(widget, "children"):
        return "".join(text_of(one) for one in widget.children)
    return str(getattr(widget, "value", "")) + str(getattr(widget, "description", ""))
