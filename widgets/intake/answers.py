"""The questions that a file raised and their answers, kept while faults are mended and files exchanged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from workbench.intake.findings import Question
    from workbench.intake.preview import Preview

Key: TypeAlias = "tuple[str, str, tuple[str, ...]]"
ABOVE = ("sheet", "mapping")  # another sheet or mapping makes the other questions new ones
COLUMN = "column:"
LEAVE_OUT = "-"


class NotOfferedError(ValueError):
    """The answer is none of those that were offered."""

    def __init__(self) -> None:
        super().__init__("所选的答案不在可选范围内，请刷新页面后重新选择。")


@dataclass(slots=True)
class Answers:
    """What was asked of the file at hand, what was answered, and answers to the questions of files before."""

    asked: dict[str, Question] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)  # letters → heading
    _questions: dict[Key, tuple[Question, str]] = field(default_factory=dict)
    _columns: dict[tuple[str, str], str] = field(default_factory=dict)

    def copy(self) -> Answers:
        """Return answers that can be read in another thread while these change."""
        return Answers(
            dict(self.asked),
            dict(self.given),
            dict(self.columns),
            dict(self._questions),
            dict(self._columns),
        )

    def check(self, given: Mapping[str, str]) -> None:
        """Raise ``NotOfferedError`` unless every answer was offered."""
        from workbench.intake.columns import shipped_vocabulary

        for name, value in given.items():
            question = self.asked.get(name)
            if question is not None and value in {choice.value for choice in question.choices}:
                continue
            is_fact = value == LEAVE_OUT or value in shipped_vocabulary().fields
            if not (name.startswith(COLUMN) and name.removeprefix(COLUMN) in self.columns and is_fact):
                raise NotOfferedError

    def give(self, given: Mapping[str, str]) -> None:
        """Keep answers; another sheet or mapping drops what was answered below it."""
        for name in ABOVE:
            if name in given and given[name] != self.given.get(name, given[name]):
                kept = ABOVE[: ABOVE.index(name)]
                self.given = {key: value for key, value in self.given.items() if key in kept}
                self.asked = {key: value for key, value in self.asked.items() if key in (*kept, name)}
        self.given.update(given)
        for name, value in given.items():
            letters = name.removeprefix(COLUMN)
            if name.startswith(COLUMN) and letters in self.columns:
                self._columns[letters, self.columns[letters]] = value
            elif name in self.asked:
                self._questions[_key(self.asked[name])] = (self.asked[name], value)

    def take(self, preview: Preview) -> None:
        """Note what a preview asks, and what it was told."""
        self.given = dict(preview.answers)
        before = {question.id: question for question, _ in self._questions.values()} | self.asked
        known = {name: question for name, question in before.items() if name in self.given}
        self.asked = known | {question.id: question for question in preview.questions}
        self.columns = {one.column: one.heading for one in preview.headings}

    def known(self, preview: Preview) -> dict[str, str]:
        """Return answers given for a file before that fit this one: same question, or same column."""
        found = {}
        for question in preview.questions:
            if _key(question) in self._questions:
                found[question.id] = self._questions[_key(question)][1]
        for one in preview.headings:
            if (one.column, one.heading) in self._columns:
                found[COLUMN + one.column] = self._columns[one.column, one.heading]
        return {name: value for name, value in found.items() if name not in preview.answers}


def _key(question: Question) -> Key:
    return question.id, question.text, tuple(choice.value for choice in question.choices)
