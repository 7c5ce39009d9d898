"""Identity numbers: GB 11643 checked, both generations equal, and never kept."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.records.identity import (
    IdentityKey,
    IdentityKeyError,
    IdentityNumberError,
    check_digit,
    identity_number,
    resident_number,
)
from workbench.terms import IdentityDocument


@pytest.mark.parametrize("number", ["11010519491231002X", "34052419800101001X"])
def test_the_vectors_of_the_standard_are_valid(number):
    assert resident_number(number) == number


@pytest.mark.parametrize(
    "written",
    [
        "11010519491231002x",
        " 110105 19491231 002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105\u300019491231002X",
    ],
)
def test_one_number_in_many_hands_is_one_number(written):
    assert resident_number(written) == "11010519491231002X"


def test_the_first_generation_becomes_the_second():
    assert resident_number("430682800101001") == "430682198001010010"


def test_a_person_of_linxiang_born_before_the_city_was_made_is_valid():
    assert resident_number("430682198001010010")  # code 430682 dates from 1992


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("11010519491231002", "18位"),
        ("110105194912310021", "校验码不符"),
        ("X1010519491231002X", "18位"),
        ("", "18位"),
        ("4.30682E+17", "18位"),
        ("43068219990230001" + check_digit("43068219990230001"), "出生日期不存在"),
        ("43068217990101001" + check_digit("43068217990101001"), "不可能"),
    ],
)
def test_what_cannot_be_a_number_is_refused_without_repeating_it(number, sentence):
    with pytest.raises(IdentityNumberError, match=sentence) as caught:
        resident_number(number)
    assert not number or number not in str(caught.value)


def test_a_birthday_still_to_come_is_refused():
    number = "43068220260501001" + check_digit("43068220260501001")
    with pytest.raises(IdentityNumberError, match="不可能"):
        resident_number(number, today=date(2026, 3, 31))


@given(
    st.from_regex(
        r"430682(19[5-9][0-9]|20[01][0-9])(0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])[0-9]{3}", fullmatch=True
    )
)
def test_one_changed_digit_is_always_noticed(body):
    number = body + check_digit(body)
    for place in range(17):
        changed = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
        with pytest.raises(IdentityNumberError):
            resident_number(changed)


def test_other_documents_have_their_own_form():
    assert identity_number("e1234567 8", IdentityDocument.PASSPORT) == "E12345678"
    with pytest.raises(IdentityNumberError, match="护照号码"):
        identity_number("号码", IdentityDocument.PASSPORT)


class TestKey:
    def test_it_is_made_once_and_private(self, tmp_path):
        key = IdentityKey.read_or_create(tmp_path)

        assert IdentityKey.read_or_create(tmp_path) == key
        assert (tmp_path / "identity.key").stat().st_mode & 0o777 == 0o600

    def test_the_hash_depends_on_it_and_on_the_kind_of_document(self, tmp_path):
        one, other = IdentityKey(b"1" * 32), IdentityKey(b"2" * 32)

        hashes = {
            one.seal("11010519491231002X")[1],
            other.seal("11010519491231002X")[1],
            one.seal("11010519491231002X", IdentityDocument.PASSPORT)[1],
        }
        assert len(hashes) == 3

    def test_it_does_not_show_itself(self):
        assert "111" not in repr(IdentityKey(b"1" * 32))

    def test_a_missing_broken_or_open_key_is_named(self, tmp_path):
        with pytest.raises(IdentityKeyError, match="从备份放回"):
            IdentityKey.read(tmp_path)
        path = tmp_path / "identity.key"
        path.write_bytes(b"short")
        path.chmod(0o600)
        with pytest.raises(IdentityKeyError, match="已损坏"):
            IdentityKey.read(tmp_path)
        path.write_bytes(b"1" * 32)
        path.chmod(0o644)
        with pytest.raises(IdentityKeyError, match="chmod 600"):
            IdentityKey.read(tmp_path)
