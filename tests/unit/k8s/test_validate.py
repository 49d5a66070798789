"""Strict validation, alone and against jsonschema."""

import copy
from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lsparch.k8s.api_versions import NotServedError, api_version
from lsparch.k8s.explain import explain
from lsparch.k8s.schema_closure import Compiler
from lsparch.k8s.schemas import covered_lines, load_schema
from lsparch.k8s.validate import Coverage, UnknownKindError, coverage, is_valid, validate_object
from lsparch.k8s.version import KubernetesVersion
from tests.unit.k8s.objects import OBJECTS, deployment

V136 = KubernetesVersion(1, 36)

JUNK: list[Any] = [None, True, 7, 1.0, 1.5, "text", "80", [], {}, ["x"], {"x": 1}, [None], "1Gi"]


@cache
def reference(line: str, api: str, kind: str) -> Any:
    return jsonschema.Draft202012Validator(load_schema(line).document(api, kind))


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield path
    if isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(item, (*path, key))


def mutated(obj: dict[str, Any], path: tuple[str | int, ...], how: str, junk: Any) -> dict[str, Any]:
    result = copy.deepcopy(obj)
    inner: Any = result
    for key in path[:-1]:
        inner = inner[key]
    last = path[-1]
    if how == "remove":
        del inner[last]
    elif how == "rename" and isinstance(inner, dict):
        inner[f"{last}s"] = inner.pop(last)
    else:
        inner[last] = copy.deepcopy(junk)
    return result


@pytest.mark.parametrize("obj", OBJECTS, ids=lambda obj: obj["kind"])
def test_a_good_object_has_no_violation(obj: dict[str, Any]) -> None:
    assert list(validate_object(obj, V136)) == []
    assert is_valid(obj, V136)


def test_every_fault_is_told_with_its_place() -> None:
    obj = deployment()
    container = obj["spec"]["template"]["spec"]["containers"][0]
    container["imagePullPolice"] = "Always"
    container["ports"][0]["containerPort"] = "8080"
    container["resources"]["limits"]["memory"] = "4 GB"
    del obj["spec"]["selector"]
    obj["Status"] = {}
    found = {".".join(map(str, path)): message for path, message in validate_object(obj, V136)}
    base = "spec.template.spec.containers.0"
    assert found == {
        f"{base}.imagePullPolice": "unknown field imagePullPolice; did you mean imagePullPolicy?",
        f"{base}.ports.0.containerPort": "must be a whole number, not the text '8080'",
        f"{base}.resources.limits.memory": "'4 GB' is not a quantity such as 500m, 2, 1.5Gi or 10k",
        "spec": "selector is missing",
        "Status": "unknown field Status; did you mean status?",
    }


def test_a_value_outside_a_closed_set_is_told_with_what_was_meant() -> None:
    obj = deployment()
    container = obj["spec"]["template"]["spec"]["containers"][0]
    container["imagePullPolicy"] = "IfNotPresnt"
    container["ports"][0]["protocol"] = "tcp"
    container["ports"][1]["containerPort"] = 90000
    obj["spec"]["replicas"] = -1
    messages = sorted(violation.message for violation in validate_object(obj, V136))
    assert messages == [
        "must be Always or IfNotPresent or Never, not IfNotPresnt; did you mean IfNotPresent?",
        "must be TCP or UDP or SCTP, not tcp; did you mean TCP?",
        "must be at least 0, not -1",
        "must be at most 65535, not 90000",
    ]


def test_a_field_of_a_newer_version_is_unknown() -> None:
    obj = deployment()
    obj["apiVersion"] = "apps/v1beta2"
    obj["spec"]["template"]["spec"]["containers"][0]["startupProbe"] = {"tcpSocket": {"port": 80}}
    (found,) = validate_object(obj, KubernetesVersion(1, 8, 3))
    assert found.message.startswith("unknown field startupProbe")


