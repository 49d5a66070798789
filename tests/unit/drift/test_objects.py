"""Objects read from files."""

import pytest

from lsparch.diagnostics import UnreadableInputError
from lsparch.drift import read_objects
from lsparch.drift.objects import scan_objects

OBJECT = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {port: '080'}\n"


def test_objects_keep_the_places_of_their_values() -> None:
    (found,) = read_objects({"x/a.yaml": f"# Source: chart/a.yaml\n---\n{OBJECT}---\n"})
    assert str(found.origin) == "x/a.yaml:3:1"
    assert str(found.place("data", "port")) == "x/a.yaml:6:14"
    assert found.element == ""


def test_items_of_lists_are_objects_with_places() -> None:
    text = "apiVersion: v1\nkind: ConfigMapList\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: a}\n"
    (found,) = read_objects({"a.yaml": text})
    assert str(found.origin) == "a.yaml:4:3"


def test_json_is_read() -> None:
    (found,) = read_objects({"a.json": b'{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}}'})
    assert str(found.key) == "Pod/p"


def test_files_beside_the_objects_are_left_out_by_name() -> None:
    assert read_objects({"out/index.yaml": "a.yaml: portal\n", "out/secrets.yaml": "secrets: []\n"}) == ()
    assert (
        read_objects({"kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n"}) == ()
    )


def test_what_is_no_object_is_a_finding_and_hides_no_other() -> None:
    files = {
        "a.yaml": f"{OBJECT}---\nvalues: 1\n---\n- 1\n",
        "b.yaml": "a: [\n",
        "c.yaml": "kind: Pod\napiVersion: v1\n",
    }
    with pytest.raises(UnreadableInputError) as caught:
        read_objects(files)
    found = [(str(f.place), f.code) for f in caught.value.findings]
    assert found[0] == ("a.yaml:6:1", "DRF010")
    assert ("a.yaml:7:1", "DRF010") in found
    assert ("c.yaml:1:1", "DRF010") in found
    assert any(place.startswith("b.yaml") and code == "YAML001" for place, code in found)


def test_a_scan_keeps_the_objects_beside_what_is_none() -> None:
    found = scan_objects({"a.yaml": f"{OBJECT}---\nkind: Pod\nmetadata: {{name: p}}\n", "b.yaml": "a: [\n"})
    assert [str(stored.key) for stored in found.objects] == ["ConfigMap/a"]
    assert [(str(f.place), f.message, f.help) for f in found.strangers] == [
        ("a.yaml:6:1", "not a Kubernetes object: apiVersion missing", "add apiVersion, or leave the file out")
    ]
    assert [f.code for f in found.unreadable] == ["YAML001"]


def test_a_faulty_template_is_advised_to_be_rendered() -> None:
    found = scan_objects({"a.yaml": "a: {{ .Values.a }}\n", "b.yaml": b"kind: Pod\nname: '{{ x }}'\n"})
    assert {f.help for f in found.unreadable} == {"render the chart first: helm template … | lsparch check -"}
    assert [f.place.file for f in found.strangers] == ["b.yaml"]


def test_files_put_together_without_a_mark_are_no_template() -> None:
    text = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: "{{ x }}"}\n'
    found = scan_objects({"-": text + text})
    advice = "files that are put together need a line `---` between them; name their folder instead"
    assert {(f.code, f.help) for f in found.unreadable} == {("YAML007", advice)}
