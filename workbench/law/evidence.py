"""What shows that a commitment was kept: a document with its SHA-256 and its date, never a tick in a box."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


class EvidenceError(ValueError):
    """Something is claimed without a document that shows it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One document: its title, the day it bears, and the SHA-256 of the kept original (hexadecimal)."""

    title: str
    dated_on: date
    sha256: str


def check_evidence(title: str | None, dated_on: date | None, sha256: str | None, on: date) -> Evidence:
    """Return the evidence of something done on ``on``; ``EvidenceError`` says what is missing or wrong."""
    if not title or not title.strip():
        raise EvidenceError("缺少佐证材料的名称：请填写文书或照片等材料的名称")
    if sha256 is None or not _DIGEST.fullmatch(sha256):
        raise EvidenceError("没有佐证材料不能认定完成：请先上传能证明完成的文件")
    if dated_on is None:
        raise EvidenceError("缺少佐证材料的日期：请填写材料上载明的日期")
    if dated_on > on:
        raise EvidenceError("佐证材料的日期晚于所报完成日期：请核对两个日期")
    return Evidence(title.strip(), dated_on, sha256)
