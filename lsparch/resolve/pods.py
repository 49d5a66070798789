"""Values of the pods of an environment as their objects must state them, worked out from the model alone."""

from collections.abc import Iterator, Mapping

from lsparch.diagnostics import Place
from lsparch.graph import PENDING, Leaf, State
from lsparch.graph.kinds import Scalar
from lsparch.graph.values import labels_text, port_text, text_value, verbs_text
from lsparch.k8s.api_versions import Feature, has_field
from lsparch.k8s.image import canonical_image
from lsparch.k8s.quantity import canonical_quantity
from lsparch.k8s.version import KubernetesVersion
from lsparch.models.component import ApiAccess, Component, Container, Endpoint
from lsparch.models.value import Value
from lsparch.resolve.address import UnknownAddressError
from lsparch.resolve.environment import Environment
from lsparch.resolve.podcontainers import PodPart, pod_parts
from lsparch.resolve.podprobes import put_probes
from lsparch.resolve.podstorage import PodStorage
from lsparch.resolve.sheet import Sheet
from lsparch.resolve.values import Fact, SecretKey, Text

__all__ = ["Pods", "cluster_version"]

_FACTS = {
    "pod-name": "metadata.name",
    "pod-ip": "status.podIP",
    "namespace": "metadata.namespace",
    "node-name": "spec.nodeName",
    "service-account": "spec.serviceAccountName",
}
_SERVED = frozenset({"deployment", "statefulset", "daemonset"})
_REPLICATED = frozenset({"deployment", "statefulset"})
_PORT_NAME = 15
_GRACE = 30
"""Seconds that Kubernetes gives a pod to stop."""


def cluster_version(env: Environment) -> KubernetesVersion:
    """Return the version of Kubernetes for which an environment is generated."""
    row = env.model.platform.versions.get("kubernetes")
    return KubernetesVersion.parse(env.cluster.versions.kubernetes or (row.chosen if row else None) or "1.8")


