"""Assembling an environment: which components exist in which state, connections, routes, balancers."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lsparch.diagnostics import Finding, Place, Severity, sort_findings
from lsparch.graph import PENDING, State
from lsparch.load import Model
from lsparch.load.names import split_member
from lsparch.load.validate import close_words, suggest
from lsparch.models.catalogue import External
from lsparch.models.cluster import ClusterFile, HostGroup
from lsparch.models.component import Component, Connection, Endpoint
from lsparch.models.environment import TrackChoice
from lsparch.models.part import AspectFile, Route, ServiceFile
from lsparch.resolve.elements import Elements, Resolved, resolve_elements
from lsparch.resolve.environment import Balancer, Environment, Link, PublishedRoute, Variant
from lsparch.resolve.overlay import Effective, Statement, effective_overlay

__all__ = ["resolve"]


@dataclass(slots=True)
class _Assembly:
    """What is known while an environment is put together."""

    model: Model
    id: str
    effective: Effective
    elements: Elements
    cluster: ClusterFile
    parts: tuple[str, ...]
    states: dict[str, State] = field(default_factory=dict)
    host_groups: dict[str, HostGroup] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    bound: dict[str, str] = field(default_factory=dict)
    shared: dict[str, Effective] = field(default_factory=dict)
    """Parts that another environment of the cluster deploys, with that environment."""

    def error(self, code: str, place: Place, message: str, advice: str = "", element: str = "") -> None:
        finding = Finding(code, Severity.ERROR, place, message, advice, element=element, environment=self.id)
        self.findings.append(finding)


def resolve(model: Model, identifier: str) -> Environment:
    """Resolve one environment of a model.

    Parameters
    ----------
    model
        The model.
    identifier
        Id of the environment, without prefix.

    Returns
    -------
    Environment
        The environment; its `findings` say what is wrong with its overlays, bindings and connections.

    Raises
    ------
    KeyError
        If the model has no such environment.
    """
    effective, findings = effective_overlay(model, identifier)
    elements, faults = resolve_elements(model, effective)
    cluster = _cluster(model, effective, identifier, findings)
    if cluster is None:
        return _unresolvable(model, identifier, effective, elements, [*findings, *faults])
    parts = tuple(sorted(p for p in effective.lists["include"] if p in model.parts))
    work = _Assembly(model, identifier, effective, elements, cluster, parts, findings=[*findings, *faults])
    _share(work)
    _add_tracks(work)
    _place_components(work)
    _check_mappings(work)
    _bind_defaults(work)
    _check_statements(work)
    links, absent = _links(work)
    published = tuple(_routes(work))
    routes = tuple(route for route in published if route.part not in work.shared)
    balancers = tuple(_balancers(routes))
    return Environment(
        model, identifier, effective, cluster, elements, parts, work.states, work.bound, work.host_groups, links,
        absent, routes, tuple(route for route in published if route.part in work.shared), balancers,
        _own(work.findings, identifier), tuple(sorted(work.shared)),
    )  # fmt: skip


def _own(findings: list[Finding], identifier: str) -> tuple[Finding, ...]:
    """Return findings in order, as those of an environment."""
    return sort_findings(
        Finding(f.code, f.severity, f.place, f.message, f.help, f.related, f.element, identifier) for f in findings
    )


def _unresolvable(
    model: Model, identifier: str, effective: Effective, elements: Elements, findings: list[Finding]
) -> Environment:
    """Return an environment without a cluster: nothing runs in it, so that nothing else is said about it."""
    for stated in (*effective.lists.values(), *effective.mappings.values()):
        stated.clear()
    nowhere = ClusterFile.model_validate(
        {"cluster": "none", "kind": "openstack"}
    )  # of which no pod network is expected
    return Environment(
        model, identifier, effective, nowhere, elements, (), {}, {}, {}, (), (), (), (), (), _own(findings, identifier),
    )  # fmt: skip


def _cluster(model: Model, effective: Effective, identifier: str, findings: list[Finding]) -> ClusterFile | None:
    name = (effective.environment.cluster or "").removeprefix("cluster/")
    if name in model.clusters:
        return model.clusters[name]
    place = model.place(f"environment/{identifier}")
    findings.append(
        Finding("ENV008", Severity.ERROR, place, f"environment {identifier} names no cluster", "add `cluster: …`")
    )
    return None


def _share(work: _Assembly) -> None:
    """Find the parts that another environment of the same cluster deploys for all."""
    neighbours = _neighbours(work.model).get(work.cluster.cluster, [])
    if len(neighbours) == 1:
        return
    host = work.cluster.shared_services
    scoped = [p for p in work.parts if isinstance(e := work.model.parts[p], ServiceFile) and e.scope == "cluster"]
    if not scoped or host == work.id:
        return
    if host not in neighbours:
        place = work.model.place(f"cluster/{work.cluster.cluster}")
        message = (
            f"cluster/{work.cluster.cluster} has several environments, but none deploys {', '.join(scoped)} for all"
        )
        work.error("ENV010", place, message, f"add `shared-services:` with one of {', '.join(neighbours)}")
        return
    effective, _ = effective_overlay(work.model, host)
    for part in scoped:
        if part in effective.lists["include"]:
            work.shared[part] = effective
            continue
        place = work.effective.lists["include"][part].place
        message = f"{part} is one for the whole cluster, and environment {host}, which deploys such parts, lacks it"
        work.error("ENV010", place, message, "include it there, or remove it here", part)


def _neighbours(model: Model) -> dict[str, list[str]]:
    """Return the environments of each cluster; made once for a model."""
    known: dict[str, list[str]] | None = model.derived.get(f"{__name__}.neighbours")
    if known is None:
        known = model.derived[f"{__name__}.neighbours"] = {}
        for name, environment in model.environments.items():
            known.setdefault((environment.cluster or "").removeprefix("cluster/"), []).append(name)
    return known


def _add_tracks(work: _Assembly) -> None:
    """Make a component of its own of every track that runs here."""
    for key, statement in work.effective.mappings["tracks"].items():
        base = work.elements.get(key)
        choice = statement.value
        if base is None or not isinstance(base.element, Component) or not isinstance(choice, TrackChoice):
            work.error("ENV001", statement.place, f"tracks name {key}, which is no component")
            continue
        for name in choice.tracks:
            track = base.element.tracks.get(name)
            if track is None:
                advice = suggest(name, base.element.tracks)
                work.error("ENV001", statement.place, f"{key} has no track {name}", advice, key)
                continue
            element = base.element.model_copy(update={"replicas": track.replicas, "scale": None, "tracks": {}})
            work.elements.add(f"{key}-{name}", Resolved(base.declared, element, base.layers))


def _place_components(work: _Assembly) -> None:
    excluded = work.effective.lists["exclude"]
    hosted = work.effective.mappings["hosts"]
    for identifier, resolved in sorted(work.elements.items()):
        if not isinstance(resolved.element, Component) or identifier.partition("/")[0] not in work.parts:
            continue
        if identifier in excluded:
            continue
        component = resolved.element
        if component.status in PENDING or work.model.parts[resolved.part].status in PENDING:
            state = State.PLANNED
        elif component.realised_by is not None:
            state = State.REALISED
        elif identifier in hosted:
            state = State.HOSTED
            _find_hosts(work, identifier)
        elif component.foreign is not None:
            state = State.FOREIGN
        else:
            state = State.SHARED if resolved.part in work.shared else State.DEPLOYED
        work.states[identifier] = state


def _find_hosts(work: _Assembly, identifier: str) -> None:
    statement = work.effective.mappings["hosts"][identifier]
    name = str(statement.value).rpartition(".")[2].rpartition("/")[2]
    group = work.cluster.hosts.get(name)
    if group is None:
        known = ", ".join(work.cluster.hosts) or "none"
        message = f"cluster/{work.cluster.cluster} has no host group `{name}`"
        work.error("ENV004", statement.place, message, f"it has: {known}", identifier)
        return
    work.host_groups[identifier] = group


def _check_mappings(work: _Assembly) -> None:
    names = work.model.names
    for key, statement in work.effective.mappings["hosts"].items():
        if key not in work.states and statement.layer == f"environment/{work.id}":
            work.error("ENV003", statement.place, f"hosts names {key}, which is not part of this environment")
    for key, statement in work.effective.mappings["external_hosts"].items():
        if names.kind(f"external/{key.removeprefix('external/')}") is None:
            known = [i.removeprefix("external/") for i in names.of_kind(["external"])]
            work.error(
                "ENV001", statement.place, f"external-hosts names {key}, which is no external", suggest(key, known)
            )
    _check_bindings(work)
    included = set(work.parts)
    for key, statement in work.effective.lists["exclude"].items():
        if key.partition("/")[0] not in included and statement.layer == f"environment/{work.id}":
            work.error("ENV002", statement.place, f"exclude names {key}, which is not included anyway", "remove it")
    for key, statement in work.effective.overrides:
        head = key.partition(".")[0]
        kind = names.kind(head)
        here = f"environment/{work.id}" == statement.layer
        if here and kind == "component" and head not in work.states:
            message = f"override of {key}: {head} is not part of this environment"
            work.error("ENV003", statement.place, message, "remove it, or include the component", head)


def _check_bindings(work: _Assembly) -> None:
    """Find what is bound; a misspelt binding counts as one of what it was probably meant for."""
    names = work.model.names
    misspelt: list[tuple[str, Statement]] = []
    for key, statement in work.effective.mappings["bind"].items():
        subject = names.resolve(key, ("role", "endpoint"), "")
        if subject is None:
            misspelt.append((key, statement))
            continue
        work.bound[subject] = names.resolve(str(statement.value), ("endpoint",), "") or str(statement.value)
    known = [*(i.removeprefix("role/") for i in names.of_kind(["role"])), *names.of_kind(["endpoint"])]
    for key, statement in misspelt:
        word = key.removeprefix("role/")
        message = f"bind names {key}, which is no role and no endpoint"
        work.error("ENV001", statement.place, message, suggest(word, known))
        meant = [names.resolve(close, ("role", "endpoint"), "") or close for close in close_words(word, known)]
        subject = next((found for found in meant if found not in work.bound), None)
        if subject is not None:
            work.bound[subject] = names.resolve(str(statement.value), ("endpoint",), "") or str(statement.value)


def _check_statements(work: _Assembly) -> None:
    """Report what every environment must state, itself or by a profile."""
    place = work.model.place(f"environment/{work.id}")
    if "kind" not in work.effective.scalars:
        work.error("ENV012", place, f"environment {work.id} does not say what kind it is", "add `kind: …`")
    published = [part for part in work.parts if part not in work.shared and work.model.parts[part].routes]
    if published and work.effective.environment.domain is None:
        message = f"environment {work.id} has no domain, under which {', '.join(published)} could be reached"
        work.findings.append(Finding("ENV011", Severity.WARNING, place, message, "add `domain: …`"))


def _links(work: _Assembly) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
    links: list[Link] = []
    absent: list[Link] = []
    for identifier, state in sorted(work.states.items()):
        resolved = work.elements[identifier]
        assert isinstance(resolved.element, Component)
        if state is State.SHARED:
            continue
        for position, connection in enumerate(resolved.element.uses):
            place = resolved.place("uses", position)
            link = _link(work, identifier, position, connection, place, resolved.part)
            if link is None:
                continue
            if link.target.startswith("external/") or link.target in work.states:
                _check_planned(work, link, state)
                links.append(link)
            elif connection.optional or state is State.PLANNED or connection.status in PENDING:
                absent.append(link)
            else:
                message = f"{identifier} needs {link.endpoint_id}, which is not part of this environment"
                subject = (link.role or link.endpoint_id).removeprefix("role/")
                advice = f"include {link.target.partition('/')[0]}, or bind {subject} to something that is"
                work.error("ENV005", place, message, advice, identifier)
    return tuple(links), tuple(absent)


def _check_planned(work: _Assembly, link: Link, state: State) -> None:
    """Report a connection that a deployed component needs from one that is only planned."""
    planned = work.states.get(link.target) is State.PLANNED
    external = work.elements[link.target].element
    planned = planned or (isinstance(external, External) and external.status == "planned")
    if planned and state is not State.PLANNED and link.live and not link.connection.optional:
        message = f"{link.source} needs {link.endpoint_id}, which is only planned"
        subject = (link.role or link.endpoint_id).removeprefix("role/")
        advice = f"make the connection planned or optional, or bind {subject} to something else"
        work.error("ENV005", link.place, message, advice, link.source)


def _bind_defaults(work: _Assembly) -> None:
    """Bind the roles of which the environment says nothing to what they are bound to by default."""
    for name, role in work.model.roles.items():
        target = work.model.names.resolve(role.default, ("endpoint",), "") if role.default else None
        if target is not None:
            work.bound.setdefault(f"role/{name}", target)


def _link(
    work: _Assembly, identifier: str, position: int, connection: Connection, place: Place, part: str
) -> Link | None:
    names = work.model.names
    subject = names.resolve(connection.to, ("endpoint", "role"), part)
    if subject is None:
        return None
    role = ""
    if names.kind(subject) == "role":
        role = subject
        target = work.bound.get(subject)
        if target is None:
            if not connection.optional and connection.status not in PENDING:
                message = f"{subject} is bound to nothing, but {identifier} needs it"
                work.error(
                    "ENV009", place, message, f"bind {subject.removeprefix('role/')} in this environment", identifier
                )
            return None
    else:
        target = work.bound.get(subject, subject)
        role = subject if target != subject else ""
    holder, member = split_member(target)
    endpoint = _endpoint(work, holder, member)
    if endpoint is None:
        work.error("ENV009", place, f"{role or subject} is bound to {target}, which is no endpoint", "", identifier)
        return None
    return Link(identifier, position, connection, holder, target, endpoint, role, place)


def _endpoint(work: _Assembly, holder: str, member: str) -> Endpoint | None:
    resolved = work.elements.get(holder)
    match resolved.element if resolved else None:
        case Component() as component:
            for container in (component, *component.containers.values()):
                if member in container.endpoints:
                    return _with_port(work, component, holder, member, container.endpoints[member])
        case External() as external:
            return external.endpoints.get(member)
        case _:
            return None
    return None


def _with_port(work: _Assembly, component: Component, holder: str, member: str, endpoint: Endpoint) -> Endpoint:
    """Return an endpoint of a service that runs in another component with the port of that one's endpoint."""
    if component.realised_by is None or endpoint.port is not None:
        return endpoint
    realiser = work.model.names.resolve(component.realised_by, ("component",), holder.partition("/")[0])
    below = _endpoint(work, realiser or "", member)
    return endpoint if below is None else endpoint.model_copy(update={"port": below.port})