def test_null_means_absent_but_not_where_something_is_required() -> None:
    obj = deployment()
    obj["metadata"]["creationTimestamp"] = None
    obj["spec"]["template"]["spec"]["containers"][0]["imagePullPolicy"] = ""
    obj["spec"]["template"]["spec"]["securityContext"] = None
    assert is_valid(obj, V136)
    obj["spec"]["template"] = None
    assert [tuple(v) for v in validate_object(obj, V136)] == [(("spec", "template"), "must not be empty")]


@pytest.mark.parametrize(
    ("api", "kind", "line", "expected"),
    [
        ("apps/v1", "Deployment", "1.36", Coverage.COVERED),
        ("extensions/v1beta1", "Deployment", "1.36", Coverage.OTHER_VERSION),
        ("networking.k8s.io/v1", "Ingress", "1.8", Coverage.OTHER_VERSION),
        ("gateway.networking.k8s.io/v1", "HTTPRoute", "1.26", Coverage.COVERED),
        ("gateway.networking.k8s.io/v1", "HTTPRoute", "1.25", Coverage.OTHER_VERSION),
        ("cert-manager.io/v1", "Certificate", "1.36", Coverage.UNKNOWN_KIND),
        ("v1", "Pod", "1.99", Coverage.UNKNOWN_VERSION),
    ],
)
def test_an_object_without_a_schema_is_never_silently_valid(api: str, kind: str, line: str, expected: Coverage) -> None:
    obj = {"apiVersion": api, "kind": kind, "metadata": {"name": "x"}}
    version = KubernetesVersion.parse(line)
    assert coverage(obj, version) is expected
    if expected is not Coverage.COVERED:
        with pytest.raises(UnknownKindError) as raised:
            list(validate_object(obj, version))
        assert raised.value.reason is expected


def test_an_object_without_kind_is_an_unknown_kind() -> None:
    with pytest.raises(
        UnknownKindError, match=r"no schema for an object without kind of no apiVersion in Kubernetes 1\.36"
    ):
        is_valid({"kind": 3}, V136)


@pytest.mark.parametrize("line", covered_lines())
def test_every_kind_of_every_version_compiles(line: str) -> None:
    schema = load_schema(line)
    compiler = Compiler(schema.definitions)
    for name in schema.definitions:
        assert compiler.definition(name)(7) == (not list(explain(schema.definitions[name], 7, schema.definitions)))


def test_an_unknown_keyword_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown schema keywords: oneOf"):
        Compiler({}).compile({"oneOf": []})


@given(st.data())
@settings(max_examples=400, deadline=None)
def test_compiled_check_explanation_and_jsonschema_agree(data: st.DataObject) -> None:
    obj = data.draw(st.sampled_from(OBJECTS))
    version = KubernetesVersion.parse(data.draw(st.sampled_from(["1.8", "1.22", "1.24", "1.36", "1.37"])))
    try:
        obj = {**obj, "apiVersion": api_version(obj["kind"], version)}
    except NotServedError:
        return
    known = (("apiVersion",), ("kind",))
    for _ in range(data.draw(st.integers(0, 2))):
        paths = [path for path in places(obj) if path and path not in known]
        if not paths:
            break
        path = data.draw(st.sampled_from(paths))
        obj = mutated(
            obj, path, data.draw(st.sampled_from(["remove", "rename", "junk"])), data.draw(st.sampled_from(JUNK))
        )
    expected = reference(version.line, obj["apiVersion"], obj["kind"]).is_valid(obj)
    assert is_valid(obj, version) == expected
    assert (not list(validate_object(obj, version))) == expected


@pytest.mark.parametrize("junk", JUNK, ids=repr)
def test_one_junk_value_anywhere_in_a_deployment_is_judged_as_jsonschema_does(junk: Any) -> None:
    validator = reference("1.37", "apps/v1", "Deployment")
    for path in places(deployment()):
        if path and path not in {("apiVersion",), ("kind",)}:
            obj = mutated(deployment(), path, "junk", junk)
            version = KubernetesVersion(1, 37)
            assert is_valid(obj, version) == validator.is_valid(obj) == (not list(validate_object(obj, version))), path
