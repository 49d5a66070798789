"""Health probes of a container as platform policy and the model have them."""

from collections.abc import Callable, Iterator

from lsparch.graph import PENDING
from lsparch.graph.values import probe_text
from lsparch.models.component import Container, Endpoint, Probe

__all__ = ["put_probes"]

_DATAGRAMS = frozenset({"udp", "multicast"})


def put_probes(put: Callable[..., None], container: Container, *, startup: bool) -> None:
    """Write down the probes: as the model says, else a port, and a health path for readiness.

    Parameters
    ----------
    put
        Writes down a value: name, value, path in the container.
    container
        The container.
    startup
        Whether Kubernetes knows startup probes; without them, liveness waits as long as they would.
    """
    probes = container.probes
    usually_alive, usually_ready = _usual(container)
    alive = _action(container, probes.liveness, usually_alive)
    ready = _action(container, probes.readiness, usually_ready)
    first = _action(container, probes.startup, alive) if alive and probes.startup is not None else ""
    if alive:
        waits = _patience(probes.startup) if first and probes.startup is not None and not startup else 0
        put("probe.liveness", _written(alive, probes.liveness, waits), "probes", "liveness")
    if ready:
        put("probe.readiness", _written(ready, probes.readiness), "probes", "readiness")
    if first and startup:
        put("probe.startup", _written(first, probes.startup), "probes", "startup")


def _patience(probe: Probe) -> int:
    """Return the seconds that a container is given to start."""
    return (probe.delay or 0) + (probe.period or 10) * (probe.failures or 3)


def _written(action: str, probe: Probe | None, waits: int = 0) -> str:
    stated: dict[str, int | None] = {}
    if probe is not None:
        stated = {"period": probe.period, "timeout": probe.timeout, "failures": probe.failures}
    stated["delay"] = max(waits, (probe.delay if probe else None) or 0)
    return probe_text(action, {name: value for name, value in stated.items() if value is not None})


def _usual(container: Container) -> tuple[str, str]:
    """Return how platform policy asks for life and for readiness."""
    for endpoint in _offered(container):
        if endpoint.health is not None:
            return f"connect {endpoint.port}", _get(endpoint, endpoint.health)
    for endpoint in _offered(container):
        if endpoint.protocol not in _DATAGRAMS:
            return f"connect {endpoint.port}", f"connect {endpoint.port}"
    return "", ""


def _offered(container: Container) -> Iterator[Endpoint]:
    return (e for e in container.endpoints.values() if e.port is not None and e.status not in PENDING)


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
