"""References that the kubelet expands: what is written so that a container receives a text as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsparch.k8s.expansion import escape_references, expand_references


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("$(HOME)", "$$(HOME)"),
        ("$$(HOME)", "$$$$(HOME)"),
        ("a $ b", "a $ b"),
        ("${HOME} $HOME", "${HOME} $HOME"),
        ("$$", "$$$"),
        ("$(", "$$("),
        ("5 $", "5 $"),
    ],
)
def test_what_would_be_expanded_is_escaped(text: str, written: str) -> None:
    assert escape_references(text) == written
    assert expand_references(written, {"HOME": "/root"}) == text


@given(st.text(alphabet="$()HOME a"))
def test_every_text_is_received_as_it_is(text: str) -> None:
    assert expand_references(escape_references(text), {"HOME": "/root", "": "x", "O": None}) == text


def test_variables_stand_for_their_values() -> None:
    known = {"A": "1", "SECRET": None}
    assert expand_references("$(A)-$(B)-$$(A)-$$$(A)", known) == "1-$(B)-$(A)-$1"
    assert expand_references("$(A)-$(SECRET)", known) is None
