"""Containers of a pod as the model has them, with those that platform policy adds."""

from collections.abc import Iterator
from dataclasses import dataclass

from lsparch.models.component import Component, Container
from lsparch.resolve.address import Addresses
from lsparch.resolve.elements import Resolved
from lsparch.resolve.environment import Environment
from lsparch.resolve.logs import aggregator, has_sidecar, shared_aggregator, shipper
from lsparch.resolve.values import Values

__all__ = ["PodPart", "pod_parts"]


@dataclass(frozen=True, slots=True)
class PodPart:
    """One container of a pod."""

    name: str
    container: Container
    resolved: Resolved
    """Element in which it is declared: the component, or platform policy."""

    path: tuple[str, ...]
    """Where in that element."""

    values: Values
    is_init: bool = False
    of_component: bool = True

    def image(self, identifier: str) -> str:
        """Return the reference of its image; the main container of a track has a tag of its own.

        Raises
        ------
        UnknownAddressError
            If the model cannot tell it.
        """
        tag = None
        if identifier != self.resolved.id and not self.path and self.of_component:
            base = self.resolved.declared.element
            assert isinstance(base, Component)
            tag = base.tracks[identifier.removeprefix(f"{self.resolved.id}-")].tag
        return self.values.addresses.image(self.container.image or "", tag)


def pod_parts(env: Environment, identifier: str) -> Iterator[PodPart]:
    """Iterate over the containers of a component's pod: those that run before, those that serve, the log shipper."""
    component, resolved = env.component(identifier), env.elements[identifier]
    part = identifier.partition("/")[0]
    addresses = Addresses(env)
    for name, container in component.init.items():
        yield PodPart(name, container, resolved, ("init", name), Values(addresses, part, container), is_init=True)
    for name, path, container in env.containers(identifier):
        yield PodPart(name, container, resolved, path, Values(addresses, part, container))
    if has_sidecar(env, identifier):
        found = shipper(env)
        assert isinstance(found.element, Container)
        shared = shared_aggregator(env)
        seen = Addresses(env, {shared: aggregator(env, part)})
        yield PodPart("shipper", found.element, found, (), Values(seen, "", found.element), of_component=False)
