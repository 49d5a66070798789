"""What a cluster must have before an environment is applied, as text with commands that check it."""

from collections.abc import Iterator
from shlex import quote
from typing import Any

from lsparch.emit.handover.contents import Handover, code, fenced
from lsparch.emit.report_audit import markdown_table
from lsparch.graph import State
from lsparch.k8s.identity import group_of
from lsparch.models.cluster import NodePool

__all__ = ["prerequisites"]

_BUILT_IN = frozenset(
    {
        "", "admissionregistration.k8s.io", "apiextensions.k8s.io", "apiregistration.k8s.io", "apps",
        "authentication.k8s.io", "authorization.k8s.io", "autoscaling", "batch", "certificates.k8s.io",
        "coordination.k8s.io", "discovery.k8s.io", "events.k8s.io", "extensions", "flowcontrol.apiserver.k8s.io",
        "networking.k8s.io", "node.k8s.io", "policy", "rbac.authorization.k8s.io", "resource.k8s.io",
        "scheduling.k8s.io", "storage.k8s.io",
    }
)  # fmt: skip
"""Groups that every API server has; kinds of others are defined by custom resource definitions."""


def prerequisites(handover: Handover) -> Iterator[str]:
    """Iterate over the lines of the section."""
    yield "## 1. What the cluster must have"
    yield ""
    yield "Every command here only looks, and fails where something is missing."
    yield from fenced("sha256sum --check --quiet CHECKSUMS")
    yield from _versions(handover)
    yield from _definitions(handover)
    yield from _providers(handover)
    yield from _storage(handover)
    yield from _nodes(handover)
    yield from _shared(handover)
    yield from _external(handover)


def _versions(handover: Handover) -> Iterator[str]:
    versions = handover.env.cluster.versions
    yield "### Versions and rights"
    yield ""
    rows = [("Kubernetes", f"{handover.manifests.kubernetes}: the objects are made for this release")]
    if versions.kubectl:
        rows.append(("kubectl", versions.kubectl))
    if versions.helm:
        rows.append(("Helm", versions.helm))
    if versions.runtime:
        rows.append(("Container runtime", versions.runtime))
    if handover.env.cluster.cni is not None:
        rows.append(("Pod network", f"{handover.env.cluster.cni.name}; it must enforce network policies"))
    yield from markdown_table(("What", "Version"), tuple(rows))
    yield ""
    yield "The answer of the last command must be yes: namespaces, roles and volumes are made."
    yield from fenced("kubectl version", "kubectl auth can-i '*' '*' --all-namespaces")


def _definitions(handover: Handover) -> Iterator[str]:
    kinds = {
        (group_of(str(stored.data.get("apiVersion"))), stored.kind)
        for stored in handover.manifests.objects
        if group_of(str(stored.data.get("apiVersion"))) not in _BUILT_IN
    }
    if not kinds:
        return
    yield "### Custom resource definitions"
    yield ""
    yield "Their operators bring them: the Gateway API and its controller, the pod network, the operator of secrets."
    yield from fenced(
        *(
            f"kubectl wait --for=condition=Established --timeout=10s crd/{_plural(kind)}.{group}"
            for group, kind in sorted(kinds)
        )
    )


def _plural(kind: str) -> str:
    name = kind.lower()
    return f"{name[:-1]}ies" if name.endswith("y") and name[-2] not in "aeiou" else f"{name}s"


def _providers(handover: Handover) -> Iterator[str]:
    cluster = handover.env.cluster
    commands = []
    if cluster.gateway is not None and any(s.kind in {"Gateway", "Ingress"} for s in handover.manifests.objects):
        kind = "gatewayclass" if cluster.gateway.api == "gateway" else "ingressclass"
        commands.append(f"kubectl get {kind} {quote(cluster.gateway.class_)}")
        if cluster.gateway.issuer:
            commands.append(f"kubectl get clusterissuer {quote(cluster.gateway.issuer)}")
    if handover.awaited and cluster.secret_operator is not None:
        operator = cluster.secret_operator
        if operator.kind == "ClusterSecretStore":
            commands.append(f"kubectl get clustersecretstore {quote(operator.store)}")
    if commands:
        yield "### Operators"
        yield ""
        yield "The controller of gateways, the issuer of certificates, the store of secrets: those that are used."
        yield from fenced(*commands)


def _storage(handover: Handover) -> Iterator[str]:
    names = set()
    for stored in handover.manifests.objects:
        spec: dict[str, Any] = stored.data.get("spec") or {}
        claims = [spec] if stored.kind == "PersistentVolumeClaim" else []
        claims += [claim.get("spec") or {} for claim in spec.get("volumeClaimTemplates") or ()]
        names |= {str(claim["storageClassName"]) for claim in claims if claim.get("storageClassName")}
    if names:
        yield "### Storage classes"
        yield from fenced(f"kubectl get storageclass {' '.join(map(quote, sorted(names)))}")


def _nodes(handover: Handover) -> Iterator[str]:
    pools = handover.env.cluster.pools
    if not pools:
        return
    yield "### Nodes"
    yield ""
    columns = ("Pool", "Nodes", "Cores", "Memory", "Labels", "Taints")
    yield from markdown_table(columns, tuple(_pool(name, pool) for name, pool in pools.items()))
    labelled = [(pool.nodes, pool.labels) for pool in pools.values() if pool.labels]
    if labelled:
        yield from fenced(*(_count(number, labels) for number, labels in labelled))
    else:
        yield ""


def _pool(name: str, pool: NodePool) -> tuple[str, ...]:
    labels = "\n".join(f"{key}={value}" for key, value in pool.labels.items())
    taints = "\n".join(f"{t.key}{f'={t.value}' if t.value else ''}:{t.effect}" for t in pool.taints)
    return name, str(pool.nodes), f"{pool.cpu:g}", pool.memory, labels or "none", taints or "none"


def _count(number: int, labels: dict[str, str]) -> str:
    selector = ",".join(f"{key}={value}" for key, value in labels.items())
    return f'test "$(kubectl get nodes --selector {quote(selector)} --output name | wc --lines)" -ge {number}'


def _shared(handover: Handover) -> Iterator[str]:
    env = handover.env
    host = (env.cluster.shared_services or "").removeprefix("environment/")
    shared = sorted(identifier for identifier, state in env.states.items() if state is State.SHARED)
    if host and host != env.id and shared:
        yield "### Services of the cluster"
        yield ""
        yield f"Environment {code(host)} deploys them, and comes first: {', '.join(map(code, shared))}."
        namespaces = sorted({env.namespace(identifier.partition("/")[0]) for identifier in shared})
        yield from fenced(f"kubectl get namespace {' '.join(namespaces)}")


def _external(handover: Handover) -> Iterator[str]:
    charts = handover.manifests.charts
    if charts:
        yield "### Charts of others"
        yield ""
        yield "They are installed after the Secrets, with the values in `charts/`."
        yield ""
