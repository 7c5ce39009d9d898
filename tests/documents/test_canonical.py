"""A document as JSON: the same text for the same content, and the same document back."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.documents.samples import make_document
from workbench.documents.canonical import digest, from_json, to_json
from workbench.documents.content import ContentError, Document, Heading, Labelled, Paragraph
from workbench.terms import IssuedKind


@pytest.mark.parametrize("kind", IssuedKind)
def test_a_document_comes_back_as_it_was(kind):
    document = make_document(kind)

    assert from_json(to_json(document)) == document
    assert digest(document) == digest(from_json(to_json(document)))


TEXT = st.text(min_size=1).filter(str.strip)


@given(
    TEXT,
    st.lists(
        st.one_of(st.builds(Paragraph, TEXT), st.builds(Heading, TEXT), st.builds(Labelled, TEXT, TEXT))
    ),
)
def test_any_text_comes_back_as_it_was(title, blocks):
    document = Document(IssuedKind.MINUTES, "题" + title, tuple(blocks))

    assert from_json(to_json(document)) == document


@pytest.mark.parametrize(
    "text", ["［已依法删除］", "{}", "[]", '{"version":1,"document":{"kind":"minutes"}}', "{"]
)
def test_what_is_no_document_is_refused_in_chinese(text):
    with pytest.raises(ContentError, match="不能重新印制"):
        from_json(text)


def test_content_of_a_newer_software_is_told_apart():
    told = json.loads(to_json(make_document())) | {"version": 2}

    with pytest.raises(ContentError, match="更新的版本"):
        from_json(json.dumps(told))
