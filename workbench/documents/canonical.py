"""A document as JSON, always the same bytes for the same content, and back."""

from __future__ import annotations

import json
import types
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Any, Final, Literal, Union, cast, get_args, get_origin, get_type_hints

from workbench.documents import content
from workbench.documents.content import Block, ContentError, Document
from workbench.terms import IssuedKind, Term

VERSION: Final = 1
_BLOCKS: Final[dict[str, type[Any]]] = {kind.__name__: kind for kind in get_args(Block)}


def to_json(document: Document) -> str:
    """Return the document as one line of JSON; equal documents give equal text."""
    told = {"version": VERSION, "document": _tell(document)}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(document: Document) -> str:
    """Return the SHA-256 of ``to_json``, hexadecimal."""
    return sha256(to_json(document).encode()).hexdigest()


def from_json(text: str) -> Document:
    """Return the document that ``to_json`` told; ``ContentError`` for anything else."""
    try:
        told = json.loads(text)
        if told["version"] != VERSION:
            raise ContentError(
                f"文书内容的格式版本为 {told['version']}，本软件只认识 {VERSION}：请使用更新的版本打开"
            )
        return cast(Document, _read(Document, told["document"]))
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, ContentError):
            raise
        raise ContentError("文书内容不完整或已按规定删除，不能重新印制") from error


def _tell(value: Any) -> Any:
    if is_dataclass(value):
        told = {one.name: _tell(getattr(value, one.name)) for one in fields(value)}
        return {"block": type(value).__name__, **told} if type(value).__name__ in _BLOCKS else told
    if isinstance(value, tuple):
        return [_tell(part) for part in value]
    if isinstance(value, Term):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _read(hint: Any, value: Any) -> Any:
    origin = get_origin(hint)
    if hint is Block or (origin in (Union, types.UnionType) and isinstance(value, dict) and "block" in value):
        kind = _BLOCKS[value["block"]]
        return _made(kind, {name: one for name, one in value.items() if name != "block"})
    if origin in (Union, types.UnionType):
        return (
            None
            if value is None
            else _read(next(one for one in get_args(hint) if one is not type(None)), value)
        )
    if origin is tuple:
        parts = get_args(hint)
        hints = [parts[0]] * len(value) if parts[-1] is Ellipsis else parts
        return tuple(_read(one, part) for one, part in zip(hints, value, strict=True))
    if origin is Literal:
        return value
    if is_dataclass(hint):
        return _made(cast("type[Any]", hint), value)
    if hint is date:
        return date.fromisoformat(value)
    if hint is IssuedKind:
        return IssuedKind.coded(value)
    if not isinstance(value, hint):
        raise TypeError(f"{value!r} is no {hint}")
    return value


def _made(kind: type[Any], told: dict[str, Any]) -> Any:
    return kind(**{name: _read(_hints(cast(Any, kind))[name], value) for name, value in told.items()})


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind, vars(content))
