"""Sealing under a token."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from planner.casework.seal import Sealed, filed_as, new_token, seal, unseal


@given(st.text(max_size=400))
def test_what_is_sealed_comes_back_whole(text):
    token = new_token()
    assert unseal(token, seal(token, text)) == text


def test_another_token_reads_nothing():
    assert unseal(new_token(), seal(new_token(), "Amna owes 40000")) is None


def test_an_altered_byte_is_noticed():
    token = new_token()
    sealed = seal(token, "Amna owes 40000")
    bent = bytes([sealed.content[0] ^ 1]) + sealed.content[1:]
    assert unseal(token, Sealed(sealed.nonce, bent)) is None


def test_the_same_text_never_looks_the_same_twice():
    token = new_token()
    assert seal(token, "Amna").content != seal(token, "Amna").content


def test_the_name_in_the_drawer_does_not_hold_the_token():
    token = new_token()
    assert token not in filed_as(token)
    assert filed_as(token) == filed_as(token)
    assert len(filed_as(token)) == 64
