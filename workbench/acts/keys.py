"""The act that ties the database to the key file its identity hashes are made with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Self, cast

from workbench.acts.base import Act, Json


@dataclass(frozen=True, slots=True)
class MarkIdentityKey(Act):
    """登记密钥标识, once, when the database is made."""

    kind: ClassVar[str] = "mark_identity_key"
    mark: str

    @property
    def object(self) -> str:
        return "identity_key"

    def public(self) -> dict[str, Json]:
        return {"mark": self.mark}

    @classmethod
    def from_entry(cls, about: str, public: Mapping[str, Json], private: Mapping[str, str]) -> Self:
        return cls(cast(str, public["mark"]))
