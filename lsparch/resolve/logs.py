"""Where the logs of a component go first, and the container that ships them."""

from lsparch.graph import State
from lsparch.load import Declared
from lsparch.models.component import Component, Endpoint
from lsparch.resolve.elements import Resolved
from lsparch.resolve.environment import Environment
from lsparch.resolve.layers import LayeredTree

__all__ = ["aggregator", "has_sidecar", "log_intakes", "log_target", "shared_aggregator", "shipper"]


def aggregator(env: Environment, part: str) -> str:
    """Return the id of the aggregator that takes a part's logs; empty if there is none."""
    match env.model.parts[part].aggregator:
        case "own":
            identifier = f"{part}/{env.model.platform.logging.aggregator_name}"
            return identifier if identifier in env.model.declared else ""
        case "shared":
            return shared_aggregator(env)
        case "none":
            return ""


def shared_aggregator(env: Environment) -> str:
    """Return the id of the aggregator of parts without one of their own; empty if there is none."""
    return env.qualify(env.model.platform.logging.shared or "", ("component",), "")


def has_sidecar(env: Environment, identifier: str) -> bool:
    """Tell whether a component's pods have a log shipper of their own."""
    return (
        env.states.get(identifier) is State.DEPLOYED
        and env.component(identifier).logs == "sidecar"
        and env.model.platform.logging.shipper.image is not None
        and log_target(env, identifier) in env.states
    )


def log_target(env: Environment, identifier: str) -> str:
    """Return the id of the component to which a component's logs go; empty if they are not collected."""
    component = env.component(identifier)
    if env.states[identifier] not in {State.DEPLOYED, State.FOREIGN}:
        return ""
    match component.logs:
        case "sidecar":
            target = aggregator(env, identifier.partition("/")[0])
            return "" if target == identifier else target
        case "collector":
            target = env.qualify(env.model.platform.logging.collector or "", ("component",), "")
            return "" if target == identifier else target
        case "none" | None:
            return ""


def log_intakes(env: Environment, target: str) -> tuple[tuple[Endpoint, int], ...]:
    """Return endpoints, with ports, on which an aggregator takes logs: for beats, else all that it exports."""
    found = [e for _, _, container in env.containers(target) for e in container.endpoints.values()]
    taking = [e for e in found if e.protocol == "beats"] or [e for e in found if e.exported]
    return tuple((endpoint, endpoint.port) for endpoint in taking if endpoint.port is not None)


def shipper(env: Environment) -> Resolved:
    """Return the container that ships the logs of a pod, with the defaults of containers."""
    model = env.model
    platform = model.declared[model.platform.platform]
    raw = platform.raw["logging"]["shipper"]
    path = ("logging", "shipper")
    written = model.platform.logging.shipper
    declared = Declared(
        f"{platform.id}.logging.shipper", "component", platform.file, path, "", written, raw, platform.root
    )
    tree = LayeredTree()
    defaults = model.platform.defaults.get("container", {})
    tree.merge(defaults, "default", lambda *below: platform.place("defaults", "container", *below))
    tree.merge(raw, "written", declared.place)
    return Resolved(declared, Component.model_validate(tree.tree), tree)
