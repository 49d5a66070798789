"""Legs of the stories that are integration tests: who calls whom in an environment, and from where that is tested."""

from collections.abc import Iterator
from dataclasses import dataclass

from lsparch.diagnostics import Place
from lsparch.graph import State
from lsparch.load import Declared
from lsparch.load.names import split_member
from lsparch.manifests.assembly.arrows import runs_in
from lsparch.manifests.assembly.site import Site
from lsparch.models.catalogue import Step, Story
from lsparch.models.component import Container, Endpoint
from lsparch.resolve import Environment, UnknownAddressError
from lsparch.resolve.elements import Resolved
from lsparch.resolve.layers import LayeredTree

__all__ = ["Leg", "PlannedStory", "client_container", "planned_stories"]

_DATAGRAMS = frozenset({"multicast", "udp"})
_ABSENT = frozenset({None, State.PLANNED})


@dataclass(frozen=True, slots=True)
class Leg:
    """One leg of a story in an environment."""

    number: int
    """Position in the story, from 1."""

    source: str
    """Actor or component that calls, as the story says."""

    target: str
    """Endpoint that answers here, after bindings."""

    does: str
    place: Place
    namespace: str = ""
    """Namespace from which it is tested: that of the caller, or of what answers where a user calls."""

    host: str = ""
    port: int = 0
    health: str = ""
    """Path that answers when the endpoint is healthy, for HTTP; empty if only a connection is made."""

    secure: bool = False
    """Whether the health path is asked for by HTTPS."""

    untested: str = ""
    """Why no pod can test it; empty if one does."""

    @property
    def name(self) -> str:
        """What messages call it."""
        return f"leg {self.number}: {self.source} → {self.target}"


@dataclass(frozen=True, slots=True)
class PlannedStory:
    """A story that is an integration test, as it is in an environment."""

    id: str
    """Id, without prefix."""

    story: Story
    legs: tuple[Leg, ...]
    absent: str
    """Why the story does not take place here; empty if it does."""

    @property
    def tested(self) -> tuple[Leg, ...]:
        """Legs that a pod tests; none if the story does not take place here."""
        return () if self.absent else tuple(leg for leg in self.legs if not leg.untested)

    @property
    def namespaces(self) -> tuple[str, ...]:
        """Namespaces from which it is tested, sorted."""
        return tuple(sorted({leg.namespace for leg in self.tested}))


class _AbsentError(Exception):
    """An end of a leg does not exist here, or nothing connects the two; the text says which."""


def planned_stories(site: Site) -> tuple[PlannedStory, ...]:
    """Return every story that is an integration test, in the order of their ids.

    None is planned if platform policy has no container that tests.
    """
    if site.env.model.platform.tests is None:
        return ()
    connected = {(runs_in(site, link.source), link.endpoint_id) for link in site.env.links if link.live}
    found = []
    for identifier, story in site.env.model.stories.items():
        if story.test and story.status in {"known", "assumed"}:
            legs: list[Leg] = []
            absent = ""
            try:
                legs.extend(_legs(site, identifier, story, connected))
            except _AbsentError as error:
                absent = str(error)
            found.append(PlannedStory(identifier, story, tuple(legs), absent))
    return tuple(found)


def client_container(env: Environment) -> Resolved:
    """Return the container that tests, with the defaults of containers."""
    model = env.model
    platform = model.declared[model.platform.platform]
    written, raw = model.platform.tests, platform.raw["tests"]
    assert written is not None
    declared = Declared(f"{platform.id}.tests", "component", platform.file, ("tests",), "", written, raw, platform.root)
    tree = LayeredTree()
    defaults = model.platform.defaults.get("container", {})
    tree.merge(defaults, "default", lambda *below: platform.place("defaults", "container", *below))
    tree.merge(raw, "written", declared.place)
    return Resolved(declared, Container.model_validate(tree.tree), tree)


def _legs(site: Site, identifier: str, story: Story, connected: set[tuple[str, str]]) -> Iterator[Leg]:
    for position, step in enumerate(story.steps):
        place = site.env.model.place(f"story/{identifier}", "steps", position)
        yield _leg(site, position + 1, step, place, connected)


def _leg(site: Site, number: int, step: Step, place: Place, connected: set[tuple[str, str]]) -> Leg:
    env = site.env
    source = env.qualify(step.from_, ("actor", "component"), "")
    try:
        target, endpoint = site.addresses.bound(step.to, "")
    except UnknownAddressError as error:
        raise _AbsentError(str(error)) from None
    holder = split_member(target)[0]
    is_actor = source.startswith("actor/")
    for end in (holder,) if is_actor else (source, holder):
        if not end.startswith("external/") and env.states.get(end) in _ABSENT:
            raise _AbsentError(f"{end} is not part of {env.id}")
    caller, answers = "" if is_actor else runs_in(site, source), runs_in(site, holder)
    if not is_actor and answers and caller != answers and (caller, target) not in connected:
        raise _AbsentError(f"{source} has no connection to {target} in {env.id}")
    leg = Leg(number, source, target, step.does, place)
    reason = _hindrance(site, caller, answers, holder, endpoint)
    if reason:
        return _untested(leg, reason)
    try:
        host, port = site.addresses.host(target), site.addresses.port(target, endpoint)
    except UnknownAddressError as error:
        return _untested(leg, str(error))
    if host.endswith(".invalid"):
        return _untested(leg, f"the host of {holder} is not decided")
    health = (endpoint.health or "") if endpoint.protocol in {"http", "https"} else ""
    namespace = site.by_id[caller or answers].namespace
    return Leg(
        number, source, target, step.does, place, namespace, host, port, health, secure=endpoint.protocol == "https"
    )


def _untested(leg: Leg, reason: str) -> Leg:
    return Leg(leg.number, leg.source, leg.target, leg.does, leg.place, untested=reason)


def _hindrance(site: Site, caller: str, answers: str, holder: str, endpoint: Endpoint) -> str:
    """Return why no pod can test a leg, whatever its address; empty if one can.

    Parameters
    ----------
    site
        The environment.
    caller
        Component in whose pods the caller runs; empty for a user.
    answers
        Component in whose pods the other end runs, or external; empty if that does not run yet.
    holder
        The other end, as the story says.
    endpoint
        What answers.
    """
    states, own = site.env.states, {workload.id: workload for workload in site.workloads}
    if not answers:
        return f"{holder} is not decided"
    if endpoint.protocol in _DATAGRAMS:
        return f"{endpoint.protocol} has no connections"
    if answers in own and own[answers].is_spawned:
        return f"{answers} has no pod until a user starts one"
    if caller == answers:
        return f"both ends run in {answers}"
    stands = caller or answers
    if stands not in own:
        where = "on hosts outside Kubernetes" if states.get(stands) is State.HOSTED else "in a namespace of others"
        return f"{stands} runs {where}"
    return ""
