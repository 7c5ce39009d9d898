"""The questions over a list, in one line; one value comes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import traitlets as tl

from widgets.parts.base import CraftedMessageError, Message, Part
from widgets.parts.filter_values import Field, FilterValue, as_sent, read_value, value_of
from widgets.parts.values import Choice


class FilterBar(Part, scripts=("popover", "date_field", "range", "filter_bar")):
    """Fields in a row; ``value`` (not synced) is what is chosen.

    ``on_change(value)`` is called when a reader changes it.
    """

    value = tl.Instance(FilterValue, ())

    label = tl.Unicode("").tag(sync=True)
    shape = tl.List(tl.Dict()).tag(sync=True)
    chosen = tl.Dict().tag(sync=True)

    def __init__(
        self,
        fields: Sequence[Field],
        *,
        value: FilterValue | None = None,
        on_change: Callable[[FilterValue], None] | None = None,
        label: str = "筛选条件",
    ) -> None:
        self.fields = tuple(fields)
        self.on_change = on_change
        super().__init__(label=label, shape=[_as_shape(field) for field in fields])
        self.show(value or FilterValue())

    def show(self, value: FilterValue) -> None:
        """Show a value that comes from elsewhere, such as a link; ``on_change`` is not called."""
        self.value = value_of(self.fields, value.chosen)
        self._send_chosen(serial=0, by_reader=False)

    def set_choices(self, key: str, choices: Sequence[Choice]) -> None:
        """Offer other choices for a field; what was chosen and is no longer offered stays chosen."""
        self.fields = tuple(
            replace(field, choices=tuple(choices)) if field.key == key else field for field in self.fields
        )
        self.shape = [_as_shape(field) for field in self.fields]

    def receive(self, message: Message, buffers: Sequence[memoryview]) -> None:
        if message.kind != "change":
            raise CraftedMessageError("筛选内容无法识别，请刷新页面后再试")
        value = read_value(self.fields, message.raw("chosen"))
        serial = message.whole("serial", high=2**31)
        if value == self.value:
            return
        self.value = value
        self._send_chosen(serial=serial, by_reader=True)
        if self.on_change is not None:
            self.on_change(value)

    def _send_chosen(self, *, serial: int, by_reader: bool) -> None:
        """The serial tells a browser whose reader has chosen more since that this is no longer news."""
        values = {key: as_sent(chosen) for key, chosen in self.value.chosen}
        self.chosen = {"values": values, "serial": serial, "by_reader": by_reader}


def _as_shape(field: Field) -> dict[str, object]:
    return {
        "key": field.key,
        "label": field.label,
        "kind": field.kind,
        "choices": [one.as_sent() for one in field.choices],
        "placeholder": field.placeholder,
        "quick": [{"label": one.label, "days": as_sent(one.days)} for one in field.quick],
    }
