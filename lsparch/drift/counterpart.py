"""Which relation of one environment stands for which of another, when roles are bound to different targets."""

from lsparch.drift.declared import EnvironmentSide
from lsparch.graph import Edge, EdgeKind
from lsparch.resolve.overlay import Statement

__all__ = ["BY_ROLE", "aligned", "binds", "end_of", "name_of", "partner_of", "role_of"]

BY_ROLE = frozenset({EdgeKind.CONNECTS, EdgeKind.SERVED_BY})
"""Relations whose target a binding may choose."""


def aligned(side: EnvironmentSide) -> dict[str, Edge]:
    """Return relations by what they are meant to be, so that one role bound to two targets is one relation."""
    return {_key(edge): edge for edge in side.graph.edges()}


def _key(edge: Edge) -> str:
    match edge.kind:
        case EdgeKind.CONNECTS:
            return f"{edge.source} {edge.kind} {edge.role or end_of(edge)}"
        case EdgeKind.SERVED_BY:
            return f"{edge.source} {edge.kind}"
        case _:
            return edge.id


def end_of(edge: Edge) -> str:
    """Return the endpoint, or the element, at which a relation ends."""
    return f"{edge.target}.{edge.detail}" if edge.detail else edge.target


def role_of(edge: Edge, side: EnvironmentSide) -> str:
    """Return the role, or the endpoint that is replaced, through which a target was chosen."""
    if edge.kind is EdgeKind.SERVED_BY:
        server = side.graph.node(edge.source).leaves.get("server")
        return str(server.value) if server is not None else ""
    return edge.role


def partner_of(edge: Edge, there: EnvironmentSide) -> Edge | None:
    """Return the relation that stands for one on the other side, also where another role leads to its target."""
    wanted = _key(edge)
    links = (link for link in there.environment.links if link.source == edge.source and link.role == edge.role)
    ends = {link.endpoint_id for link in links}
    for found in there.graph.out_edges(edge.source, edge.kind):
        if _key(found) == wanted or (edge.role and end_of(found) in ends):
            return found
    return None


def name_of(edge: Edge) -> str:
    """Return a relation as findings name it."""
    return f"{edge.source} {edge.kind} {end_of(edge)}"


def binds(statement: Statement | None, end: str) -> bool:
    """Tell whether a binding leads to an endpoint, or to an element that has it."""
    if statement is None:
        return True
    bound = str(statement.value)
    return any(name == end or name.startswith(f"{end}.") for name in (bound, f"external/{bound}"))
