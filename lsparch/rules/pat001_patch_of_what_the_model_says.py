"""PAT001: a patch changes what the model itself says."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lsparch.diagnostics import Finding
from lsparch.load.content import is_reference
from lsparch.manifests.assembly.vendored import vendored_parts
from lsparch.resolve.patches import DeclaredPatch
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.rule import EnvironmentRule

__all__ = ["PatchOfWhatTheModelSays"]

_POD = re.compile(r"^(spec\.jobTemplate\.spec\.template|spec\.template|template)\.spec\.")

_CONTAINER = {
    "args": "args",
    "command": "command",
    "env": "env",
    "image": "image",
    "livenessProbe": "probes",
    "ports": "endpoints",
    "readinessProbe": "probes",
    "resources": "resources",
    "securityContext": "security",
    "startupProbe": "probes",
    "volumeMounts": "mounts",
}
"""Key of the model by field of a container."""

_PODS = {
    "hostNetwork": "host-network",
    "nodeSelector": "pool",
    "securityContext": "security",
    "serviceAccountName": "api-access",
    "terminationGracePeriodSeconds": "grace-seconds",
    "tolerations": "pool",
    "topologySpreadConstraints": "spread",
    "volumes": "mounts",
}
"""Key of the model by field of a pod."""

_OBJECTS = {
    "ClusterRole": {"rules": "api-access"},
    "ConfigMap": {"data": "configs"},
    "CronJob": {"spec.schedule": "schedule"},
    "Deployment": {"spec.replicas": "replicas"},
    "HTTPRoute": {"spec.hostnames": "domain", "spec.rules": "routes"},
    "HorizontalPodAutoscaler": {"spec": "scale"},
    "Ingress": {"spec.rules": "routes", "spec.tls": "domain"},
    "NetworkPolicy": {"spec": "uses"},
    "PersistentVolumeClaim": {"spec": "volumes"},
    "Role": {"rules": "api-access"},
    "Service": {"spec.ports": "endpoints"},
    "StatefulSet": {
        "spec.podManagementPolicy": "parallel",
        "spec.replicas": "replicas",
        "spec.volumeClaimTemplates": "storage",
    },
}
"""Key of the model by path, for the fields of each kind outside its pods."""


class PatchOfWhatTheModelSays(EnvironmentRule):
    """A patch changes what the model itself says.

    Why is this bad
    ---------------
    Diagrams, checks and comparisons read the model; what a patch changes behind its back is wrong in all of them.

    Example
    -------
    ```yaml
    environment: main
    from: usual
    cluster: main
    domain: main.example.org
    patches:
      - kind: Deployment
        name: web
        set:
          spec.replicas: 5  # <-- PAT001
          spec.template.spec.containers[web]:
            terminationMessagePolicy: FallbackToLogsOnError
            image: registry.example.org/web:2  # <-- PAT001
        because: more users
        owner: suit
        permanent: true
    ```

    Use instead
    -----------
    ```yaml
    environment: main
    from: usual
    cluster: main
    domain: main.example.org
    override:
      portal/web.replicas: {value: 5, because: more users, owner: suit, permanent: true}
    patches:
      - kind: Deployment
        name: web
        set:
          spec.template.spec.containers[web].terminationMessagePolicy: FallbackToLogsOnError
        because: its last words are in the log
        owner: suit
        permanent: true
    ```
    """

    code = "PAT001"

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find paths of patches for which the model has a key; objects of others have none."""
        env = context.environment
        patches = env.patches
        theirs = {(f.kind, f.name) for part in vendored_parts(env) for f in part.objects} if patches else set()
        for declared in patches:
            if (declared.patch.kind, declared.patch.name) in theirs:
                continue
            for path, below in _changes(declared):
                if key := _covered(declared.patch.kind, path):
                    message = f"the patch of {declared.target} changes {path}, which the model says as `{key}`"
                    advice = f"change `{key}` in the model, or override it here"
                    place = declared.place(*below, key="set" in below)
                    yield self.finding(place, message, advice, element=declared.layer)


def _changes(declared: DeclaredPatch) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """Iterate over what a patch changes: path of the field, and where that stands in the patch."""
    for path, value in declared.patch.set.items():
        yield from _leaves(path, value, ("set", path))
    for position, path in enumerate(declared.patch.remove):
        yield path, ("remove", position)


def _leaves(path: str, value: Any, place: tuple[str | int, ...]) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    if isinstance(value, Mapping) and value and not is_reference(value):
        for key, item in value.items():
            yield from _leaves(f"{path}.{key}", item, (*place, key))
    else:
        yield path, place


def _covered(kind: str, path: str) -> str:
    """Return the key of the model that says what a path says; empty if none does."""
    known = _OBJECTS.get(kind, {})
    found = next((key for above, key in known.items() if f"{path}.".startswith((f"{above}.", f"{above}["))), "")
    match = _POD.match(path)
    if found or match is None:
        return found
    names = _names(path[match.end() :])
    match names:
        case ["containers" | "initContainers", _, field, *_]:
            return _CONTAINER.get(field, "")
        case ["containers" | "initContainers"]:
            return "containers"
        case ["containers", _] if "[" in path[match.end() :]:
            return "containers"
        case ["initContainers", _] if "[" in path[match.end() :]:
            return "init"
        case [field, *_]:
            return _PODS.get(field, "")
        case _:
            return ""


def _names(path: str) -> list[str]:
    pieces = re.split(r"\.(?![^\[]*\])", path)
    return [step for piece in pieces for step in re.split(r"[\[\]]", piece) if step]
