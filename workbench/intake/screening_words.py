"""What a report of disputes may not say: labels for people, their numbers, names of who petitions."""

from __future__ import annotations

from sqlalchemy import Connection

from workbench.access.masking import mask_name, scrub
from workbench.intake.firewall import shipped_firewall
from workbench.queries.citizen_names import citizens_named


def objection(connection: Connection, text: str) -> str:
    """Return why a text of a report is refused and what to do, "" where it is not.

    The report tells of problems and of what the unit does; whoever has the problem is not named in it.
    """
    term = shipped_firewall().term_in_tag(text)
    if term is not None:
        return f"内容含“{term}”：本系统不登记对信访人的管控类标签，请改写为问题和措施"
    if scrub(text) != text:
        return "内容含电话或者证件号码：月报不写群众的个人信息，请删去"
    named = citizens_named(connection, text)
    if named:
        masked = "、".join(mask_name(name) for name in named)
        return f"内容提到信访人的姓名（{masked}）：月报只写问题和措施，不写群众姓名，请改写"
    return ""
