"""Foreign parts: what is known of their manifests, and what an operator makes of them."""

import pytest

from lsparch.diagnostics import Finding
from lsparch.rules import default_policy, run_rules
from tests.support.vendored import CACHE, cache_files
from tests.unit.rules.samples import AS_OF, BASE, subjects_of

_USUAL, _SPEED = "model/profiles/usual.yaml", "model/services/speed.yaml"
_OPERATOR = """\
apiVersion: cache.example.org/v1
kind: Cache
metadata: {name: release-cache}
"""


def found(cache: str = CACHE, files: dict[str, str] | None = None, more: str = "") -> list[Finding]:
    """Return what rules about foreign parts and patches find."""
    head = "service: speed\nowner: ops\nsource: S\ncomponents:\n"
    model = {
        _USUAL: BASE[_USUAL].replace("registry]", "registry, speed]") + more,
        _SPEED: f"{head}{cache}    logs: collector\n    logs-because: pods of others\n",
        **(cache_files() if files is None else files),
    }
    result = run_rules(subjects_of(model), policy=default_policy(), as_of=AS_OF)
    return [finding for finding in result.findings if finding.code[:3] in {"FOR", "PAT", "REF"}]


def test_the_output_of_a_chart_that_fits_is_clean() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("old", "new", "code", "related"),
    [
        ("port: 6379", "port: 6380", "FOR001", "model/files/cache/service.yaml:18:5"),
        ("service: release-cache", "service: cache", "FOR001", "model/files/cache/service.yaml:3:1"),
        ("name: cache, app", "name: cash, app", "FOR002", "model/files/cache/statefulset.yaml:10:1"),
        ("namespace: caches", "namespace: cashes", "FOR003", "model/files/cache/configmap.yaml:3:1"),
    ],
)
def test_what_does_not_fit_is_told_at_the_model_with_the_place_in_the_manifests(
    old: str, new: str, code: str, related: str
) -> None:
    assert old in CACHE
    (finding,) = found(CACHE.replace(old, new))
    assert (finding.code, finding.place.file) == (code, _SPEED)
    assert str(finding.related[0].place) == related


def test_pods_that_an_operator_makes_are_not_missed() -> None:
    files = {
        "model/files/cache/cache.yaml": _OPERATOR,
        "model/files/cache/namespace.yaml": cache_files()["model/files/cache/namespace.yaml"],
    }
    assert found(files=files) == []


def test_a_patch_of_what_others_wrote_may_change_anything() -> None:
    patch = "patches:\n  - kind: StatefulSet\n    name: release-cache\n    set: {spec.replicas: 3}\n    because: a test\n    permanent: true\n    owner: ops\n"  # noqa: E501
    assert found(more=patch) == []
    assert [f.code for f in found(more=patch.replace("release-cache", "other"))] == ["PAT001"]


@pytest.mark.parametrize(
    ("kind", "path", "key"),
    [
        ("Deployment", "spec.template.spec.containers[web].resources.limits.memory", "resources"),
        ("CronJob", "spec.jobTemplate.spec.template.spec.containers[web].env[A].value", "env"),
        ("CronJob", "spec.schedule", "schedule"),
        ("StatefulSet", "spec.volumeClaimTemplates[data].spec.resources.requests.storage", "storage"),
        ("Deployment", "spec.template.spec.containers[side]", "containers"),
        ("Deployment", "spec.template.spec.initContainers[first]", "init"),
        ("Deployment", "spec.template.spec.nodeSelector[pool]", "pool"),
        ("Service", "spec.ports[http]", "endpoints"),
        ("HorizontalPodAutoscaler", "spec.maxReplicas", "scale"),
        ("Deployment", "spec.template.spec.containers[web].tty", ""),
        ("Deployment", "spec.template.spec.hostname", ""),
        ("Deployment", "spec.strategy.type", ""),
        ("ConfigMap", "metadata.annotations[example.org/spec.replicas]", ""),
    ],
)
def test_a_patch_of_what_the_model_has_a_key_for_names_it(kind: str, path: str, key: str) -> None:
    patch = f"patches:\n  - kind: {kind}\n    name: x\n    remove:\n      - {path}\n    because: a test\n    permanent: true\n    owner: ops\n"  # noqa: E501
    findings = found(more=patch)
    assert [f.message.rpartition(" as ")[2] for f in findings] == ([f"`{key}`"] if key else [])
