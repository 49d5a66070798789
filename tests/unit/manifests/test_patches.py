"""Patches: applied after generation, valid against the schema, and reported where they are at fault."""

from typing import Any

import pytest

from lsparch.diagnostics import Severity, UnreadableInputError
from lsparch.k8s.field_path import FIELD_PATH
from lsparch.manifests import ManifestSet, build_manifests
from lsparch.models.patch import Patch
from tests.support.vendored import CACHE, cache_files
from tests.unit.manifests.example import FILES, made, the_environment

_SKY, _TINY = "model/aspects/sky.yaml", "model/environments/tiny.yaml"
_GRACE = "spec.template.spec.containers[web].lifecycle.preStop.exec.command"
_LIST = "spec.template.spec.containers"
_REASON = "    because: a test\n    permanent: true\n"


def in_environment(*patches: str) -> dict[str, str]:
    return {_TINY: FILES[_TINY] + "patches:\n" + "".join(patches)}


def in_part(*patches: str) -> dict[str, str]:
    return {_SKY: FILES[_SKY] + "patches:\n" + "".join(patches)}


def patch(path: str, value: str = "", kind: str = "Deployment", name: str = "web") -> str:
    """Return a patch that sets a value, or removes one where none is given."""
    change = f"set:\n      {path}: {value}" if value else f"remove:\n      - {path}"
    return f"  - kind: {kind}\n    name: {name}\n    {change}\n{_REASON}"


def built(files: dict[str, str]) -> ManifestSet:
    return build_manifests(the_environment(files))


def faults(manifests: ManifestSet) -> list[str]:
    return [
        f"{f.place} {f.code} {f.message}"
        for f in manifests.findings
        if f.code in {"GEN023", "GEN024", "GEN025", "GEN026", "ADR001"}
    ]


def line(files: dict[str, str], name: str, text: str) -> int:
    """Return the line in which a text stands."""
    (number,) = [n for n, written in enumerate(files[name].splitlines(), 1) if text in written]
    return number


def web(manifests: ManifestSet) -> Any:
    return made(manifests, "Deployment", "web")["spec"]["template"]["spec"]


def test_a_path_is_the_same_for_the_model_and_for_objects() -> None:
    schema = Patch.model_json_schema()["properties"]["set"]["patternProperties"]
    assert list(schema) == [FIELD_PATH]


@pytest.mark.parametrize("where", [in_environment, in_part])
def test_a_patch_changes_its_object_and_no_other(where: Any) -> None:
    before = built({})
    after = built(where(patch(_GRACE, "[sleep, '5']")))
    assert faults(after) == []
    assert web(after)["containers"][0]["lifecycle"] == {"preStop": {"exec": {"command": ["sleep", "5"]}}}
    same = {str(f.key) for f in before.objects} - {"Deployment.apps/tiny-sky/web"}
    theirs = {str(f.key): f.data for f in after.objects}
    assert {str(f.key): f.data for f in before.objects if str(f.key) in same} == {key: theirs[key] for key in same}


def test_the_digest_is_that_of_the_patched_object() -> None:
    key = "lsparch.lsst.io/digest"
    values = ("true", "false")
    digests = {
        made(built(files), "Deployment", "web")["metadata"]["annotations"][key]
        for files in ({}, *(in_environment(patch("spec.paused", value)) for value in values))
    }
    assert len(digests) == 3


def test_the_element_stays_in_the_provenance() -> None:
    patched = made(built(in_environment(patch("metadata.annotations[example.org/a]", "b"))), "Deployment", "web")
    assert patched["metadata"]["annotations"]["lsparch.lsst.io/element"] == "sky/web"
    assert patched["metadata"]["annotations"]["example.org/a"] == "b"


def test_a_value_is_removed() -> None:
    assert "enableServiceLinks" in web(built({}))
    assert "enableServiceLinks" not in web(built(in_environment(patch("spec.template.spec.enableServiceLinks"))))


def test_a_value_may_refer_to_what_is_said_elsewhere() -> None:
    path = "spec.template.spec.hostAliases[192.0.2.1].hostnames"
    manifests = built(in_environment(patch(path, "[{from: {host: sky/db.mysql}}]")))
    assert faults(manifests) == []
    assert web(manifests)["hostAliases"] == [{"ip": "192.0.2.1", "hostnames": ["db.tiny-sky.svc.cluster.local"]}]


def test_patches_are_applied_from_the_part_to_the_environment() -> None:
    files = {
        **in_part(patch("metadata.annotations[example.org/a]", "part")),
        **in_environment(patch("metadata.annotations[example.org/a]", "environment")),
    }
    manifests = built(files)
    assert made(manifests, "Deployment", "web")["metadata"]["annotations"]["example.org/a"] == "environment"
    assert [(p.declared.layer, str(p.key), p.element) for p in manifests.patches] == [
        ("sky", "Deployment.apps/tiny-sky/web", "sky/web"),
        ("environment/tiny", "Deployment.apps/tiny-sky/web", "sky/web"),
    ]


def test_vendored_objects_can_be_patched() -> None:
    sky = {_SKY: FILES[_SKY].replace("  once:", f"{CACHE}  once:")}
    resources = "spec.template.spec.containers[cache].resources.limits.memory"
    files = {
        **sky,
        **cache_files(),
        **in_environment(patch(resources, "1Gi", "StatefulSet", "release-cache")),
    }
    manifests = built(files)
    assert faults(manifests) == []
    found = next(f for f in manifests.objects if f.name == "release-cache" and f.kind == "StatefulSet")
    container = found.data["spec"]["template"]["spec"]["containers"][0]
    assert container["resources"]["limits"] == {"memory": "1Gi"}
    assert found.place("spec", "replicas").file == "model/files/cache/statefulset.yaml"


