"""Audit of the network: what is reached from outside, what is reached outside, and which pods policies cover."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lsparch.analysis.audit_entries import Coverage, Egress, Exposure
from lsparch.analysis.audit_pods import AuditedPod, audit_pods
from lsparch.analysis.audit_widening import API_PORTS, has_port, openings, selects_labels, widest
from lsparch.graph import State
from lsparch.k8s.api_versions import Feature, has_field
from lsparch.k8s.store import ObjectStore, StoredObject
from lsparch.load.names import split_member
from lsparch.resolve import Addresses, Environment, Link, UnknownAddressError
from lsparch.resolve.pods import cluster_version
from lsparch.yaml import Dialect, read

__all__ = ["audit_coverage", "audit_egress", "audit_exposure"]

_AUTHENTICATION = {
    "oauth2": "the balancer, by OAuth 2",
    "token": "the balancer, by token",
    "application": "the application itself",
    "none": "nobody",
}
_ENFORCE = "pod-security.kubernetes.io/enforce"
_POLICIES = ("NetworkPolicy", "CiliumNetworkPolicy")
_OF_USERS = ("user-namespace", "objects.yaml")
"""Name and key of the configuration that tells spawners what belongs into the namespace of a user."""


def audit_exposure(env: Environment) -> tuple[Exposure, ...]:
    """Return every path under which users outside the cluster reach the environment, by host and path."""
    found = [
        Exposure(
            route.host, route.route.path, route.endpoint_id, _AUTHENTICATION[route.route.auth], route.route.anonymous,
            route.route.capability or "", route.balancer, route.route.because or "",
        )
        for route in env.routes
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda e: (e.host, e.path, e.target)))


def audit_egress(env: Environment, objects: ObjectStore, wider_key: str) -> tuple[Egress, ...]:
    """Return every connection to what is outside the cluster, with what network policies allow for it.

    Parameters
    ----------
    env
        The environment.
    objects
        Its objects.
    wider_key
        Key of the annotation in which a policy says what it allows beyond its connections.
    """
    policies = _policies_by_component(env, objects)
    outside = [link for link in env.links if link.live and _is_outside(env, link.target)]
    found = []
    for link in outside:
        source = _runs_in(env, link.source)
        same = [other for other in outside if _runs_in(env, other.source) == source]
        found.append(_egress(env, link, same, policies.get(source, []), wider_key))
    return tuple(sorted(found, key=lambda e: (e.source, e.target)))


def _policies_by_component(env: Environment, objects: ObjectStore) -> dict[str, list[StoredObject]]:
    """Return every policy that selects the pods of a component, by the component; its own ones first."""
    found: dict[str, list[StoredObject]] = {}
    everywhere = objects.of_kind(*_POLICIES)
    for stored in (*everywhere, *_policies_of_users(env, objects)):
        found.setdefault(stored.element, []).append(stored)
    for pod in audit_pods(objects):
        own = found.setdefault(pod.stored.element, [])
        for stored in everywhere:
            here = stored.namespace == pod.stored.namespace and selects_labels(stored, pod.labels)
            if here and not any(stored is other for other in own):
                own.append(stored)
    return found


def _is_outside(env: Environment, identifier: str) -> bool:
    return identifier.startswith("external/") or env.states.get(identifier) is State.HOSTED


def _runs_in(env: Environment, identifier: str) -> str:
    while env.states.get(identifier) is State.REALISED:
        realised = env.component(identifier).realised_by or ""
        identifier = split_member(env.qualify(realised, ("component",), identifier.partition("/")[0]))[0]
    return identifier


def _egress(env: Environment, link: Link, same: list[Link], policies: list[StoredObject], wider_key: str) -> Egress:
    """Return one connection; ``same`` are all connections of the same pods to what is outside."""
    try:
        host = Addresses(env).host(link.endpoint_id)
    except UnknownAddressError:
        host = ""
    port = link.endpoint.port
    allowed = sorted({text for policy in policies for text in _allowed(policy, port)})
    known = _blocks_of(env, link.target)
    named = [text for text in allowed if text == host]
    shown = named or [text for text in allowed if text in known] or allowed
    wider = [text for policy in policies for text in _wider(policy, link.target, wider_key)]
    declared = [block for other in same for block in _blocks_of(env, other.target)]
    if env.component(_runs_in(env, link.source)).api_access:
        declared += env.cluster.api_server
    peers = sorted({other.target for other in same if other.endpoint.port == port})
    causes = _causes_of_users(env, link.source, peers, port) if _per_user(env, link.source) else {}
    found = [opening for policy in policies for opening in openings(policy, port)]
    beyond = widest(found, known, declared, peers, wider_key, port, causes)
    texts = [opening.text for opening, _ in beyond]
    wider = [text for text in wider if text.partition(",")[0] in texts or not text.startswith("any ")]
    said = {text.partition(",")[0] for text in wider}
    for opening, reason in beyond:
        if opening.text not in said:
            own = link.target in causes.get(opening.text, ())
            wider.append(opening.text if own else f"{opening.text}, {reason}")
    return Egress(
        link.source, link.endpoint_id, host, port, link.endpoint.protocol, link.connection.for_, tuple(shown),
        "; ".join(dict.fromkeys(wider)),
    )  # fmt: skip


def _blocks_of(env: Environment, identifier: str) -> tuple[str, ...]:
    if identifier.startswith("external/"):
        return env.external(identifier).cidr
    group = env.host_groups.get(identifier)
    return group.cidr if group else ()


def _policies_of_users(env: Environment, objects: ObjectStore) -> Iterator[StoredObject]:
    """Iterate over the policies that spawners make in namespaces of users, with the components that they are for."""
    name, key = _OF_USERS
    for stored in objects.of_kind("ConfigMap"):
        text = (stored.data.get("data") or {}).get(key) if stored.name == name else None
        part = stored.element.partition("/")[0]
        for document in read(text.encode(), name, Dialect.KUBECTL).documents if text else ():
            data = document.root
            if isinstance(data, Mapping) and data.get("kind") in _POLICIES:
                name = str((data.get("metadata") or {}).get("name"))
                names = (name, name.removesuffix("-names"), name.removesuffix("-api-server"))
                component = next((f"{part}/{n}" for n in names if f"{part}/{n}" in env.states), "")
                if component:
                    yield StoredObject(data, stored.origin, component)


def _per_user(env: Environment, identifier: str) -> bool:
    spawned = env.component(identifier).spawned
    return spawned is not None and spawned.namespace == "per-user"


def _causes_of_users(env: Environment, source: str, peers: list[str], port: int | None) -> dict[str, list[str]]:
    """Return what makes policies wide that spawners make, by what these allow; they have no annotation that says it."""
    unknown = [peer for peer in peers if not _blocks_of(env, peer)]
    public = [peer for peer in unknown if peer.startswith("external/") and env.external(peer).public]
    if env.component(_runs_in(env, source)).api_access and port in API_PORTS and _is_api_anywhere(env):
        return {"any address": ["the Kubernetes API"], "any public address": public}
    return {"any address": [peer for peer in unknown if peer not in public], "any public address": public}


def _is_api_anywhere(env: Environment) -> bool:
    """Tell whether policies neither name the API server nor know its addresses."""
    cni = env.cluster.cni
    named = cni is not None and cni.names_api_server and has_field(Feature.API_SERVER_POLICIES, cluster_version(env))
    return not named and not env.cluster.api_server


def _allowed(policy: StoredObject, port: int | None) -> Iterator[str]:
    """Iterate over address blocks and names that a policy lets its pods reach on a port."""
    for rule in (policy.data.get("spec") or {}).get("egress") or ():
        if not has_port(rule, port):
            continue
        for peer in rule.get("to") or ():
            block = peer.get("ipBlock")
            if block:
                but = ", ".join(block.get("except") or ())
                yield f"{block['cidr']} but not {but}" if but else str(block["cidr"])
        for name in rule.get("toFQDNs") or ():
            yield str(name.get("matchName") or name.get("matchPattern"))
        for cidr in rule.get("toCIDR") or ():
            yield str(cidr)


def _wider(policy: StoredObject, target: str, key: str) -> Iterator[str]:
    text = str(((policy.data.get("metadata") or {}).get("annotations") or {}).get(key, ""))
    for entry in text.split("; "):
        identifier, colon, what = entry.partition(": ")
        if colon and identifier == target:
            yield what


def audit_coverage(objects: ObjectStore, pods: Iterable[AuditedPod]) -> tuple[Coverage, ...]:
    """Return how policies and Pod Security cover every namespace."""
    by_namespace: dict[str, list[AuditedPod]] = {}
    for pod in pods:
        by_namespace.setdefault(pod.stored.namespace, []).append(pod)
    policies: dict[str, list[Mapping[str, Any]]] = {}
    for stored in objects.of_kind("NetworkPolicy"):
        policies.setdefault(stored.namespace, []).append(stored.data.get("spec") or {})
    found = []
    for namespace in objects.of_kind("Namespace"):
        own, specs = by_namespace.get(namespace.name, []), policies.get(namespace.name, [])
        labels = (namespace.data.get("metadata") or {}).get("labels") or {}
        deny = any(_denies_all(spec) for spec in specs)
        selected = sum(any(_selects(spec, pod) for spec in specs) for pod in own)
        beyond = tuple(sorted(pod.name for pod in own if pod.spec.get("hostNetwork")))
        found.append(Coverage(namespace.name, str(labels.get(_ENFORCE, "")), deny, len(own), selected, beyond))
    return tuple(sorted(found, key=lambda c: c.namespace))


def _denies_all(spec: Mapping[str, Any]) -> bool:
    both = set(spec.get("policyTypes") or ()) == {"Ingress", "Egress"}
    return both and not spec.get("podSelector") and not spec.get("ingress") and not spec.get("egress")


def _selects(spec: Mapping[str, Any], pod: AuditedPod) -> bool:
    """Tell whether a policy with rules of its own selects a pod; what selects every pod does not count."""
    wanted = (spec.get("podSelector") or {}).get("matchLabels") or {}
    return bool(wanted) and all(pod.labels.get(key) == value for key, value in wanted.items())
