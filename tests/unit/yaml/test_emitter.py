"""What is written is read back unchanged by every reader."""

import json
import math
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import ruamel.yaml
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from lsparch.yaml import Dialect, emit, emit_all, emit_each, read

STRINGS = [
    *["", " ", "  x", "x ", "\t", "\tx", "x\t", "\n", "\n\n", "a\n", "a\nb", "a\nb\n", "a\n\nb\n", "a\nb\n\n", "\na\n"],
    *[
        "a\n b\n",
        " a\nb\n",
        "a \nb\n",
        "a\n\tb\n",
        "a\tb\nc\n",
        "a\r\nb\r\n",
        "a\rb",
        "---\na\n",
        "...\nb\n",
        "a\n---\n",
    ],
    *[
        "# a\nb\n",
        "a # b\nc\n",
        "- a\n- b\n",
        "a: b\nc: d\n",
        "%YAML\nb\n",
        "a\n#b\n",
        "{a}\n[b]\n",
        "é\nü\n",
        "a\n\n\n\nb",
    ],
    *[
        "no",
        "No",
        "yes",
        "on",
        "off",
        "y",
        "n",
        "Y",
        "N",
        "null",
        "Null",
        "~",
        "true",
        "False",
        "NaN",
        "inf",
        ".nan",
        "-.inf",
    ],
    *[
        "0755",
        "0o755",
        "0x1F",
        "0b1",
        "08",
        "1_000",
        "1e3",
        "1.5e3",
        "22:22",
        "190:20:30",
        "1.0",
        ".5",
        "5.",
        "+1",
        "-0",
    ],
    *[
        "2018-01-01",
        "2018-01-01T00:00:00Z",
        "=",
        "<<",
        "*a",
        "&a",
        "!a",
        "!!str",
        "%a",
        "@a",
        "`a",
        "|",
        ">",
        "?",
        "? a",
    ],
    *[
        ":",
        ": a",
        "a:",
        "a: b",
        "a :b",
        "a:b",
        "a #b",
        "a#b",
        "#a",
        "-",
        "- a",
        "-a",
        "--- a",
        "---",
        "...",
        "{",
        "}",
        "[",
        "]",
    ],
    *[
        "{a}",
        "{{ a }}",
        "[a]",
        "a,b",
        "a, b",
        ",",
        "'",
        '"',
        "'a'",
        '"a"',
        "a'b",
        'a"b',
        "\\",
        "\\n",
        "a\\b",
        "//",
        "/a b",
    ],
    *[
        "100m",
        "256Mi",
        "1.5Gi",
        "10s",
        "1E",
        "1e",
        "12e03",
        "1Ki",
        "5m",
        "0.1.2",
        "1.2.3",
        "v1",
        "host:8080",
        "a: ",
        "(a) b",
    ],
    *["\x00", "\x07", "\x1b", "\x7f", "\x80", "\x85", "\xa0", "\xad", "\u200b", "\u2028", "\u2029", "\ufeff", "\ufffe"],
    *[
        "😀",
        "a😀\nb\n",
        "é",
        "日本語",
        "\U0010ffff",
        "\U000e0001",
        "\u202e",
        "a\u2028b\nc",
        "a\x85b\nc",
        "x" * 2000,
        "k " * 600,
    ],
    *[
        "password",
        "image/name:1.0",
        "registry.example.org/a/b@sha256:0",
        "a=b",
        "a+b",
        "_",
        "__",
        "/",
        "a-",
        "a:b:c",
        "x@y",
    ],
]

