"""What pods ask for, and the nodes that may take them."""

from fractions import Fraction

from lsparch.k8s.quantity import parse_quantity
from lsparch.models.cluster import NodePool
from lsparch.models.component import Component, Container
from lsparch.resolve import Environment
from lsparch.resolve.logs import has_sidecar

__all__ = ["container_request", "pod_request", "pools_for"]


def container_request(container: Container) -> tuple[Fraction, Fraction]:
    """Return cores and bytes that a container asks for; Kubernetes takes the limit where no request is stated."""
    resources = container.resources
    cpu = resources.cpu or resources.cpu_limit or 0.0
    memory = resources.memory or resources.memory_limit or "0"
    return parse_quantity(cpu), parse_quantity(memory)


def pod_request(env: Environment, identifier: str) -> tuple[Fraction, Fraction]:
    """Return cores and bytes that one pod of a component asks for, its log shipper included."""
    asked = [container_request(container) for _, _, container in env.containers(identifier)]
    if has_sidecar(env, identifier):
        asked.append(container_request(env.model.platform.logging.shipper))
    return sum((cpu for cpu, _ in asked), Fraction(0)), sum((memory for _, memory in asked), Fraction(0))


def pools_for(env: Environment, component: Component) -> dict[str, NodePool]:
    """Return the node pools for a component's pods, by name: those of its purpose, else those without taints."""
    pools = env.cluster.pools
    if component.pool is not None:
        return {name: pool for name, pool in pools.items() if component.pool in pool.purposes}
    return {name: pool for name, pool in pools.items() if not pool.taints}
