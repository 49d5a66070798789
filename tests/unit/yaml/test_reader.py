"""Every text gives documents or findings, the same ones with either parser, and never anything else."""

import gc
import time
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lsparch.yaml import Backend, Dialect, ReadResult, YamlList, YamlMap, emit, read, reader_backend
from tests.unit.yaml.test_emitter import STRINGS, everywhere

MODEL, KUBECTL = Dialect.MODEL, Dialect.KUBECTL

MODEL_FAULTS = {
    "duplicate": ("a: 1\nb: 2\na: 3\n", ["3:1 YAML007"]),
    "anchor": ("a: &x 1\nb: &y {c: &z []}\n", ["1:4 YAML008", "2:4 YAML008", "2:11 YAML008"]),
    "alias": ("a: &x 1\nb: *x\n", ["1:4 YAML008", "2:4 YAML009"]),
    "merge": ("<<: {a: 1}\nb: 1\n", ["1:1 YAML010"]),
    "tag": ("a: !!str 1\nb: !x {}\n", ["1:4 YAML011", "2:4 YAML011"]),
    "number key": ("a: 1\n8080: 2\nnull: 3\n", ["2:1 YAML012", "3:1 YAML012"]),
    "mapping key": ("a: {{ name }}\n", ["1:5 YAML012"]),
    "ambiguous": (
        "a: no\nb: [0755, 1e3]\nyes: 1\nc: 'no'\n",
        ["1:4 YAML013", "2:5 YAML013", "2:11 YAML013", "3:1 YAML013"],
    ),
    "two": ("a: 1\n---\nb: 1\n", ["2:1 YAML006"]),
    "none": ("# nothing\n", ["1:1 YAML006"]),
    "tab": ("a:\n\tb: 1\n", ["2:1 YAML001"]),
    "open": ("a: [1\n", ["2:1 YAML001"]),
    "directive": ("%YAML 1.1\n---\na: 1\n", ["2:1 YAML017"]),
    "colon": ("a: b: c\n", ["1:5 YAML001"]),
    "unknown alias": ("a: *x\n", ["1:4 YAML009", "1:4 YAML014"]),
}
KUBECTL_FAULTS = {
    "duplicate": ("no: 1\nfalse: 2\n", ["2:1 YAML007"]),
    "each document": ("a: [\n---\nb: 1\n---\nc: 1\nc: 2\n---\nd: *x\n", ["2:1 YAML001", "6:1 YAML007", "8:4 YAML014"]),
    "self": ("a: &a [*a]\n", ["1:8 YAML014"]),
    "infinite": ("a: .inf\nb: -.INF\nc: .nan\n", ["1:4 YAML016", "2:4 YAML016", "3:4 YAML016"]),
    "merge": ("<<: 1\n", ["1:5 YAML010"]),
    "bad tag": ("a: !!int x\nb: !!binary '?'\nc: !!bool 1\n", ["1:4 YAML011", "2:4 YAML011", "3:4 YAML011"]),
    "null key": ("~: 1\n", ["1:1 YAML012"]),
    "escape": ('a: "\\ud83d"\n---\nb: 1\n', ["1:4 YAML001"]),
}
SOUND = [
    *[
        "a: 1\n",
        "",
        "---\n",
        "--- x\n...\n",
        "# c\n---\n# d\na: [1, {b: c}]\n",
        "a:\n- b\n-\n- - c\n",
        "'a': \"b\"\n? c\n",
    ],
    *[
        "a: |\n  x\n   y\n\nb: >-\n  x\n  y\n",
        "a: b\r\nc:\r\n- d\r\n",
        "é: {😀: ü, x: 1}\n",
        "a: x y\n  z\n",
        "{b:1}\n",
        "{a: 1, }\n",
    ],
    *["a: &x {p: 1}\nb: {<<: *x, p: 2}\nc: {p: 2, <<: *x}\nd: {<<: [{p: 1, q: 1}, {p: 2}]}\n", "a: &k b\n*k : c\n"],
    *[
        "0755: 0755\nno: no\n1e3: 1_000\n",
        "a: !!str 1\nb: !x 1\nc: !!binary aGk=\nd: !!int '0x10'\n!!str 5: e\n",
        "a: !!float 1\n",
    ],
]


def codes(result: ReadResult) -> list[str]:
    return [f"{finding.place.line}:{finding.place.column} {finding.code}" for finding in result.findings]


