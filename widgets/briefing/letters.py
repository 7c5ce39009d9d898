"""Letters on the screen: which kind on what, what is written for it, what is missing, issued under a number.

No widgets here. A letter is written from the records as the viewer may see them (``workbench.letters``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from widgets.parts.form_values import Blocker, FormField, FormValues
from widgets.parts.values import Choice, FileToSave
from workbench.access.gate import allow, require
from workbench.letters.make import LETTERS, Written, write
from workbench.letters.passages import LetterError, Passage
from workbench.letters.subjects import subjects
from workbench.terms import ActKind, IssuedKind, IssuedSubject, Outcome

if TYPE_CHECKING:
    from widgets.briefing.state import BriefingState
    from widgets.parts.progress import Step
    from workbench.issuing import Issued
    from workbench.queries.issued_documents import IssuedLine

KINDS: Final = tuple(kind for kind in IssuedKind if kind in LETTERS)
LONGEST: Final = 20_000  # characters of a passage
ASKED: Final = {
    IssuedSubject.MEETING: "哪次会议",
    IssuedSubject.ORDER: "哪份督办单",
    IssuedSubject.PROPOSAL: "哪份建议",
    IssuedSubject.LOOK_BACK_ROUND: "哪个回头看批次",
    IssuedSubject.REVIEW_ROUND: "哪个评查批次",
    IssuedSubject.APPRAISAL: "哪个单位的考核表",
    IssuedSubject.YEAR_ASSESSMENT: "哪一年的考核",
    IssuedSubject.WORK_STUDY: "哪次会议",
}
_SHORT: Final = frozenset(
    {"信访人", "联系人", "联系电话", "发文单位", "复查机关", "标题", "事项名称", "主送"}
)
_UNRECORDED: Final = {"处理结论": Outcome.SUPPORT.label, "复查机关": "【复查机关】"}
_ROOM: Final = "……"  # stands for a passage where only the records are asked


@dataclass(slots=True)
class Letters:
    """The letter that is being written: its kind, what it is about, and the passages by name."""

    state: BriefingState
    kind: IssuedKind | None = None
    subject: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    _drafted: tuple[object, Written] | None = None

    def choose(self, code: str, subject: str) -> None:
        """Begin a letter; ``LetterError`` for a kind that is not written here."""
        kind = next((one for one in KINDS if one.value == code), None)
        if code and kind is None:
            raise LetterError("没有这种文书：请在页面上选择")
        if (kind, subject.strip()) != (self.kind, self.subject):
            self.kind, self.subject, self.texts = kind, subject.strip()[:120], {}

    def questions(self, kind: IssuedKind | None) -> tuple[FormField, ...]:
        """Return which letter is asked for: its kind and, once that is known, what it is about."""
        kinds = tuple(Choice(one.value, one.label) for one in KINDS)
        asked = [FormField("kind", "文书种类", "choice", True, kinds, initial=kind.value if kind else "")]
        if kind is not None:
            asked.append(self._subject_field(kind))
        return tuple(asked)

    def _subject_field(self, kind: IssuedKind) -> FormField:
        letter, initial = LETTERS[kind], self.subject if kind is self.kind else ""
        if letter.subject_kind is IssuedSubject.MATTER:
            return FormField("subject", "信访件编号", "text", True, initial=initial, longest=60)
        offered = self.state.bench.ask(subjects, self.state.viewer, kind, as_of=self.state.today)
        known = {number for number, _ in offered}
        return FormField(
            "subject",
            ASKED[letter.subject_kind],
            "unit",
            True,
            tuple(Choice(number, words) for number, words in offered),
            initial=initial if initial in known else "",
            hint="输入编号或者名称查找" if offered else "现在没有可以出具的",
        )

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Return what somebody writes for this letter."""
        return LETTERS[self.kind].passages if self.kind is not None else ()

    def fields(self) -> tuple[FormField, ...]:
        """Return the passages as questions, with what was written so far."""
        return tuple(_field(number, one, self.texts) for number, one in enumerate(self.passages))

    def read(self, values: FormValues) -> dict[str, str]:
        """Return the passages that were written, by name."""
        told = {}
        for number, one in enumerate(self.passages):
            text = values.text(_key(number))
            if text:
                told[one.name] = Outcome.coded(text).label if one.name == "处理结论" else text
        return told

    def judge(self, values: FormValues) -> tuple[Blocker, ...]:
        """Return what stands against the letter with these passages."""
        if values.errors:
            return ()  # each stands beside its question already
        try:
            self.written(self.read(values))
        except LetterError as problem:
            return (Blocker(str(problem)),)
        return ()

    def obstacle(self) -> str:
        """Return why no letter can be written on this now, whatever somebody writes for it; "" if one can.

        What is not there, or not for this viewer, is raised as its query says it.
        """
        room = {one.name: _ROOM for one in self.passages}
        room |= {
            name: text
            for name, text in (("处理结论", Outcome.SUPPORT.label), ("发文单位", ""))
            if name in room
        }
        try:
            self._written(room)
        except LetterError as problem:
            return str(problem)
        return ""

    def draft(self) -> Written:
        """Return the letter as far as it is written; what must still be written is marked by its name.

        It is made once for the same passages: the paper that is issued is made anew.
        """
        key = (self.kind, self.subject, tuple(sorted(self.texts.items())))
        if self._drafted is None or self._drafted[0] != key:
            self._drafted = (key, self._marked())
        return self._drafted[1]

    def _marked(self) -> Written:
        marked = {one.name: f"【{one.name}】" for one in self.passages if one.is_required}
        try:
            return self._written({**marked, **self.texts})
        except LetterError:  # an outcome, or who re-examines, is not recorded
            known = {one.name for one in self.passages}
            more = {name: text for name, text in _UNRECORDED.items() if name in known}
            return self._written({**marked, **more, **self.texts})

    def written(self, texts: Mapping[str, str]) -> Written:
        """Return the letter of today with these passages; ``LetterError`` says what is missing or refused."""
        return self._written(texts)

    def _written(self, texts: Mapping[str, str]) -> Written:
        from workbench.intake.firewall import shipped_firewall

        if self.kind is None:
            raise LetterError("请先选定文书种类")
        return write(
            self.state.bench,
            self.state.viewer,
            self.kind,
            self.subject,
            texts,
            refused_term=shipped_firewall().term_in_tag,
            as_of=self.state.today,
            issued_on=self.state.today,
        )

    def missing(self) -> str:
        """Return why the letter cannot be issued as it stands, "" if it can."""
        try:
            number = self.next_number()
            if any(line.paper.document_no == number for line in self.history()):
                return f"“{number}”已印发过文书：如需更正，请撤回后另行发出"
            self._written(self.texts)
        except LetterError as problem:
            return str(problem)
        return ""

    def next_number(self) -> str:
        """Return the number under which the letter would be issued now."""
        from workbench.queries.issued_documents import next_number

        made = self.draft()
        given = self.state.bench.ask(
            next_number, made.document.kind, unit=made.unit, on=self.state.today, subject=self.subject
        )
        return given.document_no

    def history(self) -> tuple[IssuedLine, ...]:
        """Return what was issued on the same thing, the latest first."""
        from workbench.queries.issued_documents import issued_documents

        if self.kind is None or not allow(self.state.viewer, "read:issued_documents"):
            return ()
        about = LETTERS[self.kind].subject_kind
        found = self.state.bench.ask(issued_documents, self.state.viewer, as_of=self.state.today)
        return tuple(
            one for one in found if one.paper.subject_kind is about and one.paper.subject == self.subject
        )

    def file(self, form: str) -> FileToSave:
        """Return the letter as a file, without number; ``LetterError`` names what is missing."""
        from widgets.briefing.issued import file_of

        return file_of(self.state, self._written(self.texts).document, form)

    def issue(self, step: Step) -> Issued:
        """Issue the letter under the next number; others see it from now on."""
        from widgets.briefing.issued import put_out

        require(self.state.viewer, f"act:{ActKind.ISSUE_DOCUMENT.value}")
        made = self._written(self.texts)
        return put_out(
            self.state,
            made.document,
            step,
            unit=made.unit,
            subject_kind=made.subject_kind,
            subject=made.subject,
            texts=self.texts,
        )


def _key(number: int) -> str:
    return f"passage{number}"


def _field(number: int, passage: Passage, texts: Mapping[str, str]) -> FormField:
    told = texts.get(passage.name, "")
    if passage.name == "处理结论":
        outcomes = tuple(Choice(one.value, one.label) for one in Outcome)
        chosen = Outcome.labelled(told).value if told else ""
        hint = "不填就用登记的结论"
        return FormField(_key(number), passage.name, "choice", choices=outcomes, initial=chosen, hint=hint)
    return FormField(
        _key(number),
        passage.name,
        "text" if passage.name in _SHORT else "long",
        required=passage.is_required,
        initial=told,
        hint=passage.meaning,
        longest=200 if passage.name in _SHORT else LONGEST,
    )
