"""The signature, against the vector in WAHA's documentation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot_flows.waha.signature import is_valid, sign

BODY = b'{"event":"message","session":"default","engine":"WEBJS"}'
KEY = "my-secret-key"
DOCUMENTED = (
    "208f8a55dde9e05519e898b10b89bf0d0b3b0fdf11fdbf09b6b90476301b98d8"
    "097c462b2b17a6ce93b6b47a136cf2e78a33a63f6752c2c1631777076153fa89"
)


def test_signs_as_documented():
    assert sign(BODY, KEY) == DOCUMENTED


def test_accepts_any_of_the_keys_and_upper_case():
    assert is_valid(BODY, DOCUMENTED.upper(), ["old-key", KEY])


@pytest.mark.parametrize(
    "signature",
    [None, "", "0" * 128, DOCUMENTED[:-1], DOCUMENTED + "0", "é" * 128, "\udcff", "sha512=x"],
)
def test_refuses_what_no_key_made(signature):
    assert not is_valid(BODY, signature, [KEY])


def test_one_changed_byte_is_refused():
    assert not is_valid(BODY + b" ", DOCUMENTED, [KEY])


@pytest.mark.parametrize("keys", [[], [""], ["", ""]])
def test_without_a_key_nothing_is_valid(keys):
    assert not is_valid(BODY, sign(BODY, ""), keys)


@given(st.binary(max_size=200), st.text(min_size=1, max_size=40).filter(str.isprintable))
def test_whatever_is_signed_is_valid_under_its_key_alone(body, key):
    assert is_valid(body, sign(body, key), [key])
    assert not is_valid(body, sign(body, key), [key + "x"])