def outline(value: Any) -> Any:
    """Return a value with all its places."""
    match value:
        case YamlMap():
            items = {key: outline(item) for key, item in value.items()}
            return ("map", value.line, value.column, list(items.items()), value.keys_at, value.values_at)
        case YamlList():
            return ("list", value.line, value.column, [outline(item) for item in value], value.items_at)
        case _:
            return (type(value).__name__, repr(value))


def documents(result: ReadResult) -> list[Any]:
    return [(document.file, document.line, outline(document.root)) for document in result.documents]


def agree(text: str, dialect: Dialect) -> ReadResult:
    """Read in every way, compare, and return the result."""
    default, fast, pure = (read(text, "f", dialect, backend) for backend in (None, Backend.C, Backend.PURE))
    assert documents(default) == documents(fast) == documents(pure)
    assert default.findings == fast.findings == pure.findings
    return default


@pytest.mark.parametrize(("text", "expected"), MODEL_FAULTS.values(), ids=MODEL_FAULTS)
def test_faults_of_model_files_are_found_where_they_are(text: str, expected: list[str]) -> None:
    assert codes(agree(text, MODEL)) == expected


@pytest.mark.parametrize(("text", "expected"), KUBECTL_FAULTS.values(), ids=KUBECTL_FAULTS)
def test_faults_of_manifests_are_found_where_they_are(text: str, expected: list[str]) -> None:
    assert codes(agree(text, KUBECTL)) == expected


@pytest.mark.parametrize("text", SOUND)
def test_both_parsers_give_the_same_nodes(text: str) -> None:
    assert agree(text, KUBECTL).findings == ()


def test_strings_written_by_the_emitter_are_read_alike_by_both_parsers() -> None:
    value = everywhere(STRINGS)
    assert [document.root for document in agree(emit(value), KUBECTL).documents] == [value]


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet="ab01:-?#&*!|>'\"%@,[]{}<~ \n\n\t\\é", max_size=30), st.sampled_from(Dialect))
@example("a: 1\n- b\n", KUBECTL)
@example("{a: b, c", KUBECTL)
def test_no_text_ever_raises(text: str, dialect: Dialect) -> None:
    for backend in Backend:
        result = read(text, "f", dialect, backend)
        lines = text.count("\n") + 1
        assert all(1 <= finding.place.line <= lines + 1 for finding in result.findings)


LEADS = ["", "", "  ", "  ", "    ", "- ", "  - ", "- - "]
LINES = [
    *[
        "a: 1",
        "b:",
        "c: x y",
        "- ",
        "x",
        "k: v",
        "d: 'q'",
        'e: "w" ',
        "f: {}",
        "[]",
        " # c",
        "#c",
        "---",
        "no: no",
        "-",
        "a:b",
    ],
    *[
        "g: -1",
        "h: --x",
        "-- y",
        "'z'",
        "é: 1",
        "0: 1",
        "? ",
        "...",
        "i: |",
        "j: http://a:80/b?c",
        " :",
        "\t",
        "k: a, b",
        "-1",
    ],
    *[
        "l: (x) $y",
        "m: x:",
        "n: 0755 # c",
        "a: 2",
        "<<: {}",
        "o: &x y",
        "p: *x",
        "q: 'it''s'",
        'r: "\\n"',
        "s: [a]",
        "t: a #b",
    ],
]
lines = st.builds("".join, st.tuples(st.sampled_from(LEADS), st.sampled_from(LINES), st.sampled_from("\n\n\n ")))


@settings(max_examples=1500, deadline=None)
@given(st.lists(lines, max_size=9).map("".join), st.sampled_from(Dialect))
def test_the_short_way_and_the_parser_give_the_same_nodes(text: str, dialect: Dialect) -> None:
    short, long = read(text, "f", dialect), read(text, "f", dialect, Backend.C)
    assert documents(short) == documents(long)
    assert short.findings == long.findings


@given(st.binary(max_size=40))
def test_no_bytes_ever_raise(data: bytes) -> None:
    assert isinstance(read(data, "f", KUBECTL), ReadResult)


def test_manifests_are_read_as_kubectl_reads_them() -> None:
    text = "a: 0755\nb: no\nno: 1\nd: 2018-01-01\ne: 1e3\n5: x\nf: &x {p: 1}\ng: {<<: *x, q: 2}\nh: {p: 2, <<: *x}\n"
    assert read(text, "f", KUBECTL).documents[0].root == {
        "a": 493,
        "b": False,
        "false": 1,
        "d": "2018-01-01",
        "e": 1000,
        "5": "x",
        "f": {"p": 1},
        "g": {"p": 1, "q": 2},
        "h": {"p": 1},  # kubectl lets a later merge key win
    }


