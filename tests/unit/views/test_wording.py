"""Tests of short words."""

import pytest

from lsparch.views.wording import clause, counted, joined, kind_line, numbered, ports, proof


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("GitHub: log-in for demonstrations", "GitHub"),
        ("Redis, coherence of caches", "Redis"),
        ("A, b and c: what they do", "A, b and c"),
        ("Plain", "Plain"),
    ],
)
def test_first_clause_ends_at_colon_or_comma(title: str, expected: str) -> None:
    assert clause(title) == expected


def test_ports_of_one_protocol_stand_together() -> None:
    pairs = [("http", 80), ("mysql", 3306), ("http", 8080), ("http", 80), ("", 1), ("kafka", None)]
    assert ports(pairs) == "http 80, 8080; mysql 3306; kafka"


def test_many_ports_are_cut() -> None:
    assert ports([("tcp", port) for port in range(1, 6)]) == "tcp 1, 2, 3, …"


def test_words_are_joined_once_each_and_cut() -> None:
    assert joined(["a", "b", "a"]) == "a, b"
    assert joined("abcdefgh") == "a, b, c, d, e, f, 2 more"


def test_numbers_of_pods() -> None:
    assert numbered("tap", "2") == "tap ×2"
    assert numbered("tap", "1") == "tap"
    assert kind_line("deployment", "1") == ""
    assert kind_line("deployment", "3") == "3 pods"
    assert kind_line("statefulset", "30") == "StatefulSet ×30"
    assert counted(1, "node") == "1 node"
    assert counted(2, "node") == "2 nodes"


@pytest.mark.parametrize(
    ("auth", "words"),
    [
        ("", ""),
        ("none", "no authentication"),
        ("token", "user's token"),
        ("api/db-auth.password", "secret db-auth.password"),
    ],
)
def test_a_proof_is_named(auth: str, words: str) -> None:
    assert proof(auth) == words
