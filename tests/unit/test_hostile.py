"""No text in the model changes the structure of what is generated: it arrives as it is, or is refused at its line.

The readers are PyYAML, Python's of JSON, ini and XML, and a small one of properties files; none of them is our own.
"""

import configparser
import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lsparch.diagnostics import Finding, Severity
from lsparch.emit.targets import plain_files
from lsparch.k8s.expansion import expand_references
from lsparch.load import load_model
from lsparch.manifests import ManifestSet, build_manifests
from lsparch.resolve import resolve
from tests.support.hostile import HOSTILE, hostile_files
from tests.support.models import BASE

REFUSED = ("\0", "\ud800", "a\0b", "\udfff")
"""Texts that nothing can be given."""

CONTROLS = ("\x01", "\x7f", "\uffff", "\ufeff", "\x1b[31m", "a\N{NEXT LINE}b", "\x0b", "\x1c")


def _made(text: str, *, keys: bool) -> tuple[ManifestSet | None, tuple[Finding, ...]]:
    files = {**BASE, **hostile_files(text, keys=keys)}
    loaded = load_model({name: content.encode() for name, content in files.items()})
    if loaded.model is None:
        return None, loaded.findings
    env = resolve(loaded.model, "lab")
    made = build_manifests(env)
    return made, (*env.findings, *made.findings)


@cache
def _harmless() -> ManifestSet:
    made, findings = _made("harmless", keys=True)
    assert made is not None
    assert findings == ()
    return made


@pytest.mark.parametrize("keys", [False, True], ids=["values", "keys"])
@pytest.mark.parametrize("text", [*HOSTILE, *CONTROLS], ids=lambda text: ascii(text)[:30])
def test_a_hostile_text_arrives_or_is_refused(text: str, keys: bool) -> None:
    _assert_arrives(text, keys=keys)


@settings(max_examples=50, deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
    | st.lists(st.sampled_from(HOSTILE), max_size=3).map("".join),
    st.booleans(),
)
@example("", False)
def test_any_text_arrives_or_is_refused(text: str, keys: bool) -> None:
    _assert_arrives(text, keys=keys)


@pytest.mark.parametrize("text", REFUSED, ids=ascii)
def test_what_nothing_can_be_given_is_refused_at_its_line(text: str) -> None:
    made, findings = _made(text, keys=False)
    assert made is None
    assert {finding.code for finding in findings} <= {"YAML001", "YAML003"}
    assert {finding.place.file for finding in findings} == {"model/aspects/portal.yaml", "model/environments/lab.yaml"}
    assert all(finding.place.line > 1 for finding in findings)


def _assert_arrives(text: str, *, keys: bool) -> None:
    made, findings = _made(text, keys=keys)
    if made is None:
        # Keys of more than 1024 characters, and what no YAML file can hold.
        assert "\0" in text or (keys and len(text) > 1000)
        assert all(finding.place.line > 1 for finding in findings)
        return
    refused = {_file_of(finding) for finding in findings if finding.severity is Severity.ERROR}
    assert [str(stored.key) for stored in made.objects] == [str(stored.key) for stored in _harmless().objects]
    _assert_read_back(made)
    _assert_received(made, text)
    (files,) = (s.data["data"] for s in made.objects if s.kind == "ConfigMap" and "tree.yaml" in s.data["data"])
    assert set(files) | refused == set(_files("x", keys=keys))
    assert not set(files) & refused
    for name, read in _files(text, keys=keys).items():
        if name in files:
            assert read(files[name]), (name, files[name])


def _file_of(finding: Finding) -> str:
    found = re.match(r"portal/settings: (\w+) files cannot hold |portal/settings: a list of ", finding.message)
    assert found is not None, finding
    assert finding.place.file == "model/aspects/portal.yaml"
    assert finding.place.line > 1
    return {"ini": "flat.ini", "properties": "flat.properties", "env": "flat.env", "xml": "tree.xml"}[found[1]]


def _assert_read_back(made: ManifestSet) -> None:
    """Compare what PyYAML reads with what was written."""
    wanted = sorted(json.dumps(stored.data, sort_keys=True) for stored in made.objects)
    files = plain_files(made)
    documents = [
        list(yaml.load_all(files[path], yaml.CSafeLoader)) for path in yaml.load(files["index.yaml"], yaml.CSafeLoader)
    ]
    assert [len(found) for found in documents] == [1] * len(documents)
    assert sorted(json.dumps(found[0], sort_keys=True) for found in documents) == wanted


def _assert_received(made: ManifestSet, text: str) -> None:
    """Expand references as the kubelet does."""
    (deployment,) = (s.data for s in made.objects if s.kind == "Deployment" and s.name == "web")
    (container,) = (c for c in deployment["spec"]["template"]["spec"]["containers"] if c["name"] == "web")
    known = {variable["name"]: variable["value"] for variable in container["env"]}
    assert expand_references(known["VALUE"], known) == text
    assert [expand_references(word, known) for word in container["command"]] == ["start", text]
    assert [expand_references(word, known) for word in container["args"]] == [text]
    probe = container["livenessProbe"]["exec"]["command"]
    assert [expand_references(word, known) for word in probe] == ["check", text or "x"]


def _files(text: str, *, keys: bool) -> Mapping[str, Any]:
    """Return, for each configuration file, whether what is read is what the model says."""
    tree: dict[str, Any] = {"value": text, "list": [text, text]}
    flat = {"value": text}
    sections = {"section": flat}
    if keys:
        tree[text] = flat[text] = "value"
        sections = {**sections, text: {"a": "b"}} if text != "section" else {"section": {"a": "b"}}
    return {
        "tree.yaml": lambda found: yaml.safe_load(found) == tree,
        "tree.json": lambda found: json.loads(found) == tree,
        "flat.ini": lambda found: _ini(found) == sections,
        "flat.properties": lambda found: _properties(found) == flat,
        "flat.env": lambda found: dict(line.split("=", 1) for line in found.splitlines()) == flat,
        "tree.xml": lambda found: _xml(found) == (text, [text, text]),
        "any.txt": lambda found: found == (text or "x"),
    }


class _IniReader(configparser.RawConfigParser):
    def optionxform(self, optionstr: str) -> str:
        return optionstr


def _ini(text: str) -> dict[str, dict[str, str]]:
    parser = _IniReader(delimiters=("=",))
    parser.read_string(text)
    return {name: dict(parser[name]) for name in parser.sections()}


def _properties(text: str) -> dict[str, str]:
    """Read a file as ``java.util.Properties`` does, but for escapes of characters by number, which are not used."""
    pairs = (
        re.fullmatch(r"((?:[^\\=: \t]|\\.)*)[ \t\f]*[=:]?[ \t\f]*((?:[^\\]|\\.)*)", line)
        for line in text.split("\n")[:-1]
    )
    return {_unescaped(pair[1]): _unescaped(pair[2]) for pair in pairs if pair is not None}


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: {"n": "\n", "r": "\r", "t": "\t", "f": "\f"}.get(found[1], found[1]), text)


def _xml(text: str) -> tuple[str | None, list[str]]:
    root = ET.fromstring(text)
    return root.get("value"), [item.text or "" for item in root]
