"""GOV004: a user story takes a way for which there is no connection or route."""

from collections.abc import Collection, Iterator, Mapping

from lsparch.diagnostics import Finding
from lsparch.load import Model
from lsparch.models.component import Component
from lsparch.rules.context import ModelContext
from lsparch.rules.rule import ModelRule

__all__ = ["StoryWithoutConnection"]


class StoryWithoutConnection(ModelRule):
    """A user story takes a way for which there is no connection or route.

    Why is this bad
    ---------------
    Arrows are policy: what no connection declares is not allowed, so the story cannot happen.

    Example
    -------
    ```yaml
    stories:
      logs:
        title: Somebody looks at logs
        actor: astronomer
        steps:
          - {from: astronomer, to: portal/web.http, does: opens the page}
          - from: portal/web
            to: external/elk.beats  # <-- GOV004
            does: asks for logs
    ---
    actors:
      astronomer: {title: Astronomer}
    ```

    Use instead
    -----------
    ```yaml
    stories:
      portal:
        title: Somebody opens the Portal
        actor: astronomer
        steps:
          - {from: astronomer, to: portal/web.http, does: opens the page}
    ---
    actors:
      astronomer: {title: Astronomer}
    ```
    """

    code = "GOV004"
    answers = ("story-coverage",)

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Find legs without a connection, and legs of users without a route."""
        model = context.model
        routes = {
            model.names.resolve(route.to, ("endpoint",), name)
            for name, part in model.parts.items()
            for route in part.routes
        }
        ways = _connections(model)
        for name, story in model.stories.items():
            for position, step in enumerate(story.steps):
                start = model.names.resolve(step.from_, ("actor", "component"), "") or step.from_
                end = model.names.resolve(step.to, ("endpoint", "role"), "") or step.to
                if _can_call(start, end, routes, ways):
                    continue
                lacks = "no route leads there" if start.startswith("actor/") else f"{start} has no connection to it"
                place = model.place(f"story/{name}", "steps", position, "to")
                message = f"story/{name} goes from {start} to {end}, but {lacks}"
                yield self.finding(place, message, "declare it, or correct the story", element=f"story/{name}")


def _can_call(start: str, end: str, routes: Collection[str | None], ways: Mapping[str, Collection[str]]) -> bool:
    """Tell whether a leg can be: users come by a route, or go to a system outside; components need a connection."""
    if start.startswith("actor/"):
        return end in routes or end.startswith("external/")
    return end in ways.get(start, ())


def _connections(model: Model) -> dict[str, set[str]]:
    """Return where each component connects to, and where its logs go.

    What is realised inside another shares its connections with it.
    """
    ways: dict[str, set[str]] = {}
    inside: list[tuple[str, str]] = []
    for declared in model.of_kind("component"):
        component = declared.element
        if not isinstance(component, Component):
            continue
        for connection in component.uses:
            target = model.names.resolve(connection.to, ("endpoint", "role"), declared.part) or ""
            found = ways.setdefault(declared.id, set())
            found.add(target)
            role = model.roles.get(target.removeprefix("role/")) if target.startswith("role/") else None
            if role is not None and role.default is not None:
                found.add(model.names.resolve(role.default, ("endpoint",), "") or "")
        ways.setdefault(declared.id, set()).update(_log_ways(model, declared.part, component))
        if component.realised_by is not None:
            inside.append(
                (declared.id, model.names.resolve(component.realised_by, ("component",), declared.part) or "")
            )
    for one, host in inside:
        shared = ways.get(one, set()) | ways.get(host, set())
        ways[one] = ways[host] = shared
    return ways


def _log_ways(model: Model, part: str, component: Component) -> Iterator[str]:
    """Yield the endpoints to which the logs of a component may go."""
    policy = model.platform.logging
    own = f"{part}/{policy.aggregator_name}"
    aggregator = {"own": own, "shared": policy.shared, "none": None}[model.parts[part].aggregator]
    named = {"collector": policy.collector, "none": None}.get(component.logs or "", aggregator)
    target = model.names.resolve(named or "", ("component",), part)
    declared = model.declared.get(target or "")
    if declared is not None and isinstance(declared.element, Component):
        yield from (f"{declared.id}.{name}" for name in declared.element.endpoints)
