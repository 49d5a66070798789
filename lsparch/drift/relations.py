"""Which elements and relations two environments have, and what accounts for the difference."""

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from lsparch.diagnostics import Place
from lsparch.drift.counterpart import BY_ROLE, aligned, binds, end_of, name_of, partner_of, role_of
from lsparch.drift.declared import EnvironmentSide
from lsparch.drift.policy import EXISTS, DriftPolicy
from lsparch.drift.result import ABSENT, Difference, Value, Verdict
from lsparch.graph import Edge, EdgeKind, Node, NodeKind, State
from lsparch.models.drift_policy import DriftClass
from lsparch.resolve.overlay import Statement

__all__ = ["RelationComparison"]

_FREE: dict[DriftClass, Verdict] = {
    "may-scale": Verdict.SCALE,
    "environment": Verdict.ENVIRONMENT,
    "release": Verdict.RELEASE,
}

_MADE_FROM: Mapping[EdgeKind, re.Pattern[str]] = {
    EdgeKind.AUTHENTICATES: re.compile(r"auth$"),
    EdgeKind.BUILT_ON: re.compile(r"built-on(\.|$)"),
    EdgeKind.CONNECTS: re.compile(r"uses(\.|$)"),
    EdgeKind.HOLDS: re.compile(r"(holds|tables)(\.|$)"),
    EdgeKind.MOUNTS: re.compile(r"(.*\.)?mounts(\.|$)"),
    EdgeKind.NEEDS_CONFIG: re.compile(r"(.*\.)?mounts(\.|$)"),
    EdgeKind.NEEDS_SECRET: re.compile(r"(.*\.)?mounts(\.|$)"),
    EdgeKind.PLACED_ON: re.compile(r"(pool|state)$"),
    EdgeKind.PULLED_FROM: re.compile(r"registry$"),
    EdgeKind.READS: re.compile(r"(reads|tables)(\.|$)"),
    EdgeKind.REALISED_BY: re.compile(r"realised-by$"),
    EdgeKind.ROUTES: re.compile(r"to$"),
    EdgeKind.RUNS: re.compile(r"(.*\.)?image$"),
    EdgeKind.SERVED_BY: re.compile(r"server$"),
    EdgeKind.SHIPS_LOGS: re.compile(r"(logs|state)$"),
    EdgeKind.SPAWNED_BY: re.compile(r"spawned\.by$"),
}
"""Values of the source element from which a relation is made: where they differ, it differs too."""

_ATTRIBUTES = ("protocol", "port", "optional", "purpose", "degrades", "auth", "status")
_OF_TARGET = frozenset({"protocol", "port"})
_WRITTEN = {"purpose": "for"}
"""Key under which an attribute is written in `uses`, where that is another."""

_ON_ITS_OWN = frozenset(
    {
        NodeKind.BALANCER, NodeKind.CLUSTER, NodeKind.COMPONENT, NodeKind.ENVIRONMENT, NodeKind.PART, NodeKind.PIPELINE,
        NodeKind.ROUTE,
    }
)  # fmt: skip
"""Kinds of element that are there by themselves; others are there because something refers to them."""


class _Reason(NamedTuple):
    """What accounts for something that one side lacks."""

    verdict: Verdict | None
    """None for a mere consequence of another difference, which is not counted."""

    text: str = ""
    place: Place | None = None


_CONSEQUENCE = _Reason(None)