scalars = (
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
)
tricky = st.text(alphabet="aynotefs019_-+.:#, \n\t'\"{}[]|>&*!%@\\=<é", max_size=12)
texts = st.sampled_from(STRINGS) | tricky | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
values = st.recursive(
    scalars | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


def ruamel_12(text: str) -> list[Any]:
    return list(ruamel.yaml.YAML(typ="safe", pure=True).load_all(text))


def ruamel_11(text: str) -> list[Any]:
    reader = ruamel.yaml.YAML(typ="safe", pure=True)
    reader.version = (1, 1)
    return list(reader.load_all(text))


def ruamel_c(text: str) -> list[Any]:
    return list(ruamel.yaml.YAML(typ="safe").load_all(text))


def round_trip(text: str) -> list[Any]:
    return list(ruamel.yaml.YAML().load_all(text))


def pyyaml(text: str) -> list[Any]:
    return list(yaml.safe_load_all(text))


def pyyaml_c(text: str) -> list[Any]:
    return list(yaml.load_all(text, Loader=yaml.CSafeLoader))


def ours(text: str) -> list[Any]:
    result = read(text, "f", Dialect.KUBECTL)
    assert result.findings == ()
    return [document.root for document in result.documents]


READERS = [ruamel_12, ruamel_11, ruamel_c, round_trip, pyyaml, pyyaml_c, ours]


def typed(value: Any) -> Any:
    """Return a value in which 1, 1.0 and true differ; the strings of a round-trip loader are strings."""
    match value:
        case dict():
            return {str(key): typed(item) for key, item in value.items()}
        case list():
            return [typed(item) for item in value]
        case str():
            return ("string", str(value))
        case bool() | None:
            return ("word", value)
        case _:
            return ("number", float(value) if abs(value) > 2**53 else value + 0)


def everywhere(strings: list[str]) -> dict[str, Any]:
    """Return a value that holds each string as value, as item, as key, and one level down."""
    return {
        "values": {f"k{number}": text for number, text in enumerate(strings)},
        "items": strings,
        "keys": dict.fromkeys(strings, "v"),
        "nested": [{"a": text, "b": [text, [text, {text: [text]}]]} for text in strings],
    }


@pytest.mark.parametrize("reader", READERS)
def test_every_adversarial_string_is_read_back_unchanged(reader: Any) -> None:
    value = everywhere(STRINGS)
    assert typed(reader(emit(value))) == typed([value])


@pytest.mark.parametrize("text", STRINGS)
def test_a_string_as_document_is_read_back_unchanged(text: str) -> None:
    written = emit(text)
    assert [reader(written) for reader in READERS] == [[text]] * len(READERS)


@settings(max_examples=150, deadline=None)
@given(values)
def test_any_value_is_read_back_unchanged_by_every_reader(value: Any) -> None:
    written = emit(value)
    for reader in READERS:
        assert typed(reader(written)) == typed([value]), (reader.__name__, written)


@settings(max_examples=60, deadline=None)
@given(st.lists(values, min_size=1, max_size=4))
def test_documents_stay_apart(documents: list[Any]) -> None:
    assert typed(pyyaml_c(emit_all(documents))) == typed(documents)
    assert typed(ours(emit_all(documents))) == typed(documents)


@pytest.mark.skipif(shutil.which("kubectl") is None, reason="kubectl is not installed")
def test_kubectl_reads_every_string_back_unchanged(tmp_path: Path) -> None:
    body = everywhere(STRINGS)
    manifest = {"apiVersion": "v1", "kind": "Sample", "metadata": {"name": "sample"}, "body": body}
    path = tmp_path / "manifest.yaml"
    path.write_bytes(emit(manifest).encode())
    command = ["kubectl", "annotate", "--local", "-o", "json", "-f", str(path), "a=b"]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    assert json.loads(done.stdout)["body"] == body


def test_layout_is_that_of_kubernetes_examples() -> None:
    value = {
        "kind": "ConfigMap",
        "data": {"a.conf": "x = 1\n\n\ty = 2\n", "b": "one\ntwo", "mode": "0755"},
        "list": [{"name": "a", "ports": [80, 0.5]}, [], {}, [["x"], None]],
        "empty": {},
        "none": [],
        "cpu": "100m",
        "on": True,
    }
    assert emit(value, comment="written by lsparch\n\nsee docs") == (
        "# written by lsparch\n#\n# see docs\n"
        "kind: ConfigMap\n"
        "data:\n  a.conf: |\n    x = 1\n\n    \ty = 2\n  b: |-\n    one\n    two\n"
        '  mode: "0755"\n'
        "list:\n- name: a\n  ports:\n  - 80\n  - 0.5\n- []\n- {}\n- - - x\n  - null\n"
        'empty: {}\nnone: []\ncpu: 100m\n"on": true\n'
    )


def test_a_shared_object_is_written_twice_and_never_as_alias() -> None:
    shared = {"a": [1]}
    assert emit([shared, shared]) == "- a:\n  - 1\n- a:\n  - 1\n"


def test_floats_keep_a_point_so_that_pyyaml_reads_them() -> None:
    assert emit([1e22, 1e-7, 1.5e300, 2.0]) == "- 1.0e+22\n- 1.0e-07\n- 1.5e+300\n- 2.0\n"


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan, 2**63, -(2**63) - 1, "\ud800", {"\udfff": 1}])
def test_what_kubernetes_cannot_hold_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"cannot hold|64 bits|surrogate"):
        emit(value)


@pytest.mark.parametrize("value", [{1: 2}, {None: 2}, object(), {1, 2}, b"x"])
def test_other_types_are_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        emit(value)


def test_endless_nesting_is_refused() -> None:
    loop: list[Any] = []
    loop.append(loop)
    with pytest.raises(ValueError, match="nested deeper"):
        emit(loop)


def test_a_comment_cannot_smuggle_in_content() -> None:
    with pytest.raises(ValueError, match="control character"):
        emit({}, comment="a\rb: 1")


def test_subclasses_of_strings_and_numbers_are_written_as_their_base() -> None:
    assert emit({"dialect": Dialect.MODEL, "some": [True, 1]}) == "dialect: model\nsome:\n- true\n- 1\n"


def test_no_document_is_no_text() -> None:
    assert emit_all([]) == ""


def test_texts_written_together_are_those_written_alone_however_many_strings_there_are() -> None:
    documents = [{f"key-{number}": f"value-{number}", "again": ["yes", "a\nb\n"]} for number in range(15_000)]
    assert emit_each(documents) == [emit(document) for document in documents]
    assert emit_each([]) == []
