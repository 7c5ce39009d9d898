"""What stands against the answers of a form before anything is recorded."""

from __future__ import annotations

from collections.abc import Iterator

from widgets.judging import refused_words
from widgets.parts.form_values import Blocker, FormValues
from widgets.reception.schedule_rows import read_time
from widgets.reception.state import ReceptionState
from workbench.queries.matters_now import matters_now

TEXTS = ("text", "why", "correction", "title", "narrative", "promise.text", "evidence.title", "place")


def judge(state: ReceptionState, do: str, values: FormValues) -> list[Blocker]:
    """Return what blocks beyond what the form itself checks."""
    return [*_hours(values), *_promise(values), *_case(state, do, values), *refused_words(values, TEXTS)]


def _hours(values: FormValues) -> Iterator[Blocker]:
    for key, words in (("start", "开始时间"), ("end", "结束时间")):
        try:
            read_time(values.text(key))
        except ValueError:
            yield Blocker(f"{words}无法识别：请写成 9:00 的样子")


def _promise(values: FormValues) -> Iterator[Blocker]:
    unit, due, text = (values.given.get(f"promise.{part}") for part in ("to_unit", "due_on", "text"))
    if (unit or due or text) and not (unit and text):
        yield Blocker("填写了当场交办的，请写明承办单位和答应的内容")


def _case(state: ReceptionState, do: str, values: FormValues) -> Iterator[Blocker]:
    case_no = values.text("case_no")
    if not case_no or do not in ("receive", "instruct", "register"):
        return
    is_known = case_no in matters_now(state.snapshot, [case_no])
    if do == "register" and is_known:
        yield Blocker(f"编号“{case_no}”已登记过：同一件事再来的，请用“登记已有信访件”")
    if do != "register" and not is_known:
        yield Blocker(f"没有编号为“{case_no}”的信访事项：请核对编号，新的事项请先登记")
