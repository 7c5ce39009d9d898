"""A form as a browser fills it in and sends it, and what a reader sees of widgets."""

from __future__ import annotations

import json
from typing import Any

from ipywidgets.widgets import widget as widget_module


def send(widget: Any, /, **message: object) -> None:
    """Send what the script of a widget sends."""
    widget._handle_custom_msg(message, [])


def typed(form: Any, /, **answers: object) -> dict[str, object]:
    """Fill in a form over what it proposes; return all that stands in it."""
    given = {one.key: one.initial for one in form.fields if one.initial} | answers
    send(form, type="change", values=given, serial=1)
    return given


def submit(form: Any, /, **answers: object) -> Any:
    """Fill in and send a form; return its answer where that is refused, ``None`` where it was recorded."""
    given = typed(form, **answers)
    if form.answer["errors"] or form.answer["blockers"]:
        return form.answer
    send(form, type="submit", values=given, token=form.token, serial=2)
    assert form.problem == "", form.problem
    return None


def record(form: Any, /, **answers: object) -> None:
    """Fill in and send a form that nothing stands against."""
    assert submit(form, **answers) is None


def judged(form: Any, /, **values: object) -> tuple[list[str], dict[str, str]]:
    """Type these answers and no others; return what blocks them, and what is wrong with each."""
    send(form, type="change", serial=1, values=values)
    return [one["why"] for one in form.answer["blockers"]], form.answer["errors"]


def pressed(form: Any, /, **values: object) -> str:
    """Press the button over these answers and no others; return what the form says of it, "" if nothing."""
    send(form, type="submit", serial=2, token=form.token, values=values)
    return str(form.problem)


def text_of(widget: Any) -> str:
    """Return the words of a widget and of all within it."""
    if hasattr(widget, "children"):
        return "".join(text_of(one) for one in widget.children)
    return str(getattr(widget, "value", "")) + str(getattr(widget, "description", ""))


def everything() -> str:
    """Return all that a browser can read: every trait of every widget there is."""
    found = list(widget_module._instances.values())
    return json.dumps([one.get_state() for one in found], ensure_ascii=False, default=str)
