"""The generated JSON Schemas and the model classes accept the same files."""

import json
import math
from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from pydantic import ValidationError

from lsparch.emit.json_schema import HAND_WRITTEN, schema_texts
from lsparch.yaml import Dialect, YamlMap, read
from tests.faults.corpus import Case, base_files, cases, faulty_files

ROOT = Path(__file__).parents[3]
SHIPPED = ("model", "checks", "diagrams")
PREFIX = "# yaml-language-server: $schema="


def shipped() -> Iterator[tuple[str, bytes]]:
    for folder in SHIPPED:
        for path in sorted((ROOT / folder).rglob("*.yaml")):
            yield path.relative_to(ROOT).as_posix(), path.read_bytes()


def plain(node: Any) -> Any:
    if isinstance(node, Mapping):
        return {key: plain(value) for key, value in node.items()}
    return [plain(item) for item in node] if isinstance(node, list) else node


def root_of(data: bytes, name: str) -> Any:
    """Return the tree of a file, or None where it is no YAML of ours: then neither validator is asked."""
    result = read(data, name, Dialect.MODEL)
    root = result.documents[0].root if result.documents and not result.findings else None
    return root if isinstance(root, YamlMap) and root else None


@cache
def schema(key: str) -> Draft202012Validator:
    content = json.loads(schema_texts()[f"{key}.schema.json"])
    Draft202012Validator.check_schema(content)
    return Draft202012Validator(content, format_checker=FormatChecker(["date"]))


def verdicts(root: Any, key: str) -> tuple[list[str], list[str]]:
    """Return what the schema and what the model class have against a file."""
    data = plain(root)
    by_schema = [f"{error.json_path}: {error.message[:200]}" for error in schema(key).iter_errors(data)]
    try:
        HAND_WRITTEN[key].model_validate(data)
    except ValidationError as error:
        return by_schema, [f"{e['loc']}: {e['msg']}" for e in error.errors()]
    return by_schema, []


@pytest.mark.parametrize("key", sorted(HAND_WRITTEN))
def test_a_schema_is_a_schema_and_says_what_everything_means(key: str) -> None:
    content = json.loads(schema_texts()[f"{key}.schema.json"])
    schema(key)
    undescribed = [
        f"{name}.{field}"
        for name, definition in {"": content, **content.get("$defs", {})}.items()
        for field, value in definition.get("properties", {}).items()
        if not value.get("description") or not (value.get("title") or "$ref" in value)
    ]
    assert undescribed == []


@pytest.mark.parametrize(("name", "data"), [pytest.param(*file, id=file[0]) for file in shipped()])
def test_a_shipped_file_is_valid_for_both(name: str, data: bytes) -> None:
    root = root_of(data, name)
    assert verdicts(root, next(iter(root))) == ([], [])


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_both_agree_on_a_faulty_file(case: Case) -> None:
    before = base_files()
    for name, data in faulty_files(case).items():
        if data == before.get(name) or PurePosixPath(name).suffix != ".yaml":
            continue
        root = root_of(data, name)
        key = next(iter(root), "") if root is not None else ""
        if key in HAND_WRITTEN:
            by_schema, by_class = verdicts(root, key)
            beyond = [fault for fault in by_class if _is_beyond_a_schema(fault)]
            assert bool(by_schema) == (len(by_class) > len(beyond)), (name, by_schema, by_class)


VALUES: tuple[object, ...] = (None, True, 0, 1, -1, 1.5, "", "x", "4", "X y", [], ["x"], {}, {"x": 1}, [None], math.inf)
"""What is put in the place of values; not 1.0, which JSON Schema cannot tell from 1."""


def places(node: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if path:
        yield path
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for step, below in items:
        yield from places(below, (*path, step))


def replaced(data: Any, path: tuple[str | int, ...], value: object) -> Any:
    copy = deepcopy(data)
    holder = copy
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    return copy


@pytest.mark.parametrize("name", [n for n in base_files() if n.endswith(".yaml") and "/files/" not in n])
def test_both_agree_when_any_value_is_replaced(name: str) -> None:
    root = plain(root_of(base_files()[name], name))
    key = next(iter(root))
    for number, path in enumerate(places(root)):
        for value in (VALUES[number % len(VALUES)], VALUES[(7 * number + 3) % len(VALUES)]):
            by_schema, by_class = verdicts(replaced(root, path, value), key)
            beyond = [fault for fault in by_class if _is_beyond_a_schema(fault)]
            assert bool(by_schema) == (len(by_class) > len(beyond)), (path, value, by_schema, by_class)


BEYOND = (
    "lines are numbered without gaps",
    "contrast of",
    "which is not declared",
    "which no theme has",
    "is in one of the themes",
)
"""What no JSON Schema can say: sums over a list, arithmetic on colours, names declared elsewhere in the file."""


def _is_beyond_a_schema(fault: str) -> bool:
    return any(words in fault for words in BEYOND)


def test_the_committed_schemas_are_what_the_classes_say() -> None:
    folder = ROOT / "schemas"
    committed = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.json")}
    assert committed == schema_texts()


@pytest.mark.parametrize(("name", "data"), [pytest.param(*file, id=file[0]) for file in shipped()])
def test_a_hand_written_file_names_its_schema(name: str, data: bytes) -> None:
    first = data.decode().splitlines()[0]
    assert first.startswith(PREFIX)
    key = next(iter(root_of(data, name)))
    named = (ROOT / name).parent / first.removeprefix(PREFIX)
    assert named.resolve() == ROOT / "schemas" / f"{key}.schema.json"
