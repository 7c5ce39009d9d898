"""Acts on a matter: register it, register it again, take the next step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Self, cast

from workbench.acts.attached import DocumentDraft as DocumentDraft
from workbench.acts.attached import Person as Person
from workbench.acts.attached import keep_attached, read_documents, read_persons, tell_attached
from workbench.acts.base import Act, Json
from workbench.acts.codec import pack_step, unpack_step
from workbench.law.facts import StepTaken
from workbench.records.identity import IdentityKey
from workbench.terms import Level, Purpose


@dataclass(frozen=True, slots=True)
class Register(Act):
    """登记: a matter enters the book with its first petition.

    ``step`` is a ``Step.REGISTER`` step: ``on`` the day of registration, ``received_on`` of receipt,
    ``unit`` the unit of first contact, ``to_unit`` the responsible unit if already known.
    ``batch`` names an import recorded before by ``RecordBatch``; ``assumed`` the fields an import had to
    assume; ``accused_unit`` the unit an accusation is about, which never sees the matter (art. 30(3)).
    """

    kind: ClassVar[str] = "register"
    case_no: str
    title: str
    narrative: str
    step: StepTaken
    topic: str | None = None
    purpose: Purpose | None = None
    level: Level | None = None
    persons: tuple[Person, ...] = ()
    documents: tuple[DocumentDraft, ...] = ()
    external_no: str | None = None
    batch: str | None = None
    assumed: tuple[str, ...] = ()
    accused_unit: str | None = None
    cause_unit: str | None = None  # 引发单位, once a clerk knows it

    @property
    def object(self) -> str:
        return self.case_no

    def public(self) -> dict[str, Json]:
        given: dict[str, Json] = {"step": pack_step(self.step)}
        if self.topic is not None:
            given["topic"] = self.topic
        if self.purpose is not None:
            given["purpose"] = self.purpose.value
        if self.level is not None:
            given["level"] = self.level.value
        if self.external_no is not None:
            given["external_no"] = self.external_no
        if self.batch is not None:
            given["batch"] = self.batch
        if self.cause_unit is not None:
            given["cause_unit"] = self.cause_unit
        if self.assumed:
            given["assumed"] = list(self.assumed)
        tell_attached(given, self.persons, self.documents)
        return given

    def private(self) -> dict[str, str]:
        kept = {"title": self.title, "narrative": self.narrative}
        if self.accused_unit is not None:
            kept["accused_unit"] = self.accused_unit
        keep_attached(kept, self.persons, self.documents)
        return kept

    @classmethod
    def from_entry(cls, about: str, public: Mapping[str, Json], private: Mapping[str, str]) -> Self:
        purpose, level = public.get("purpose"), public.get("level")
        return cls(
            case_no=about,
            title=private["title"],
            narrative=private["narrative"],
            step=unpack_step(public["step"]),
            topic=cast(str | None, public.get("topic")),
            purpose=None if purpose is None else Purpose.coded(cast(str, purpose)),
            level=None if level is None else Level.coded(cast(str, level)),
            persons=read_persons(public, private),
            documents=read_documents(public, private),
            external_no=cast(str | None, public.get("external_no")),
            batch=cast(str | None, public.get("batch")),
            assumed=tuple(cast(list[str], public.get("assumed", []))),
            accused_unit=private.get("accused_unit"),
            cause_unit=cast(str | None, public.get("cause_unit")),
        )

    def sealed(self, key: IdentityKey | None) -> Register:
        """Return the act without identity numbers, as the ledger may keep it."""
        if not any(person.id_number for person in self.persons):
            return self
        return replace(self, persons=tuple(person.sealed(key) for person in self.persons))


@dataclass(frozen=True, slots=True)
class RegisterRepeat(Act):
    """再次来信来访登记: the same matter is raised again; it counts as one more petition (批次)."""

    kind: ClassVar[str] = "register_repeat"
    case_no: str
    narrative: str
    step: StepTaken
    title: str | None = None
    persons: tuple[Person, ...] = ()
    documents: tuple[DocumentDraft, ...] = ()

    @property
    def object(self) -> str:
        return self.case_no

    def public(self) -> dict[str, Json]:
        given: dict[str, Json] = {"step": pack_step(self.step)}
        tell_attached(given, self.persons, self.documents)
        return given

    def private(self) -> dict[str, str]:
        kept = {"narrative": self.narrative}
        if self.title is not None:
            kept["title"] = self.title
        keep_attached(kept, self.persons, self.documents)
        return kept

    @classmethod
    def from_entry(cls, about: str, public: Mapping[str, Json], private: Mapping[str, str]) -> Self:
        return cls(
            case_no=about,
            narrative=private["narrative"],
            step=unpack_step(public["step"]),
            title=private.get("title"),
            persons=read_persons(public, private),
            documents=read_documents(public, private),
        )

    def sealed(self, key: IdentityKey | None) -> RegisterRepeat:
        """Return the act without identity numbers, as the ledger may keep it."""
        if not any(person.id_number for person in self.persons):
            return self
        return replace(self, persons=tuple(person.sealed(key) for person in self.persons))


@dataclass(frozen=True, slots=True)
class Take(Act):
    """Take the next step of a matter: transfer, accept, reply, extend, conclude …"""

    kind: ClassVar[str] = "take"
    case_no: str
    step: StepTaken
    documents: tuple[DocumentDraft, ...] = ()
    note: str | None = None

    @property
    def object(self) -> str:
        return self.case_no

    def public(self) -> dict[str, Json]:
        given: dict[str, Json] = {"step": pack_step(self.step)}
        if self.documents:
            tell_attached(given, (), self.documents)
        return given

    def private(self) -> dict[str, str]:
        kept = {} if self.note is None else {"note": self.note}
        if self.documents:
            keep_attached(kept, (), self.documents)
        return kept

    @classmethod
    def from_entry(cls, about: str, public: Mapping[str, Json], private: Mapping[str, str]) -> Self:
        return cls(
            case_no=about,
            step=unpack_step(public["step"]),
            documents=read_documents(public, private),
            note=private.get("note"),
        )
