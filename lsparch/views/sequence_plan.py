"""The plan of a sequence view: who takes part in a story, and what they say to each other in which order."""

from dataclasses import dataclass

from lsparch.views.plan import Arrow, Auth, Box, DiagramPlan, Flow, Group, Panel, Status

__all__ = ["Message", "SequencePlan", "as_diagram"]


@dataclass(frozen=True, slots=True)
class Message:
    """One arrow from a participant to another, or to itself."""

    id: str
    number: str
    """Step of the story, as ``3``; what the step consists of has numbers of its own, as ``3.1``."""

    source: str
    target: str
    does: str
    style: str
    """Key of an arrow style of the symbology."""

    way: str = ""
    """Protocol and port, such as ``mysql 4040``."""

    proof: str = ""
    """How the sender proves who it is; empty where nobody does."""

    auth: tuple[Auth, ...] = ()
    """The same as a kind of proof, for its mark."""

    status: Status = Status.KNOWN
    optional: bool = False
    note: str = ""
    """What else must be known, such as that an end does not exist in this environment."""


@dataclass(frozen=True, slots=True)
class SequencePlan:
    """Everything that one sequence view shows; participants and messages stand in the order of drawing."""

    id: str
    title: str
    environment: str
    story: str
    """Id of the story, without prefix."""

    parts: tuple[Group, ...] = ()
    participants: tuple[Box, ...] = ()
    messages: tuple[Message, ...] = ()
    panels: tuple[Panel, ...] = ()
    description: str = ""


def as_diagram(plan: SequencePlan) -> DiagramPlan:
    """Return the same story as boxes with numbered arrows, for notations that know no sequences."""
    arrows = tuple(
        Arrow(
            message.id,
            message.source,
            message.target,
            message.style,
            f"{message.number}: {message.way or message.does}",
            message.status,
            message.optional,
            message.does,
            message.auth,
        )
        for message in plan.messages
        if message.source != message.target
    )
    return DiagramPlan(
        plan.id,
        plan.title,
        plan.environment,
        Flow.RIGHT,
        plan.parts,
        plan.participants,
        arrows,
        plan.panels,
        plan.description,
        tuple((part.part or part.id, part.label) for part in plan.parts),
    )
