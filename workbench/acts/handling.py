"""Acts on a matter: register it, register it again, take the next step, correct what was recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, Self, cast

from workbench.acts.base import Act, Json
from workbench.acts.codec import optional_date, pack_step, unpack_step
from workbench.law.facts import StepTaken
from workbench.records.identity import IdentityKey, IdentityKeyError
from workbench.terms import DocumentKind, IdentityDocument, Level, Purpose


@dataclass(frozen=True, slots=True)
class Person:
    """A petitioner as told at the counter.

    ``id_number`` is never stored: before an act reaches the ledger it is sealed, which leaves
    only ``id_hash`` (keyed, for "same person") and ``id_last_two``.
    """

    name: str | None = None
    phone: str | None = None
    id_number: str | None = None
    address: str | None = None
    id_kind: IdentityDocument = IdentityDocument.RESIDENT
    id_hash: str | None = None
    id_last_two: str | None = None

    def sealed(self, key: IdentityKey | None) -> Person:
        """Return the person without the number; ``IdentityNumberError`` if it cannot be valid."""
        if self.id_number is None:
            return self
        if key is None:
            raise IdentityKeyError("缺少身份证件密钥文件：不能登记证件号码，请把 identity.key 放回用户文件夹")
        number, id_hash = key.seal(self.id_number, self.id_kind)
        return replace(self, id_number=None, id_hash=id_hash, id_last_two=number[-2:])


@dataclass(frozen=True, slots=True)
class DocumentDraft:
    """A document of a step; ``sha256`` names the kept original where there is one."""

    kind: DocumentKind
    title: str
    document_no: str | None = None
    issued_on: date | None = None
    text: str | None = None
    sha256: str | None = None


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
        _tell_attached(given, self.persons, self.documents)
        return given

    def private(self) -> dict[str, str]:
        kept = {"title": self.title, "narrative": self.narrative}
        if self.accused_unit is not None:
            kept["accused_unit"] = self.accused_unit
        _keep_attached(kept, self.persons, self.documents)
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
            persons=_persons(public, private),
            documents=_documents(public, private),
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
        _tell_attached(given, self.persons, self.documents)
        return given

    def private(self) -> dict[str, str]:
        kept = {"narrative": self.narrative}
        if self.title is not None:
            kept["title"] = self.title
        _keep_attached(kept, self.persons, self.documents)
        return kept

    @classmethod
    def from_entry(cls, about: str, public: Mapping[str, Json], private: Mapping[str, str]) -> Self:
        return cls(
            case_no=about,
            narrative=private["narrative"],
            step=unpack_step(public["step"]),
            title=private.get("title"),
            persons=_persons(public, private),
            documents=_documents(public, private),
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
            _tell_attached(given, (), self.documents)
        return given

    def private(self) -> dict[str, str]:
        kept = {} if self.note is None else {"note": self.note}
        if self.documents:
            _keep_attached(kept, (), self.documents)
        return kept

    @classmethod
    def from_entry(cls, about: str, public: Mapping[str, Json], private: Mapping[str, str]) -> Self:
        return cls(
            case_no=about,
            step=unpack_step(public["step"]),
            documents=_documents(public, private),
            note=private.get("note"),
        )


@dataclass(frozen=True, slots=True)
class Correct(Act):
    """更正: replace one recorded value, with the reason; the ledger keeps what stood before.

    ``step_number`` names the step, ``None`` the matter itself. ``person`` names a petitioner of that step.
    ``value`` is text as in the ledger: a code, an ISO date, a number, ``true``/``false``; ``None`` clears.
    """

    kind: ClassVar[str] = "correct"
    case_no: str
    step_number: int | None
    field: str
    value: str | None
    reason: str
    person: int | None = None

    @property
    def object(self) -> str:
        return self.case_no

    def public(self) -> dict[str, Json]:
        given: dict[str, Json] = {"field": self.field}
        if self.step_number is not None:
            given["step_number"] = self.step_number
        if self.person is not None:
            given["person"] = self.person
        return given

    def sealed(self, key: IdentityKey | None) -> Correct:
        """Return the act without an identity number: field ``id_number`` becomes ``identity``."""
        if self.field != "id_number":
            return self
        if self.value is None:
            return replace(self, field="identity")
        person = Person(id_number=self.value).sealed(key)
        return replace(self, field="identity", value=f"{person.id_hash}:{person.id_last_two}")

    def private(self) -> dict[str, str]:
        kept = {"reason": self.reason}
        if self.value is not None:
            kept["value"] = self.value
        return kept

    @classmethod
    def from_entry(cls, about: str, public: Mapping[str, Json], private: Mapping[str, str]) -> Self:
        return cls(
            case_no=about,
            step_number=cast(int | None, public.get("step_number")),
            field=cast(str, public["field"]),
            value=private.get("value"),
            reason=private["reason"],
            person=cast(int | None, public.get("person")),
        )


@dataclass(frozen=True, slots=True)
class NameAccused(Act):
    """登记被检举控告单位 of a matter that turned out to be an accusation (art. 30(3))."""

    kind: ClassVar[str] = "name_accused"
    case_no: str
    accused_unit: str

    @property
    def object(self) -> str:
        return self.case_no

    def public(self) -> dict[str, Json]:
        return {}

    def private(self) -> dict[str, str]:
        return {"accused_unit": self.accused_unit}

    @classmethod
    def from_entry(cls, about: str, public: Mapping[str, Json], private: Mapping[str, str]) -> Self:
        return cls(about, private["accused_unit"])


_PERSON_TEXTS = ("name", "phone", "address", "id_hash", "id_last_two")


def _tell_attached(
    given: dict[str, Json], persons: tuple[Person, ...], documents: tuple[DocumentDraft, ...]
) -> None:
    if persons:
        given["persons"] = [person.id_kind.value for person in persons]
    if documents:
        given["documents"] = [_told(document) for document in documents]


def _told(document: DocumentDraft) -> dict[str, Json]:
    told: dict[str, Json] = {"kind": document.kind.value}
    if document.document_no is not None:
        told["document_no"] = document.document_no
    if document.issued_on is not None:
        told["issued_on"] = document.issued_on.isoformat()
    if document.sha256 is not None:
        told["sha256"] = document.sha256
    return told


def _keep_attached(
    kept: dict[str, str], persons: tuple[Person, ...], documents: tuple[DocumentDraft, ...]
) -> None:
    for number, person in enumerate(persons, 1):
        if person.id_number is not None:
            raise ValueError("证件号码未经封存，不能写入台账")
        for name in _PERSON_TEXTS:
            value = getattr(person, name)
            if value is not None:
                kept[f"person.{number}.{name}"] = value
    for number, document in enumerate(documents, 1):
        kept[f"document.{number}.title"] = document.title
        if document.text is not None:
            kept[f"document.{number}.text"] = document.text


def _persons(public: Mapping[str, Json], private: Mapping[str, str]) -> tuple[Person, ...]:
    kinds = cast(list[str], public.get("persons", []))
    return tuple(
        Person(
            id_kind=IdentityDocument.coded(kind),
            **{name: private.get(f"person.{number}.{name}") for name in _PERSON_TEXTS},
        )
        for number, kind in enumerate(kinds, 1)
    )


def _documents(public: Mapping[str, Json], private: Mapping[str, str]) -> tuple[DocumentDraft, ...]:
    told = cast(list[dict[str, str]], public.get("documents", []))
    return tuple(
        DocumentDraft(
            kind=DocumentKind.coded(one["kind"]),
            title=private[f"document.{number}.title"],
            document_no=one.get("document_no"),
            issued_on=optional_date(one.get("issued_on")),
            text=private.get(f"document.{number}.text"),
            sha256=one.get("sha256"),
        )
        for number, one in enumerate(told, 1)
    )
