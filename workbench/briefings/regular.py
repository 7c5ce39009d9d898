"""What stands in a monthly and in a quarterly briefing, in this order."""

from __future__ import annotations

from workbench.briefings.briefing import Section
from workbench.briefings.parts import (
    Counted,
    after_blocks,
    definition_section,
    headline_blocks,
    promise_blocks,
    stock_blocks,
    volume_blocks,
    work_blocks,
)


def regular_sections(counted: Counted) -> tuple[Section, ...]:
    """Return the sections: work within the limits first, how many came last."""
    after = after_blocks(counted)
    return (
        Section("主要情况", tuple(headline_blocks(counted))),
        Section("在办和超期", tuple(stock_blocks(counted))),
        Section("法定时限内的办理", tuple(work_blocks(counted))),
        Section("承诺事项的落实", tuple(promise_blocks(counted))),
        *((Section("答复以后", tuple(after)),) if after else ()),
        Section("来信来访情况", tuple(volume_blocks(counted))),
        definition_section(counted),
    )