def _routes(work: _Assembly) -> Iterator[PublishedRoute]:
    for part in work.parts:
        element = work.model.parts[part]
        declared = work.model.declared[part]
        for position, route in enumerate(element.routes):
            target = work.model.names.resolve(route.to, ("endpoint",), part)
            holder, member = split_member(target or "")
            endpoint = _endpoint(work, holder, member)
            if target is None or endpoint is None or holder not in work.states:
                continue
            if work.states[holder] is State.PLANNED:
                continue
            host, balancer = _published(work, part)
            place = declared.place("routes", position)
            variants = tuple(_variants(work, holder))
            yield PublishedRoute(part, position, route, host, holder, target, endpoint, balancer, place, variants)
            yield from _track_routes(work, part, position, route, host, balancer, holder, endpoint, place)


def _variants(work: _Assembly, holder: str) -> Iterator[Variant]:
    """Iterate over the tracks of a component that its own routes lead to, by header or by weight."""
    resolved = work.elements[holder]
    base = resolved.element
    statement = work.effective.mappings["tracks"].get(holder)
    if not isinstance(base, Component) or statement is None or not isinstance(statement.value, TrackChoice):
        return
    for name in statement.value.tracks:
        track = base.tracks.get(name)
        if track is not None and (track.header is not None or track.weight is not None):
            yield Variant(f"{holder}-{name}", track.header, track.weight or 0, resolved.place("tracks", name))