_FAULTS = {
    patch("spec.paused", "true", name="wbe"): (
        "name: wbe", "GEN023", "Deployment/wbe matches no object in environment tiny",
    ),
    patch("spec.template.spec.enableServiceLinks", "false"): (
        "enableServiceLinks", "GEN024",
        "Deployment/web sets spec.template.spec.enableServiceLinks to what it is already",
    ),
    patch("spec.paused"): ("spec.paused", "GEN024", "Deployment/web removes spec.paused, which is not there"),
    patch(f"{_LIST}.image", "x"): (
        "containers.image", "GEN025",
        f"Deployment/web cannot set {_LIST}.image: {_LIST} is a list; name an item of it, such as {_LIST}[NAME]",
    ),
    patch("metadata.name", "x"): ("metadata.name", "GEN025", "Deployment/web may not change metadata.name"),
    patch("metadata.annotations[lsparch.lsst.io/element]"): (
        "lsst.io/element", "GEN025", "Deployment/web may not change metadata.annotations[lsparch.lsst.io/element]",
    ),
    patch("spec.template.spec.containers[web].lifecycle.preStopp", "{}"): (
        "preStopp", "GEN026",
        "Deployment/web makes Deployment/web invalid in Kubernetes 1.36: spec.template.spec.containers.0.lifecycle",
    ),
    patch("spec.template.spec.containers"): (
        "spec.containers", "GEN026", "Deployment/web makes Deployment/web invalid in Kubernetes 1.36",
    ),
    patch("spec.selector"): ("spec.selector", "GEN025", "Deployment/web may not change spec.selector"),
    patch("metadata.annotations[a]", "{from: {url: sky/later.http}}"): ("later.http", "ADR001", ""),
}  # fmt: skip
"""Where each patch is at fault, as what, and how that is said."""


@pytest.mark.parametrize("text", _FAULTS)
def test_a_patch_at_fault_is_told_at_its_line_and_leaves_the_object(text: str) -> None:
    at, code, message = _FAULTS[text]
    files = in_environment(text)
    manifests = built(files)
    (fault,) = faults(manifests)
    place, found, said = fault.split(" ", 2)
    assert (place.rpartition(":")[0], found) == (f"{_TINY}:{line(files, _TINY, at)}", code)
    assert said.startswith(f"the patch of {message}" if message else "environment/tiny: ")
    assert [f.data for f in manifests.objects] == [f.data for f in built({}).objects]
    assert manifests.patches == ()


def test_a_field_that_the_version_lacks_is_told() -> None:
    files = in_environment(patch("spec.template.spec.hostUsers", "false"))
    assert faults(built(files)) == []
    (fault,) = faults(build_manifests(the_environment(files), "1.18"))
    assert "GEN026" in fault
    assert "1.18" in fault


def test_a_patch_of_a_profile_need_not_match_in_every_environment() -> None:
    profile = f"profile: common\npatches:\n{patch('spec.paused', 'true', name='nowhere')}"
    files = {
        "model/profiles/common.yaml": profile,
        _TINY: FILES[_TINY].replace("kind: sandbox\n", "kind: sandbox\nfrom: common\n"),
    }
    (found,) = [f for f in built(files).findings if f.code == "GEN023"]
    assert (found.severity, found.place.file) == (Severity.WARNING, "model/profiles/common.yaml")


def test_a_name_that_several_objects_have_needs_more() -> None:
    text = patch("metadata.annotations[a]", "b", "Namespace", "x").replace("Namespace", "NetworkPolicy")
    env = the_environment({})
    names = [f.name for f in build_manifests(env).objects if f.kind == "NetworkPolicy"]
    twice = next(name for name in sorted(names) if names.count(name) > 1)
    (fault,) = faults(built(in_environment(text.replace("name: x", f"name: {twice}"))))
    assert f"matches {names.count(twice)} objects in environment tiny: NetworkPolicy.networking.k8s.io/" in fault
    assert faults(built(in_environment(text.replace("name: x", f"name: {twice}\n    part: sky")))) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"  - kind: Deployment\n    name: web\n{_REASON}", "the patch of Deployment/web does nothing"),
        (patch("spec.paused", "true\n    remove: [spec.paused]"), "sets and removes spec.paused"),
        (patch("spec..paused", "true"), "`spec..paused` is no path to a field"),
        (patch("spec.paused", "true").replace("    because: a test\n", ""), "lacks the key `because`"),
        (patch("data[a]", "{from: {secret: sky/db-auth.password}}"), "would write the secret"),
        (patch("data[a]", "{from: {host: sky/bd.mysql}}"), "`sky/bd.mysql` names no endpoint or role"),
        (patch("spec.paused", "true").replace("permanent: true", 'until: "2026-02-31"'), "until"),
    ],
)
def test_what_cannot_be_meant_is_refused(text: str, message: str) -> None:
    with pytest.raises(UnreadableInputError) as caught:
        the_environment(in_environment(text))
    (finding,) = caught.value.findings
    assert message in finding.message
    assert finding.place.file == _TINY
