"""Paths to fields: by name, by merge key, by position; setting and removing."""

from typing import Any

import pytest

from lsparch.k8s.field_path import FieldPathError, copy_object, parse_field_path, remove_value, set_value
from lsparch.yaml import Dialect, place_of, read

_WEB = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
        - name: web
          image: web:1
          args: [serve]
          ports:
            - containerPort: 8080
        - name: helper
          image: helper:1
"""


def web() -> Any:
    return copy_object(read(_WEB, "web.yaml", Dialect.KUBECTL).documents[0].root)


def test_a_path_is_split_into_names_and_items() -> None:
    steps = parse_field_path("metadata.annotations[a.example.org/b].c")
    assert [(step.name, step.is_item) for step in steps] == [
        ("metadata", False), ("annotations", False), ("a.example.org/b", True), ("c", False),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "spec.", "spec..a", "[a]", "spec[]", "spec[a b]", "1"])
def test_what_is_no_path_is_refused(text: str) -> None:
    with pytest.raises(FieldPathError):
        parse_field_path(text)


def test_a_field_is_set_and_mappings_are_made_on_the_way() -> None:
    obj = web()
    assert set_value(obj, "spec.template.spec.containers[helper].lifecycle.preStop.exec.command", ["sleep", "5"])
    assert obj["spec"]["template"]["spec"]["containers"][1]["lifecycle"] == {
        "preStop": {"exec": {"command": ["sleep", "5"]}}
    }
    assert "lifecycle" not in obj["spec"]["template"]["spec"]["containers"][0]


def test_setting_what_is_there_already_changes_nothing() -> None:
    assert not set_value(web(), "spec.template.spec.containers[web].image", "web:1")


def test_one_is_not_true() -> None:
    obj = {"apiVersion": "v1", "kind": "ConfigMap", "immutable": 1}
    assert set_value(obj, "immutable", True)
    assert obj["immutable"] is True


def test_an_item_that_no_merge_key_names_is_added_with_its_key() -> None:
    obj = web()
    set_value(obj, "spec.template.spec.hostAliases[192.0.2.1].hostnames", ["old.example.org"])
    set_value(obj, "spec.template.spec.containers[web].ports[9090].name", "admin")
    pod = obj["spec"]["template"]["spec"]
    assert pod["hostAliases"] == [{"ip": "192.0.2.1", "hostnames": ["old.example.org"]}]
    assert pod["containers"][0]["ports"][1] == {"containerPort": 9090, "name": "admin"}


def test_a_merge_key_may_lie_deeper() -> None:
    obj: dict[str, Any] = {"apiVersion": "apps/v1", "kind": "StatefulSet", "spec": {}}
    path = "spec.volumeClaimTemplates[data].metadata.labels.kind"
    assert set_value(obj, path, "fast")
    assert not set_value(obj, path, "fast")
    template = {"metadata": {"name": "data", "labels": {"kind": "fast"}}}
    assert obj["spec"]["volumeClaimTemplates"] == [template]


def test_a_replaced_item_keeps_its_merge_key() -> None:
    obj = web()
    set_value(obj, "spec.template.spec.containers[helper]", {"image": "helper:2"})
    assert obj["spec"]["template"]["spec"]["containers"][1] == {"name": "helper", "image": "helper:2"}


def test_items_without_a_key_are_named_by_position_or_added_at_the_end() -> None:
    obj = web()
    assert set_value(obj, "spec.template.spec.containers[web].args[0]", "run")
    assert set_value(obj, "spec.template.spec.containers[web].args[+]", "--quietly")
    assert obj["spec"]["template"]["spec"]["containers"][0]["args"] == ["run", "--quietly"]
    with pytest.raises(FieldPathError, match=r"args\[7\] is not there"):
        set_value(obj, "spec.template.spec.containers[web].args[7]", "x")


def test_brackets_name_a_key_that_holds_dots() -> None:
    obj = web()
    set_value(obj, "metadata.annotations[example.org/team]", "web")
    assert obj["metadata"]["annotations"] == {"example.org/team": "web"}
    assert remove_value(obj, "metadata.annotations[example.org/team]")
    assert obj["metadata"]["annotations"] == {}


def test_a_value_is_removed_only_where_it_is() -> None:
    obj = web()
    assert remove_value(obj, "spec.template.spec.containers[helper]")
    assert [c["name"] for c in obj["spec"]["template"]["spec"]["containers"]] == ["web"]
    assert not remove_value(obj, "spec.template.spec.containers[helper].image")
    assert not remove_value(obj, "spec.paused")


def test_a_path_into_a_list_or_a_scalar_says_where_it_ends() -> None:
    with pytest.raises(FieldPathError, match=r"containers is a list; name an item of it, such as .*containers\[NAME\]"):
        set_value(web(), "spec.template.spec.containers.image", "x")
    with pytest.raises(FieldPathError, match=r"image is neither a mapping nor a list"):
        set_value(web(), "spec.template.spec.containers[web].image.tag", "x")


def test_what_is_left_keeps_its_place() -> None:
    obj = web()
    set_value(obj, "spec.template.spec.containers[third].image", "third:1")
    remove_value(obj, "spec.template.spec.containers[web]")
    path = ("spec", "template", "spec", "containers", 0, "image")
    assert (place_of(obj, path, "web.yaml").line, place_of(obj, path, "web.yaml").column) == (15, 18)
    assert place_of(obj, ("spec", "template", "spec", "containers", 1), "web.yaml").line == 9


def test_a_copy_shares_nothing_with_the_original() -> None:
    original = read(_WEB, "web.yaml", Dialect.KUBECTL).documents[0].root
    copied = copy_object(original)
    set_value(copied, "spec.template.spec.containers[web].image", "web:2")
    assert original["spec"]["template"]["spec"]["containers"][0]["image"] == "web:1"
    assert copied != original
