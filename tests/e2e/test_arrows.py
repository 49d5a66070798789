"""Law 3, judged by somebody else's evaluator of network policies: allowed if and only if declared.

The pods, their labels and the policies come from the generated objects; what ought to be allowed comes from the
architecture graph. Between them stands cyclonus, which knows neither.
"""

import ipaddress
import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from lsparch.api.platform import Platform, open_platform
from lsparch.graph import ArchGraph, Edge, EdgeKind, State
from lsparch.resolve import Environment
from tests.e2e.programs import program

SHIPPED = Path(__file__).parents[2]
_USERS = ("alice", "bob")
_UNUSED = 9  # the discard port: nothing listens there
_API = 6443  # where API servers listen; nothing else of the model does
_STRANGER = "stranger"
_ELSEWHERE = "203.0.113.7"  # TEST-NET-3 (RFC 5737)
_VERDICT = re.compile(r"IS ALLOWED\? \|\s+(TRUE|FALSE)")


@dataclass(frozen=True, slots=True)
class _End:
    """One end of a connection: a pod, or an address outside."""

    name: str
    """Namespace and component; the name of an external."""

    namespace: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    ports: tuple[tuple[str, int, str], ...] = ()
    user: str = ""
    address: str = "10.1.2.3"

    def written(self, namespaces: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
        if not self.namespace:
            return {"IP": self.address}
        inside = {
            "PodLabels": dict(self.labels),
            "NamespaceLabels": dict(namespaces[self.namespace]),
            "Namespace": self.namespace,
        }
        return {"Internal": inside, "IP": self.address}


@cache
def _platform() -> Platform:
    return open_platform(SHIPPED)


def _clusters() -> list[str]:
    found = {_platform().environment(name).cluster_id for name in _platform().environments}
    return sorted(found)


@pytest.mark.parametrize("cluster", _clusters())
def test_what_the_policies_of_a_cluster_allow_is_what_the_model_declares(cluster: str, tmp_path: Path) -> None:
    platform = _platform()
    environments = [env for name in platform.environments if (env := platform.environment(name)).cluster_id == cluster]
    objects = [dict(stored.data) for env in environments for stored in platform.manifests(env.id).objects]
    namespaces = {o["metadata"]["name"]: o["metadata"]["labels"] for o in objects if o["kind"] == "Namespace"}
    policies = [o for o in objects if o["kind"] == "NetworkPolicy"]
    pods = [end for found in objects for end in _pods(found)]
    for end in [end for end in pods if end.user]:
        policies.extend(_policies_of_users(objects, end, namespaces))
    strangers = set(_strangers(environments[0]))
    namespaces.update({end.namespace: {"kubernetes.io/metadata.name": end.namespace} for end in strangers})
    pods.extend(sorted(strangers, key=lambda end: end.name))
    outside = [_outside(f"external/{name}", cidr[0]) for name, cidr in _externals(platform) if cidr]
    outside.append(_End("nowhere", address=_ELSEWHERE))
    declared = {arrow for env in environments for arrow in _declared(env, platform.graph(env.id))}
    to_api = {name for env in environments for name in _using_api(env)}
    to_nodes = {pair for env in environments for pair in _mounted(env, platform.graph(env.id))}
    ports = {name: {port for _, port in group} for name, group in _ports_of(declared).items()}

    wanted: list[tuple[_End, _End, int, str, str]] = []
    for source in pods:
        for target in pods:
            if (source is target and not source.user) or {source, target} <= strangers:
                continue
            wanted.extend((source, target, port, transport, label) for label, port, transport in target.ports)
            wanted.append((source, target, _UNUSED, "TCP", ""))
        for target in outside if source not in strangers else ():
            wanted.extend((source, target, port, "TCP", "") for port in sorted({_UNUSED, *ports.get(target.name, ())}))
        if source not in strangers:
            wanted.append((source, outside[-1], _API, "TCP", ""))
    allowed = _evaluate(wanted, policies, namespaces, tmp_path)

    wrong = []
    for (source, target, port, transport, _), verdict in zip(wanted, allowed, strict=True):
        arrow = (source.name, target.name, port, transport)
        expected = arrow in declared and (not (source.user and target.user) or source.user == target.user)
        expected |= source in strangers and (target.name, port) in to_nodes
        expected |= source.name in to_api and (target, port) == (outside[-1], _API)
        if expected != verdict:
            who = f"{source.name}{source.user and '@' + source.user} → {target.name}{target.user and '@' + target.user}"
            wrong.append(f"{who}:{port}/{transport}: {'declared, but denied' if expected else 'allowed, not declared'}")
    assert sum(allowed) > 0
    assert not all(allowed)
    assert wrong == []


def _pods(found: Mapping[str, Any]) -> Iterator[_End]:
    """Return the pods that an object makes: one of each kind, for each of two users if users have their own."""
    match found["kind"]:
        case "Deployment" | "StatefulSet" | "DaemonSet" | "Job":
            template = found["spec"]["template"]
        case "CronJob":
            template = found["spec"]["jobTemplate"]["spec"]["template"]
        case "PodTemplate":
            template = found["template"]
        case _:
            return
    meta = found["metadata"]
    containers = [*template["spec"].get("initContainers", ()), *template["spec"]["containers"]]
    ports = tuple(
        (port.get("name", ""), port["containerPort"], port.get("protocol", "TCP"))
        for container in containers
        for port in container.get("ports", ())
    )
    labels = tuple(template["metadata"]["labels"].items())
    name = f"{meta['namespace']}/{meta['name']}"
    if found["kind"] != "PodTemplate":
        yield _End(name, meta["namespace"], labels, ports)
        return
    for user in _USERS:
        yield _End(name, f"{meta['namespace']}-{user}", labels, ports, user)


def _strangers(env: Environment) -> Iterator[_End]:
    """Return the pods of the gateway, which the model knows of, and those of somebody else."""
    gateway = env.cluster.gateway
    if gateway is not None:
        yield _End(f"{gateway.namespace}/proxy", gateway.namespace, tuple(sorted(gateway.labels.items())))
    yield _End(f"{_STRANGER}/proxy", _STRANGER)


def _policies_of_users(
    objects: list[dict[str, Any]], end: _End, namespaces: dict[str, Mapping[str, str]]
) -> Iterator[dict[str, Any]]:
    """Return the policies of a user's namespace, as the hub makes them, once for each namespace."""
    home = end.name.partition("/")[0]
    if end.namespace in namespaces:
        return
    recipe = next(
        o["data"]
        for o in objects
        if (o["kind"], o["metadata"]["name"], o["metadata"].get("namespace")) == ("ConfigMap", "user-namespace", home)
    )
    namespaces[end.namespace] = {"kubernetes.io/metadata.name": end.namespace, **yaml.safe_load(recipe["labels.yaml"])}
    for found in yaml.safe_load_all(recipe["objects.yaml"]):
        if found["kind"] == "NetworkPolicy":
            yield {**found, "metadata": {**found["metadata"], "namespace": end.namespace}}


def _externals(platform: Platform) -> Iterator[tuple[str, tuple[str, ...]]]:
    return ((name, external.cidr) for name, external in sorted(platform.model.externals.items()))


def _outside(name: str, block: str) -> _End:
    return _End(name, address=str(next(ipaddress.ip_network(block).hosts())))


def _ports_of(arrows: set[tuple[str, str, int, str]]) -> dict[str, list[tuple[str, int]]]:
    found: dict[str, list[tuple[str, int]]] = {}
    for source, target, port, _ in arrows:
        found.setdefault(target, []).append((source, port))
    return found


def _declared(env: Environment, graph: ArchGraph) -> Iterator[tuple[str, str, int, str]]:
    """Return what the graph of an environment lets connect: source, target, port, transport."""
    for edge in graph.edges(EdgeKind.CONNECTS):
        if edge.status in {"planned", "open"} or edge.port is None:
            continue
        source, target = _runs_in(edge.source, graph), _runs_in(edge.target, graph)
        if (source != target or edge.source == edge.target) and source and target:
            transport = "UDP" if edge.protocol in {"udp", "multicast"} else "TCP"
            yield _named(source, env), _named(target, env), edge.port, transport
    for edge in graph.edges(EdgeKind.SHIPS_LOGS):
        if graph.node(edge.source).labels.get("logs") == "sidecar":
            yield _named(edge.source, env), _named(edge.target, env), _beats(env, edge), "TCP"
    gateway = env.cluster.gateway
    for edge in graph.edges(EdgeKind.ROUTES):
        if gateway is not None and edge.port is not None:
            yield f"{gateway.namespace}/proxy", _named(_runs_in(edge.target, graph), env), edge.port, "TCP"


def _mounted(env: Environment, graph: ArchGraph) -> Iterator[tuple[str, int]]:
    """Return the file servers in pods, with their port: nodes mount from them, and no address of a node is known.

    GEN001 reports that their policies allow any address; pods with policies of their own still cannot leave.
    """
    for edge in graph.edges(EdgeKind.SERVED_BY):
        if graph.node(edge.target).state is State.DEPLOYED and not edge.target.startswith("external/"):
            assert any(f.code == "GEN001" and f.element == edge.target for f in _platform().manifests(env.id).findings)
            for endpoint in env.component(edge.target).endpoints.values():
                if endpoint.protocol == "nfs" and endpoint.port is not None:
                    yield _named(edge.target, env), endpoint.port


def _using_api(env: Environment) -> Iterator[str]:
    """Return the components whose policies allow any address for the Kubernetes API, which GEN001 reports.

    Policies that name the API server are not NetworkPolicies, so none of those allows what is outside.
    """
    for found in _platform().manifests(env.id).findings:
        if found.code == "GEN001" and found.message.endswith(".api-server"):
            yield _named(found.element, env)


def _beats(env: Environment, edge: Edge) -> int:
    ports = [
        endpoint.port
        for _, _, container in env.containers(edge.target)
        for endpoint in container.endpoints.values()
        if endpoint.protocol == "beats"
    ]
    assert len(ports) == 1
    assert ports[0] is not None
    return ports[0]


def _runs_in(identifier: str, graph: ArchGraph) -> str:
    """Return the component in whose pods one runs; empty if it has none."""
    node = graph.node(identifier)
    if node.state is State.REALISED:
        return next(_runs_in(edge.target, graph) for edge in graph.out_edges(identifier, EdgeKind.REALISED_BY))
    return "" if node.state in {State.PLANNED, State.HOSTED, State.FOREIGN} else identifier


def _named(identifier: str, env: Environment) -> str:
    part, _, name = identifier.partition("/")
    return identifier if part == "external" else f"{env.namespace(part)}/{name}"


def _evaluate(
    wanted: list[tuple[_End, _End, int, str, str]],
    policies: list[dict[str, Any]],
    namespaces: Mapping[str, Mapping[str, str]],
    folder: Path,
) -> list[bool]:
    traffic = [
        {
            "Source": source.written(namespaces),
            "Destination": target.written(namespaces),
            "Protocol": transport,
            "ResolvedPort": port,
            "ResolvedPortName": label,
        }
        for source, target, port, transport, label in wanted
    ]
    (folder / "policies").mkdir()
    listed = {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicyList", "items": policies}
    (folder / "policies" / "all.yaml").write_text(json.dumps(listed))
    (folder / "traffic.json").write_text(json.dumps(traffic))
    command = [program("cyclonus"), "analyze", "--mode", "query-traffic", "--policy-path", "policies"]
    answer = subprocess.run(
        [*command, "--traffic-path", "traffic.json"],
        cwd=folder, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    verdicts = [verdict == "TRUE" for verdict in _VERDICT.findall(answer.stdout)]
    assert len(verdicts) == len(wanted)
    return verdicts
