"""What comes with an act on a matter: the people who raised it and the documents of a step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from workbench.acts.base import Json
from workbench.acts.codec import optional_date
from workbench.records.identity import IdentityKey, IdentityKeyError
from workbench.terms import DocumentKind, IdentityDocument

_PERSON_TEXTS = ("name", "phone", "address", "id_hash", "id_last_two")


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


def tell_attached(
    given: dict[str, Json], persons: tuple[Person, ...], documents: tuple[DocumentDraft, ...]
) -> None:
    """Add what an entry may say openly: kinds, numbers, days, and how many people."""
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


def keep_attached(
    kept: dict[str, str], persons: tuple[Person, ...], documents: tuple[DocumentDraft, ...]
) -> None:
    """Add what only the payload table may hold: everything a person could be known by."""
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


def read_persons(public: Mapping[str, Json], private: Mapping[str, str]) -> tuple[Person, ...]:
    """Return the people of an entry; inverse of the two above."""
    kinds = cast(list[str], public.get("persons", []))
    return tuple(
        Person(
            id_kind=IdentityDocument.coded(kind),
            **{name: private.get(f"person.{number}.{name}") for name in _PERSON_TEXTS},
        )
        for number, kind in enumerate(kinds, 1)
    )


def read_documents(public: Mapping[str, Json], private: Mapping[str, str]) -> tuple[DocumentDraft, ...]:
    """Return the documents of an entry; inverse of the two above."""
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