def test_a_second_key_names_the_first_as_related_place() -> None:
    (finding,) = read("a: 1\n\na: 2\n", "f.yaml", MODEL).findings
    assert [str(related.place) for related in finding.related] == ["f.yaml:1:1"]


def test_an_ambiguous_scalar_says_how_each_reader_takes_it() -> None:
    (finding,) = read("a: no\n", "f", MODEL).findings
    assert finding.message == '`no` is read as false by kubectl and PyYAML, "no" by kustomize and YAML 1.2'
    assert finding.help == 'write "no" if you mean the text'


def test_documents_know_their_first_line() -> None:
    text = "# c\na: 1\n---\n# d\nb: 1\n...\n%YAML 1.1\n---\nc: 1\n"
    assert [document.line for document in agree(text, KUBECTL).documents] == [2, 3, 8]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"a: \xff\n", "1:4 YAML002"),
        ("é: x\nb: ".encode() + b"\xc3", "2:4 YAML002"),
        ("a: 1\n".encode("utf-16"), "1:1 YAML002"),
        (b"a: b\x00\n", "1:5 YAML003"),
        (b"\xef\xbb\xbfa: 1\r\nb: \x07\n", "2:4 YAML003"),
        ("a: \u2028b".encode(), "1:4 YAML003"),
        ("a: 1\nb: \ufeff".encode(), "2:4 YAML003"),
        ("a: \ud800", "1:4 YAML003"),
        (b" " * (1024**2 + 1), "1:1 YAML004"),
    ],
)
def test_unfit_bytes_are_found(data: str | bytes, expected: str) -> None:
    assert codes(read(data, "f", MODEL)) == [expected]


def test_a_byte_order_mark_is_skipped() -> None:
    result = read(b"\xef\xbb\xbfa: 1\n", "f", MODEL)
    assert outline(result.documents[0].root) == ("map", 1, 1, [("a", ("int", "1"))], {"a": (1, 1)}, {"a": (1, 4)})


BOMB = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"a{level}: &a{level} [{','.join([f'*a{level - 1}'] * 10)}]\n" for level in range(1, 10)
)
MERGE_BOMB = "a0: &a0 {k: [x,x,x,x,x,x,x,x,x,x]}\n" + "".join(
    f"a{level}: &a{level} {{{','.join(f'k{part}: {{<<: *a{level - 1}}}' for part in range(10))}}}\n"
    for level in range(1, 10)
)
CHAIN = "a0: &a0 []\n" + "".join(f"a{level}: &a{level} [*a{level - 1}]\n" for level in range(1, 3000))


@pytest.mark.parametrize("backend", list(Backend))
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[" * 20_000, "YAML005"),
        ("- " * 20_000, "YAML005"),
        ("{a: " * 20_000, "YAML005"),
        ("\n".join(" " * level + "a:" for level in range(300)), "YAML005"),
        (CHAIN, "YAML005"),
        (BOMB, "YAML015"),
        (MERGE_BOMB, "YAML015"),
    ],
    ids=["flow", "dashes", "flow mappings", "block mappings", "alias chain", "alias bomb", "merge bomb"],
)
def test_bombs_are_refused_at_once(text: str, code: str, backend: Backend) -> None:
    start = time.process_time()
    result = read(text, "f", KUBECTL, backend)
    assert [finding.code for finding in result.findings] == [code]
    assert time.process_time() - start < 5


def test_a_hundred_levels_are_read() -> None:
    assert codes(agree("[" * 100 + "]" * 100, MODEL)) == []
    assert codes(agree("[" * 101 + "]" * 101, MODEL)) == ["1:101 YAML005"]


def test_many_broken_documents_cost_no_more_than_their_length() -> None:
    start = time.process_time()
    result = read("a: [\n---\n" * 5_000, "f", KUBECTL)
    assert len(result.findings) == 5_000
    assert time.process_time() - start < 20


def test_the_garbage_collector_is_left_as_it_was() -> None:
    assert gc.isenabled()
    read("a: [", "f", KUBECTL)
    assert gc.isenabled()


def test_the_active_parser_is_named() -> None:
    assert "libyaml" in reader_backend() or "pure Python" in reader_backend()