class Pods:
    """Values of pods.

    Parameters
    ----------
    env
        The environment.
    """

    def __init__(self, env: Environment) -> None:
        self._env = env
        self._version = cluster_version(env)
        self._parts = {i: tuple(pod_parts(env, i)) for i, _ in env.components(State.DEPLOYED)}
        self._storage = PodStorage(env, self._version, self._parts)
        self._sticky = {route.target for route in env.routes if route.route.sticky}

    def shared_leaves(self) -> Mapping[str, Mapping[str, Leaf]]:
        """Return the values of volumes and configuration files, by id on Kubernetes."""
        return self._storage.leaves

    def exports(self) -> Iterator[tuple[str, int, Place]]:
        """Iterate over components whose exports nodes mount: component, port, where that is stated."""
        return self._storage.exports()

    def leaves(self, identifier: str) -> Iterator[tuple[str, Mapping[str, Leaf]]]:
        """Iterate over the values of a component, by id on Kubernetes."""
        env, component = self._env, self._env.component(identifier)
        part, name = identifier.partition("/")[0], env.deployed_name(identifier)
        sheet = Sheet(env.elements[identifier])
        self._put_controller(sheet, identifier, component)
        self._put_access(sheet, part, component)
        self._put_placement(sheet, component)
        if component.kind in _SERVED:
            self._put_services(sheet, identifier, component)
        for found in self._parts[identifier]:
            self._put_container(sheet, identifier, component, found)
        yield f"{env.namespace(part)}/{name}", sheet.leaves

    def _put_controller(self, sheet: Sheet, identifier: str, component: Component) -> None:
        name = self._env.deployed_name(identifier)
        sheet.put("kind", component.kind, "kind")
        fewest = 1
        if component.kind in _REPLICATED:
            if component.scale is not None:
                fewest = component.scale.min
                sheet.put("scale.min", component.scale.min, "scale", "min")
                sheet.put("scale.max", component.scale.max, "scale", "max")
                sheet.put("scale.cpu-percent", component.scale.cpu_percent, "scale")
            else:
                fewest = 1 if component.replicas is None else component.replicas
                sheet.put("replicas", fewest, "replicas")
        most = fewest if component.scale is None else component.scale.max
        unavailable = self._env.model.platform.pods.max_unavailable
        if fewest > 1 and unavailable:
            sheet.put("max-unavailable", unavailable, "replicas")
        if component.spread == "hosts" and most > 1:
            sheet.put("spread", "hosts", "spread")
        if component.kind == "statefulset":
            sheet.put("order", "parallel" if component.parallel else "ordered", "parallel")
        if component.kind == "cronjob":
            sheet.put("schedule", component.schedule or "", "schedule")
        if component.priority in self._env.model.platform.pods.priorities:
            known = has_field(Feature.PRIORITY_CLASS_NAME, self._version)
            sheet.put("priority", True if known else None, "priority")
        sheet.put("account", name)
        if component.host_network:
            sheet.put("host-network", value=True)
        grace = _GRACE if component.grace_seconds is None else component.grace_seconds
        sheet.put("grace-seconds", grace, "grace-seconds")
        sheet.put("fs-group", component.security.fs_group, "security", "fs-group")

    def _put_access(self, sheet: Sheet, part: str, component: Component) -> None:
        """Write down the verbs on each resource, in the own namespace or all of them."""
        sheet.put("token", bool(component.api_access), "api-access")
        verbs: dict[str, set[str]] = {}
        for access in component.api_access:
            # Accounts in namespaces of users hold everything there, and nothing elsewhere.
            per_user = component.spawned is not None and component.spawned.namespace == "per-user"
            reach = "cluster" if self._is_wide(part, access) and not per_user else "namespace"
            for resource in access.resources:
                verbs.setdefault(f"api.{reach}.{resource}", set()).update(access.verbs)
        for key, found in verbs.items():
            sheet.put(key, verbs_text(found), "api-access")

    def _is_wide(self, part: str, access: ApiAccess) -> bool:
        if access.scope != "users":
            return access.scope == "cluster"
        spawned = (c.spawned for i, c in self._env.components(State.DEPLOYED) if i.partition("/")[0] == part)
        return any(s is not None and s.namespace == "per-user" for s in spawned)

    def _put_placement(self, sheet: Sheet, component: Component) -> None:
        pools = list(self._env.cluster.pools.values())
        chosen = [p for p in pools if component.pool is not None and component.pool in p.purposes]
        if chosen and all(pool.labels for pool in chosen):
            sheet.put("nodes", labels_text(pool.labels for pool in chosen), "pool")
        tolerant = pools if component.kind == "daemonset" and component.pool is None else chosen
        taints = {f"{t.key}{'' if t.value is None else f'={t.value}'}:{t.effect}" for p in tolerant for t in p.taints}
        if taints:
            sheet.put("tolerations", " ".join(sorted(taints)), "pool")

    def _put_services(self, sheet: Sheet, identifier: str, component: Component) -> None:
        name = self._env.deployed_name(identifier)
        ports = {}
        for _, _, container in self._env.containers(identifier):
            for endpoint_name, endpoint, number in _offered(container):
                if endpoint.protocol == "multicast":
                    continue
                text = f"{port_text(number, _transport(endpoint))} to {number}"
                if endpoint.protocol in {"http", "https"} and has_field(Feature.APP_PROTOCOL, self._version):
                    text += f" {endpoint.protocol}"
                ports[endpoint_name] = text
        services = [name] if ports else []
        if component.kind == "statefulset":
            services.append(f"{name}-peers")
            sheet.put(f"service.{name}-peers.headless", value=True)
        if ports and identifier in self._sticky:
            sheet.put(f"service.{name}.sticky", value=True)
        for service in services:
            for endpoint_name, text in ports.items():
                sheet.put(f"service.{service}.port.{endpoint_name}", text, "endpoints", endpoint_name)

    def _put_container(self, sheet: Sheet, identifier: str, component: Component, part: PodPart) -> None:
        container, base = part.container, f"container.{part.name}"

        def put(name: str, value: Scalar, *below: str | int) -> None:
            sheet.put_from(part.resolved, f"{base}.{name}", value, *part.path, *below)

        put("role", "init" if part.is_init else "serves")
        if container.image is not None:
            put("image", _image(part, identifier), "image")
        for field, values in (("command", container.command), ("args", container.args)):
            if values is not None:
                put(field, text_value([_text(part, value) for value in values]), field)
        for name, value in container.env.items():
            put(f"env.{name}", self._variable(identifier, part, value), "env", name)
        for name, endpoint, number in _offered(container):
            named = len(name) <= _PORT_NAME and "--" not in name and any(c.isalpha() for c in name)
            put(f"port.{name if named else number}", port_text(number, _transport(endpoint)), "endpoints", name)
        for key, amount in self._amounts(component, part).items():
            put(key, amount, "resources")
        security = container.security
        put("user", security.user, "security", "user")
        if has_field(Feature.RUN_AS_GROUP, self._version):
            put("group", security.group, "security", "group")
        put("root", bool(security.root), "security", "root")
        put("writable-root", bool(security.writable_root), "security", "writable-root")
        if security.privileged:
            put("privileged", True, "security", "privileged")
        elif security.capabilities:
            put("capabilities", " ".join(sorted(security.capabilities)), "security", "capabilities")
        for where, text in self._storage.mounts(identifier, part):
            put(f"mount.{where}", text, "mounts", where)
        if not part.is_init:
            put_probes(put, container, startup=has_field(Feature.STARTUP_PROBE, self._version))

    def _variable(self, identifier: str, part: PodPart, value: Value) -> str:
        try:
            found = part.values.evaluate(value)
        except UnknownAddressError:
            return text_value("")
        match found:
            case Text(text):
                return text_value(text)
            case SecretKey(secret, key):
                return f"secret {self._storage.local_id(secret, identifier)}#{key}"
            case Fact(fact):
                return f"fact {_FACTS[fact]}"

    def _amounts(self, component: Component, part: PodPart) -> dict[str, str]:
        """Return requests and limits; of a spawned pod those of the size that users get who choose none."""
        found: dict[str, str | float | None] = {}
        amounts, spawned = part.container.resources, component.spawned
        if part.container is component and spawned is not None and spawned.sizes:
            size = spawned.sizes[spawned.default_size or next(iter(spawned.sizes))]
            found = {
                "cpu": size.cpu_request or size.cpu,
                "memory": size.memory_request or size.memory,
                "cpu-limit": size.cpu,
                "memory-limit": size.memory,
            }
        else:
            found = {
                "cpu": amounts.cpu,
                "memory": amounts.memory,
                "cpu-limit": amounts.cpu_limit,
                "memory-limit": amounts.memory_limit,
                "ephemeral-storage": amounts.ephemeral_storage,
                "ephemeral-storage-limit": amounts.ephemeral_storage,
            }
        return {key: canonical_quantity(amount) for key, amount in found.items() if amount is not None}


def _text(part: PodPart, value: Value) -> str:
    try:
        return part.values.text(value)
    except UnknownAddressError:
        return ""


def _image(part: PodPart, identifier: str) -> str:
    try:
        return canonical_image(part.image(identifier))
    except UnknownAddressError:
        return ""


def _offered(container: Container) -> Iterator[tuple[str, Endpoint, int]]:
    for name, endpoint in container.endpoints.items():
        if endpoint.port is not None and endpoint.status not in PENDING:
            yield name, endpoint, endpoint.port


def _transport(endpoint: Endpoint) -> str:
    return "UDP" if endpoint.protocol in {"udp", "multicast"} else "TCP"