def _track_routes(
    work: _Assembly, part: str, position: int, route: Route, host: str, balancer: str, holder: str, endpoint: Endpoint,
    place: Place,
) -> Iterator[PublishedRoute]:  # fmt: skip
    base = work.elements[holder].element
    statement = work.effective.mappings["tracks"].get(holder)
    if not isinstance(base, Component) or statement is None or not isinstance(statement.value, TrackChoice):
        return
    for name in statement.value.tracks:
        track = base.tracks.get(name)
        if track is not None and track.path is not None:
            target = f"{holder}-{name}"
            member = split_member(work.model.names.resolve(route.to, ("endpoint",), part) or "")[1]
            copy = route.model_copy(update={"path": track.path})
            yield PublishedRoute(part, position, copy, host, target, f"{target}.{member}", endpoint, balancer, place)


def _published(work: _Assembly, part: str) -> tuple[str, str]:
    """Return the host and the balancer of a part's routes."""
    effective = work.shared.get(part, work.effective)
    domain = effective.environment.domain or f"{work.id}.invalid"
    element = work.model.parts[part]
    front = part
    if isinstance(element, ServiceFile) and element.behind is not None and element.behind in work.parts:
        front = element.behind
    label = work.model.parts[front].domain if isinstance(work.model.parts[front], AspectFile | ServiceFile) else None
    single = effective.text("routing", "host-per-aspect") == "single-host"
    host = domain if single or label is None else f"{label}.{domain}"
    shared = effective.text("balancers", "per-aspect") == "shared"
    return host, "platform/balancer" if shared else f"{front}/balancer"


def _balancers(routes: tuple[PublishedRoute, ...]) -> Iterator[Balancer]:
    hosts: dict[str, dict[str, None]] = {}
    for route in routes:
        hosts.setdefault(route.balancer, {})[route.host] = None
    for identifier in sorted(hosts):
        part = identifier.partition("/")[0]
        if part == "platform":
            part = next(route.part for route in routes if route.balancer == identifier)
        yield Balancer(identifier, part, tuple(sorted(hosts[identifier])))
