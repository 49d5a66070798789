"""One user story, step by step: who asks whom for what, over which port, and how the asker proves who it is."""

from lsparch.graph import ArchGraph, Edge, EdgeKind, State
from lsparch.load.names import split_member
from lsparch.models.catalogue import Step
from lsparch.models.component import Endpoint
from lsparch.models.view import ViewFile
from lsparch.resolve.address import Addresses, UnknownAddressError
from lsparch.views.given import ViewContext
from lsparch.views.participants import Participants
from lsparch.views.plan import Panel, Status, least_sure
from lsparch.views.sequence_plan import Message, SequencePlan
from lsparch.views.symbols import arrow_style, proof_of
from lsparch.views.wording import clause, ports, proof

__all__ = ["plan"]


def plan(context: ViewContext, view: ViewFile, environment: str) -> SequencePlan:
    """Return the sequence of a story in an environment."""
    name = (view.show.sequence or "").removeprefix("story/")
    story = context.model.stories[name]
    tale = _Tale(context, environment, name)
    for number, step in enumerate(story.steps, 1):
        tale.tell(str(number), step)
    parts, people = tale.cast.in_order()
    source = context.model.sources.get(story.source or "")
    rows = [
        ("wanted by", clause(context.model.actors[story.actor.removeprefix("actor/")].title or story.actor)),
        ("source", source.title if source is not None and source.title else story.source or ""),
        ("integration test", "yes" if story.test else ""),
        ("note", story.note or ""),
    ]
    facts = Panel("The story", tuple(row for row in rows if row[1]))
    return SequencePlan(
        view.view, view.title, environment, name, parts, people, tuple(tale.messages), (facts,), view.description or ""
    )


class _Tale:
    """Messages in the making."""

    def __init__(self, context: ViewContext, environment: str, story: str) -> None:
        self.context = context
        self.env = context.environments[environment]
        self.graph: ArchGraph = context.graphs[environment]
        self.story = story
        self.cast = Participants(context, environment)
        self.messages: list[Message] = []
        self.status = Status(context.model.stories[story].status)

    def tell(self, number: str, step: Step) -> None:
        """Add the messages of one step."""
        source = self.env.qualify(step.from_, ("actor", "component"), "")
        subject = self.env.qualify(step.to, ("endpoint", "role"), "")
        try:
            target, endpoint = Addresses(self.env).bound(step.to, "")
        except UnknownAddressError as error:
            ends = self.cast.add(source), self.cast.add(split_member(subject)[0])
            self._say(number, *ends, step.does, "tcp", status=Status.OPEN, note=str(error))
            return
        holder, member = split_member(target)
        if source.startswith("actor/"):
            self._enter(number, source, holder, member, endpoint, step.does)
        elif self._edge(source, holder, member, subject) is None and self._ships(source, holder):
            one, other = self.cast.add(source), self.cast.add(holder)
            self._say(number, one, other, step.does, "beats", _way(endpoint))
        else:
            self._connect(number, source, holder, member, subject, endpoint, step.does)

    def _connect(
        self, number: str, source: str, holder: str, member: str, subject: str, endpoint: Endpoint, does: str
    ) -> None:
        ends = self.cast.add(source), self.cast.add(holder)
        style = arrow_style(self.context.symbology, endpoint.protocol)
        edge = self._edge(source, holder, member, subject)
        if edge is None:
            inside = ends[0] == ends[1]
            note = "" if inside else f"not in {self.env.id}"
            self._say(number, *ends, does, style, "" if inside else _way(endpoint), note=note)
            return
        way = ports([(edge.protocol, edge.port)])
        status = least_sure(Status(edge.status), self.status)
        self._say(number, *ends, does, style, way, edge.auth, status=status, optional=edge.optional)

    def _edge(self, source: str, holder: str, member: str, subject: str) -> Edge | None:
        """Return the connection that a step takes."""
        found = [
            edge
            for start in dict.fromkeys((source, self.cast.host(source)))
            for edge in self.graph.out_edges(start, EdgeKind.CONNECTS)
            if edge.target in {holder, self.cast.host(holder)} and edge.detail == member
        ]
        exact = [edge for edge in found if edge.role == (subject if subject.startswith("role/") else "")]
        return next(iter(exact or found), None)

    def _ships(self, source: str, holder: str) -> bool:
        return any(edge.target == holder for edge in self.graph.out_edges(source, EdgeKind.SHIPS_LOGS))

    def _enter(self, number: str, actor: str, holder: str, member: str, endpoint: Endpoint, does: str) -> None:
        """Add what happens when a user calls: at the balancer, at who authenticates, and behind them."""
        routes = [
            edge
            for edge in self.graph.edges(EdgeKind.ROUTES)
            if edge.target == self.cast.host(holder) and edge.detail == member
        ]
        user = self.cast.add(actor)
        if not routes:
            absent = not holder.startswith("external/") and self.env.states.get(holder) in {None, State.PLANNED}
            note = f"not in {self.env.id}" if absent else ""
            style = arrow_style(self.context.symbology, endpoint.protocol)
            sure = least_sure(Status(endpoint.status), self.status)
            self._say(number, user, self.cast.add(holder), does, style, _way(endpoint), status=sure, note=note)
            return
        route = min(routes, key=lambda edge: (len(edge.source), edge.source))
        balancer = next((edge.target for edge in self.graph.out_edges(route.source, EdgeKind.BALANCES)), "")
        door = self.cast.add(balancer) if balancer else ""
        path = self.graph.node(route.source).labels.get("path", "")
        if door:
            self._say(number, user, door, does, "https", f"https 443 {path}".rstrip())
        gate = next(self.graph.out_edges(route.source, EdgeKind.AUTHENTICATES), None)
        if door and gate is not None:
            way = self._gate_way(gate.target)
            asks = "asks who it is"
            self._say(f"{number}.1", door, self.cast.add(gate.target), asks, "identity", way, gate.auth)
        last = f"{number}.{2 if gate is not None else 1}" if door else number
        style = arrow_style(self.context.symbology, route.protocol or endpoint.protocol)
        way = ports([(route.protocol or endpoint.protocol, route.port or endpoint.port)])
        self._say(last, door or user, self.cast.add(holder), "passes it on" if door else does, style, way)

    def _gate_way(self, gate: str) -> str:
        """Return protocol and port of what authenticates."""
        leaves = self.graph.node(gate).leaves
        for path, leaf in leaves.items():
            if path.endswith(".protocol") and (port := leaves.get(f"{path.removesuffix('protocol')}port")) is not None:
                return f"{leaf.value} {port.value}"
        return ""

    def _say(
        self,
        number: str,
        source: str,
        target: str,
        does: str,
        style: str,
        way: str = "",
        auth: str = "",
        *,
        status: Status | None = None,
        optional: bool = False,
        note: str = "",
    ) -> None:
        self.messages.append(
            Message(
                f"story/{self.story} {number}",
                number,
                source,
                target,
                does,
                style,
                way,
                proof(auth),
                proof_of(auth),
                self.status if status is None else status,
                optional,
                note,
            )
        )


def _way(endpoint: Endpoint) -> str:
    return ports([(endpoint.protocol, endpoint.port)])
