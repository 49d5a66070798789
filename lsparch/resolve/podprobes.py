"""Health probes of a container as platform policy and the model have them."""

from collections.abc import Callable, Iterator

from lsparch.graph.values import probe_text
from lsparch.models.component import Container, Endpoint, Probe

__all__ = ["put_probes"]

_DATAGRAMS = frozenset({"udp", "multicast"})
_PENDING = frozenset({"planned", "open"})


def put_probes(put: Callable[..., None], container: Container) -> None:
    """Write down the probes: as the model says, else a health path, else a port; startup before liveness."""
    probes, usual = container.probes, _usual(container)
    alive = _action(container, probes.liveness, usual)
    ready = _action(container, probes.readiness, usual)
    if alive:
        put("probe.liveness", _written(alive, probes.liveness), "probes", "liveness")
    if ready:
        put("probe.readiness", _written(ready, probes.readiness), "probes", "readiness")
    if alive and probes.startup is not None:
        first = _action(container, probes.startup, alive)
        if first:
            put("probe.startup", _written(first, probes.startup), "probes", "startup")


def _written(action: str, probe: Probe | None) -> str:
    fields = {"delay": "delay", "period": "period", "timeout": "timeout", "failures": "failures"}
    stated = {name: getattr(probe, field) for name, field in fields.items()} if probe else {}
    return probe_text(action, {name: value for name, value in stated.items() if value is not None})


def _usual(container: Container) -> str:
    for endpoint in _offered(container):
        if endpoint.health is not None:
            return _get(endpoint, endpoint.health)
    for endpoint in _offered(container):
        if endpoint.protocol not in _DATAGRAMS:
            return f"connect {endpoint.port}"
    return ""


def _offered(container: Container) -> Iterator[Endpoint]:
    return (e for e in container.endpoints.values() if e.port is not None and e.status not in _PENDING)


def _action(container: Container, probe: Probe | None, usual: str) -> str:
    if probe is None:
        return usual
    if probe.none is not None:
        return ""
    if probe.exec is not None:
        return f"run {' '.join(probe.exec)}"
    if probe.http is not None and probe.http in container.endpoints:
        endpoint = container.endpoints[probe.http]
        return _get(endpoint, probe.path or endpoint.health or "/")
    if probe.tcp is not None and probe.tcp in container.endpoints:
        return f"connect {container.endpoints[probe.tcp].port}"
    return usual


def _get(endpoint: Endpoint, path: str) -> str:
    return f"get {'https' if endpoint.protocol == 'https' else 'http'}:{endpoint.port}{path}"
