"""Health probes: as written, else by a port, and readiness by a health path where there is one.

A health path may answer for what a container depends on, so that it says whether to send traffic. A restart mends
nothing that is broken elsewhere: by default a container is restarted only if it no longer takes connections.
"""

from typing import Any

from lsparch.k8s.api_versions import Feature
from lsparch.k8s.expansion import escape_references
from lsparch.manifests.assembly.containers import PodContainer, offered
from lsparch.manifests.assembly.names import port_name
from lsparch.manifests.assembly.site import Site
from lsparch.models.component import Container, Endpoint, Probe

__all__ = ["probes"]

_DATAGRAMS = frozenset({"udp", "multicast"})


def probes(site: Site, container: PodContainer) -> dict[str, Any]:
    """Return the probes of a container, by their fields."""
    declared = container.container.probes
    alive, ready = _policy(container.container)
    result: dict[str, Any] = {}
    for field, probe, action in (
        ("livenessProbe", declared.liveness, alive),
        ("readinessProbe", declared.readiness, ready),
    ):
        found = _action(container, probe, action)
        if found is not None:
            result[field] = {**found, **_timing(probe)}
    startup = declared.startup
    if startup is None or "livenessProbe" not in result:
        return result
    first = _action(container, startup, _action(container, declared.liveness, alive))
    if first is None:
        return result
    if site.has(Feature.STARTUP_PROBE):
        result["startupProbe"] = {**first, **_timing(startup)}
    else:
        patience = (startup.delay or 0) + (startup.period or 10) * (startup.failures or 3)
        result["livenessProbe"]["initialDelaySeconds"] = max(patience, (declared.liveness or startup).delay or 0)
    return result


def _policy(container: Container) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """Return the probes of a container that says nothing, of life and of readiness."""
    for name, endpoint, _ in offered(container):
        if endpoint.health is not None:
            return _connect(name, endpoint), _get(name, endpoint, endpoint.health)
    for name, endpoint, _ in offered(container):
        if endpoint.protocol not in _DATAGRAMS:
            return _connect(name, endpoint), _connect(name, endpoint)
    return None, None


def _action(container: PodContainer, probe: Probe | None, policy: dict[str, Any] | None) -> dict[str, Any] | None:
    if probe is None:
        return policy
    endpoints = container.container.endpoints
    if probe.none is not None:
        return None
    if probe.exec is not None:
        return {"exec": {"command": [escape_references(word) for word in probe.exec]}}
    if probe.http is not None and probe.http in endpoints:
        endpoint = endpoints[probe.http]
        return _get(probe.http, endpoint, probe.path or endpoint.health or "/")
    if probe.tcp is not None and probe.tcp in endpoints:
        return _connect(probe.tcp, endpoints[probe.tcp])
    return policy


def _get(name: str, endpoint: Endpoint, path: str) -> dict[str, Any]:
    get: dict[str, Any] = {"path": path, "port": port_name(name) or endpoint.port}
    if endpoint.protocol == "https":
        get["scheme"] = "HTTPS"
    return {"httpGet": get}


def _connect(name: str, endpoint: Endpoint) -> dict[str, Any]:
    return {"tcpSocket": {"port": port_name(name) or endpoint.port}}


def _timing(probe: Probe | None) -> dict[str, int]:
    if probe is None:
        return {}
    fields = {
        "initialDelaySeconds": probe.delay,
        "periodSeconds": probe.period,
        "timeoutSeconds": probe.timeout,
        "failureThreshold": probe.failures,
    }
    return {field: value for field, value in fields.items() if value is not None}
