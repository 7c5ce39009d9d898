"""Acts that amend what was recorded of a matter: correct a value, name the unit an accusation is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Self, cast

from workbench.acts.attached import Person
from workbench.acts.base import Act, Json
from workbench.records.identity import IdentityKey


@dataclass(frozen=True, slots=True)
class Correct(Act):
    """更正: replace one recorded value, with the reason; the ledger keeps what stood before.

    ``step_number`` names the step, ``None`` the matter itself. ``person`` names a petitioner of that step,
    ``document`` one of its documents.
    ``value`` is text as in the ledger: a code, an ISO date, a number, ``true``/``false``; ``None`` clears.
    """

    kind: ClassVar[str] = "correct"
    case_no: str
    step_number: int | None
    field: str
    value: str | None
    reason: str
    person: int | None = None
    document: int | None = None

    @property
    def object(self) -> str:
        return self.case_no

    def public(self) -> dict[str, Json]:
        given: dict[str, Json] = {"field": self.field}
        if self.step_number is not None:
            given["step_number"] = self.step_number
        if self.person is not None:
            given["person"] = self.person
        if self.document is not None:
            given["document"] = self.document
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
            document=cast(int | None, public.get("document")),
        )


@dataclass(frozen=True, slots=True)
class NameAccused(Act):
    """登记被检举控告单位 of a matter that turned out to be an accusation (art. 30(3)).

    ``accused_account`` is the account of the person it is about, where he has one: he may belong to another
    unit by now. It stands in the entry's personal values alone. Without ``accused_unit`` it is about him
    alone: somebody of the office itself, which has to go on with the matter.
    """

    kind: ClassVar[str] = "name_accused"
    case_no: str
    accused_unit: str | None
    accused_account: str | None = None

    @property
    def object(self) -> str:
        return self.case_no

    def public(self) -> dict[str, Json]:
        return {}

    def private(self) -> dict[str, str]:
        kept = {} if self.accused_unit is None else {"accused_unit": self.accused_unit}
        if self.accused_account is not None:
            kept["accused_account"] = self.accused_account
        return kept

    @classmethod
    def from_entry(cls, about: str, public: Mapping[str, Json], private: Mapping[str, str]) -> Self:
        return cls(about, private.get("accused_unit"), private.get("accused_account"))
