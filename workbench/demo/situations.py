"""What people petition about: the invented situations of ``situations/*.toml``, with the words for each.

A situation names its topic, the competent unit (``town``: the town where it happens), how often it occurs
and how often a group raises it, which paths it may take, and sentences for title, story, findings and
decision. Each of its stories is a strand of its own: a sentence that begins with ``2|`` belongs to the second
story only, one with ``12|`` to the first two, one without to all. Words in braces are invented by ``story``.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from workbench.demo.dice import Weighted
from workbench.law.topics import find_topic
from workbench.terms import PetitionClass, StatutoryChannel

TOWN = "town"


@dataclass(frozen=True, slots=True)
class Strand:
    """The sentences that go with one story. ``maybe`` explains, ``no`` refuses (article 32)."""

    titles: tuple[str, ...]
    story: str
    plight: tuple[str, ...]
    asks: tuple[str, ...]
    found: tuple[str, ...]
    yes: tuple[str, ...]
    maybe: tuple[str, ...]
    no: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Situation:
    """One kind of grievance, suggestion or accusation."""

    id: str
    petition_class: PetitionClass
    topic: str
    unit: str
    weight: float
    group: float  # tenths of its occurrence in which several people come together
    simple: float  # tenths that suit the simple procedure
    local: float  # share in which the town where it happens is competent, by 属地管理
    trade: str
    at_work: bool  # the compound in the story is where they work, not where they live
    paths: Weighted[StatutoryChannel]
    path_codes: tuple[StatutoryChannel, ...]
    route: dict[StatutoryChannel, str]
    law: str
    strands: tuple[Strand, ...]


_ROUTES = {
    StatutoryChannel.LITIGATION: "向有管辖权的人民法院提起诉讼，或者按照有关司法程序提出",
    StatutoryChannel.ARBITRATION: "向劳动人事争议仲裁委员会申请仲裁",
    StatutoryChannel.PARTY_APPEAL: "按照党员申诉、申请复审程序提出",
    StatutoryChannel.ADMINISTRATIVE: "依照有关行政程序提出申请，或者在法定期限内申请行政复议",
    StatutoryChannel.PROTECTION_DUTY: "由有权机关依照行政执法程序查处，处理结果依法告知",
}


@cache
def situations() -> tuple[Situation, ...]:
    """Return all situations, in the order of file names and of their entries."""
    folder = files(__package__).joinpath("situations")
    tables = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda f: f.name)
    return tuple(
        _read(entry) for file in tables for entry in tomllib.loads(file.read_text("utf-8"))["situation"]
    )


def _read(entry: dict[str, Any]) -> Situation:
    paths = {StatutoryChannel.coded(code): weight for code, weight in entry.get("paths", {"31-6": 1}).items()}
    told = {StatutoryChannel.coded(code): words for code, words in entry.get("route", {}).items()}
    return Situation(
        id=entry["id"],
        petition_class=PetitionClass.coded(entry.get("class", "claim")),
        # An office with a tree of its own may lack a topic; then the word itself is the topic.
        topic=find_topic(entry["topic"]) or entry["topic"],
        unit=entry["unit"],
        weight=entry["weight"],
        group=entry.get("group", 0),
        simple=entry.get("simple", 0),
        local=entry.get("local", _local(entry)),
        trade=entry.get("trade", "商贸"),
        at_work=entry.get("at_work", False),
        paths=Weighted(paths.items()),
        path_codes=tuple(paths),
        route={**_ROUTES, **told},
        law=entry["law"],
        strands=tuple(_strand(entry, number) for number in range(1, len(entry["story"]) + 1)),
    )


def _strand(entry: dict[str, Any], number: int) -> Strand:
    def of(name: str, otherwise: tuple[str, ...] = ()) -> tuple[str, ...]:
        tagged = [sentence.rpartition("|") for sentence in entry.get(name, ())]
        return tuple(words for tag, _, words in tagged if not tag or str(number) in tag) or otherwise

    return Strand(
        titles=of("titles"),
        story=entry["story"][number - 1],
        plight=of("plight"),
        asks=of("asks"),
        found=of("found"),
        yes=of("yes"),
        maybe=of("maybe", _EXPLAINED),
        no=of("no", _REFUSED),
    )


def _local(entry: dict[str, Any]) -> float:
    """Return the usual share of towns: high in villages, low in compounds, none on paths of their own."""
    told = "".join(entry["story"])
    if entry.get("class", "claim") == PetitionClass.ACCUSATION or "31-6" not in entry.get(
        "paths", {"31-6": 1}
    ):
        return 0.0
    return 0.5 if "{village}" in told else 0.25 if "{compound}" in told else 0.08


_EXPLAINED = (
    "能够解决的部分已作出安排；其余部分目前没有法律法规和政策依据，已当面说明",
    "所提要求有一定合理性，但现行政策没有相应规定，我单位将把意见向上级主管部门反映",
)
_REFUSED = ("所反映的情况与调查核实的事实不符，所提请求没有事实和政策依据",)