class RelationComparison:
    """Comparison of what there is.

    Parameters
    ----------
    source, target
        The environments.
    policy
        In which relations they may differ freely.
    differing
        Paths of the values in which elements of both sides differ.
    """

    def __init__(
        self,
        source: EnvironmentSide,
        target: EnvironmentSide,
        policy: DriftPolicy,
        differing: Mapping[str, AbstractSet[str]],
    ) -> None:
        self.source = source
        self.target = target
        self.policy = policy
        self.differing = differing

    def differences(self) -> Iterator[Difference]:
        """Compare elements and relations of both sides."""
        for here, there in ((self.source, self.target), (self.target, self.source)):
            for node in here.graph.nodes():
                if node.id not in there.graph:
                    yield from self._lacking(node, here, there)
        ours, theirs = aligned(self.source), aligned(self.target)
        counted: set[tuple[str, str]] = set()
        for key in sorted(ours.keys() | theirs.keys()):
            for one in self._edges(ours.get(key), theirs.get(key)):
                group = (one.element, one.subject.split(" ")[1] if one.verdict is Verdict.ENVIRONMENT else one.subject)
                if group not in counted:
                    counted.add(group)
                    yield one

    def _lacking(self, node: Node, here: EnvironmentSide, there: EnvironmentSide) -> Iterator[Difference]:
        reason = self._element_reason(node, here, there)
        if reason.verdict is not None:
            declared = there.environment.model.declared.get(node.id)
            place = declared.place(key=True) if declared else _home(there)
            yield self._difference(
                node.id, node.id, here is self.source, True, reason.place or node.place, place, reason
            )

    def _element_reason(self, node: Node, here: EnvironmentSide, there: EnvironmentSide) -> _Reason:
        free = _FREE.get(self.policy.element(node.kind, EXISTS))
        if free is not None:
            return _Reason(free, f"policy: {free}")
        if node.kind not in _ON_ITS_OWN:
            edges = list(here.graph.in_edges(node.id))
            explained = all(self._edge_reason(edge, here, there) is not None for edge in edges)
            return _CONSEQUENCE if edges and explained else _Reason(Verdict.UNDECLARED)
        if (
            node.part
            and node.kind is not NodeKind.PART
            and not _has_part(there, node.part)
            and _has_part(here, node.part)
        ):
            return _CONSEQUENCE
        match node.kind:
            case NodeKind.PART if not _has_part(there, node.id) and node.id in there.environment.model.parts:
                return _declared(here.listed("include", node.id), "include")
            case NodeKind.COMPONENT:
                return self._component_reason(node, here, there)
            case NodeKind.ROUTE:
                ends = [edge.target for edge in here.graph.out_edges(node.id, EdgeKind.ROUTES)]
                gone = any(end not in there.graph or self._is_shared(end) for end in ends)
                return _CONSEQUENCE if gone else _Reason(Verdict.UNDECLARED)
            case _:
                return _Reason(Verdict.UNDECLARED)

    @staticmethod
    def _component_reason(node: Node, here: EnvironmentSide, there: EnvironmentSide) -> _Reason:
        excluded = there.listed("exclude", node.id)
        if excluded is not None:
            return _declared(excluded, "exclude")
        for base, statement in here.environment.effective.mappings["tracks"].items():
            if node.id.startswith(f"{base}-") and there.statement("tracks", base) is None:
                return _declared(statement, "tracks")
        return _Reason(Verdict.UNDECLARED)

    def _edges(self, left: Edge | None, right: Edge | None) -> Iterator[Difference]:
        if left is not None and right is not None:
            yield from self._both(left, right)
            return
        edge = left or right
        assert edge is not None
        here, there = (self.source, self.target) if left is not None else (self.target, self.source)
        reason = self._edge_reason(edge, here, there)
        if reason is None:
            if edge.target not in there.graph:
                return  # told of the element that is lacking
            reason = _Reason(Verdict.UNDECLARED)
        if reason.verdict is not None:
            place = there.graph.node(edge.source).place if edge.source in there.graph else _home(there)
            yield self._difference(edge.source, name_of(edge), left is not None, True, edge.place, place, reason)

    def _edge_reason(self, edge: Edge, here: EnvironmentSide, there: EnvironmentSide) -> _Reason | None:
        """Return what accounts for a relation that one side lacks, other than that it lacks the target."""
        start = here.graph.node(edge.source)
        free = _FREE.get(self.policy.relation(edge.kind, start.kind, EXISTS))
        owner = edge.target.rpartition(".")[0] if here.graph.node(edge.target).kind is NodeKind.TABLE else edge.source
        if edge.source not in there.graph or (owner not in there.graph and owner in here.graph):
            return _CONSEQUENCE
        if self._is_shared(edge.source):
            return _CONSEQUENCE
        if free is not None:
            return _Reason(free, f"policy: {free}")
        made_from = _MADE_FROM.get(edge.kind)
        if made_from and any(made_from.match(path) for path in self.differing.get(edge.source, ())):
            return _CONSEQUENCE
        if edge.kind in BY_ROLE and partner_of(edge, there) is not None:
            return _CONSEQUENCE
        target = here.graph.node(edge.target)
        if target.kind in _ON_ITS_OWN and target.id not in there.graph:
            return _CONSEQUENCE
        return None

    def _is_shared(self, element: str) -> bool:
        """Tell whether one side alone uses a component that another environment of the cluster runs."""
        states = [side.graph.node(element).state for side in (self.source, self.target) if element in side.graph]
        return len(set(states)) > 1 and State.SHARED in states

    def _both(self, left: Edge, right: Edge) -> Iterator[Difference]:
        if (left.target, left.detail) != (right.target, right.detail):
            yield self._bound(left, right)
            return
        for name in _ATTRIBUTES:
            one: Value = getattr(left, name)
            other: Value = getattr(right, name)
            if one == other or self._made_elsewhere(right, name):
                continue
            start = self.target.graph.node(right.source)
            verdict = _FREE.get(self.policy.relation(right.kind, start.kind, name), Verdict.UNDECLARED)
            subject = f"{name_of(right)}: {name}"
            advice = "make them equal" if verdict is Verdict.UNDECLARED else ""
            yield Difference(right.source, subject, one, other, left.place, right.place, verdict, "", advice)

    def _made_elsewhere(self, edge: Edge, name: str) -> bool:
        """Tell whether an attribute differs because a value does from which it is made."""
        if name in _OF_TARGET:
            key = f"endpoints.{edge.detail}.{name}"
            return any(p == key or p.endswith(f".{key}") for p in self.differing.get(edge.target, ()))
        written = _WRITTEN.get(name, name)
        made = re.compile(rf"uses\.[0-9]+\.{written}(\.|$)|{written}$")
        return any(made.match(path) for path in self.differing.get(edge.source, ()))

    def _bound(self, left: Edge, right: Edge) -> Difference:
        """Judge a connection by role, or to an endpoint that is replaced, that leads to another target."""
        roles = (role_of(left, self.source), role_of(right, self.target))
        keys = [key for role in roles if role for key in (role, role.removeprefix("role/"))]
        here, there = self.source.statement("bind", *keys), self.target.statement("bind", *keys)
        ends = end_of(left), end_of(right)
        subject = f"{right.source} {right.kind} {roles[1] or roles[0] or ends[1]}"
        said = [s for s in (here, there) if s is not None]
        consistent = binds(here, ends[0]) and binds(there, ends[1])
        differ = (here and (here.layer, here.value)) != (there and (there.layer, there.value))
        if said and consistent and differ:
            verdict, reason, advice = Verdict.DECLARED, f"bind of {said[-1].layer}", ""
        else:
            verdict, reason = Verdict.UNDECLARED, ""
            advice = "make them equal, or bind it in the environment"
        return Difference(right.source, subject, *ends, left.place, right.place, verdict, reason, advice)

    def _difference(
        self, element: str, subject: str, in_source: bool, value: Value, place: Place, other: Place, reason: _Reason
    ) -> Difference:  # fmt: skip
        advice = ""
        if reason.verdict is Verdict.UNDECLARED:
            advice = "add what is missing, or remove what is not meant; `include`, `exclude` and `bind` declare it"
        assert reason.verdict is not None
        if in_source:
            return Difference(element, subject, value, ABSENT, place, other, reason.verdict, reason.text, advice)
        return Difference(element, subject, ABSENT, value, other, place, reason.verdict, reason.text, advice)


def _declared(statement: Statement | None, word: str) -> _Reason:
    if statement is None:
        return _Reason(Verdict.UNDECLARED)
    return _Reason(Verdict.DECLARED, f"{word} of {statement.layer}", statement.place)


def _has_part(side: EnvironmentSide, part: str) -> bool:
    return part in side.environment.parts


def _home(side: EnvironmentSide) -> Place:
    return side.environment.model.place(f"environment/{side.environment.id}")
