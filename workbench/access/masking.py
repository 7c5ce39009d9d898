"""What is left of an identity when it leaves the petitioner table.

Masks follow the office's proposal (no national standard fixes them): a name keeps its surname, an ID number
its last two characters, an address its town. A phone number keeps its first three and last four digits on the
page of the matter, for those who have to reach the person; anywhere else it is not shown at all.
Accusations show nothing of their content (Regulation 2022, art. 30(3), 46(5)).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

ACCUSATION_NOTICE = "（检举控告类，按权限查阅）"
HELD_TITLE = "（可能是检举控告，待认定）"  # until a person has decided
NOT_SHOWN = "（按权限查阅）"  # to those who count and never read
PHONE_NOT_SHOWN = "（电话不显示）"

# An 18-character ID number first, so that its digits are not taken for a phone number.
# Digits may be of full width, and parted; before a mobile number may stand that of the country.
GAP = "[-－—. 　]?"
_ID_NUMBER = re.compile(
    rf"(?<![\dA-Za-z])[1-9１-９]\d{{5}}{GAP}\d{{8}}{GAP}\d{{3}}[\dXxＸｘ](?![\dA-Za-z])|(?<!\d)[1-9１-９]\d{{14}}(?!\d)"
)
_MOBILE = re.compile(
    rf"(?<!\d)(?:[+＋]?(?:00|００)?(?:86|８６){GAP})?[1１]\d\d{GAP}\d{{4}}{GAP}\d{{4}}(?!\d)"
)
# Without a run of digits as long as this none of the three can be there; most texts have none.
_LONG_NUMBER = re.compile(rf"\d{{4}}{GAP}\d{{3}}")
_LANDLINE = re.compile(r"(?<!\d)[0０]\d{2,3}[-－—\s]?\d{7,8}(?!\d)")


def mask_name(name: str | None) -> str:
    """Return the surname followed by 某某; an empty name gives 未留姓名."""
    kept = (name or "").strip()
    return f"{kept[0]}某某" if kept else "未留姓名"


def mask_phone(phone: str | None) -> str:
    """Return the first three and the last four digits of a phone number, the rest as ``*``.

    Only for those of whom ``sight.may_see_phone`` says that they may see as much.
    """
    digits = re.sub(r"\D", "", phone or "")
    if not digits:
        return "未留电话"
    return f"{digits[:3]}****{digits[-4:]}" if len(digits) >= 10 else "****"


def mask_id_number(last_two: str | None) -> str:
    """Return ``****`` and the last two characters of an ID number; the number itself is never stored."""
    return f"****{last_two}" if last_two else "未留证件号"


def scrub(text: str, names: Iterable[str] = ()) -> str:
    """Return ``text`` without ID numbers, phone numbers and the given full names.

    Names of one character are left alone: replacing them would tear ordinary words apart.
    """
    for name in names:
        if len(name) > 1:
            text = text.replace(name, mask_name(name))
    if _LONG_NUMBER.search(text) is None:
        return text
    text = _ID_NUMBER.sub(lambda found: f"****{found.group()[-2:]}", text)
    return _LANDLINE.sub(PHONE_NOT_SHOWN, _MOBILE.sub(PHONE_NOT_SHOWN, text))
