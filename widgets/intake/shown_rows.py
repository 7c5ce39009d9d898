"""What of a file may be seen before it is imported: people masked, accusations closed, no column unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.access.masking import ACCUSATION_NOTICE, scrub

if TYPE_CHECKING:
    from workbench.intake.match import HeadingMatch
    from workbench.intake.preview import Preview

_CLOSING = ("petition_class", "purpose")  # the columns that say that a row is an accusation


def sample_columns(preview: Preview) -> tuple[HeadingMatch, ...]:
    """Return the columns that would be imported, each once, in the order of the file."""
    found: dict[int, HeadingMatch] = {}
    for one in preview.headings:
        if one.field is not None:
            found.setdefault(one.at, one)
    return tuple(found[at] for at in sorted(found))


def sample_rows(preview: Preview) -> list[tuple[str, ...]]:
    """Return the first rows as they may be shown.

    Names, phone and ID numbers and addresses are masked by what their column holds, in texts by their form;
    texts of accusations (检举控告类) are replaced. A column that nobody has named yet is not shown at all.
    """
    return [_shown(preview, row) for row in preview.samples]


def _shown(preview: Preview, row: tuple[str, ...]) -> tuple[str, ...]:
    from workbench.intake.columns import Kind, shipped_vocabulary
    from workbench.intake.findings import told

    fields = shipped_vocabulary().fields
    columns = [(one, fields[one.field]) for one in sample_columns(preview) if one.field is not None]
    names = [row[one.at] for one, of in columns if of.kind is Kind.NAME]
    is_closed = any(_accuses(preview, of.id, row[one.at]) for one, of in columns if of.id in _CLOSING)
    is_closed = is_closed or _assumes_accusation(preview)
    cells = []
    for one, of in columns:
        if of.kind is Kind.TEXT and is_closed:
            cells.append(ACCUSATION_NOTICE)
        else:
            cells.append(scrub(told(row[one.at], of), names))
    return tuple(cells)


def _accuses(preview: Preview, fact: str, value: str) -> bool:
    """True where a cell says accusation, in any of the words that an import knows for it, or one alike."""
    from workbench.intake.row_values import shipped_words
    from workbench.terms import PetitionClass, Purpose

    own = preview.mapping.values.get(fact, {}) if preview.mapping is not None else {}
    code = {**shipped_words().get(fact, {}), **own}.get(value, value)
    answered = preview.answers.get(f"value:{fact}:{value}", code)
    accusing = {PetitionClass.ACCUSATION.value, Purpose.ACCUSATION.value}
    alike = any(word in value for word in ("检举", "控告", "揭发", "举报"))
    return alike or bool({code, answered} & accusing)


def _assumes_accusation(preview: Preview) -> bool:
    from workbench.terms import PetitionClass

    assumed = preview.mapping.assume if preview.mapping is not None else {}
    return assumed.get("petition_class") == PetitionClass.ACCUSATION.value
