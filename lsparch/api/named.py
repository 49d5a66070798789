"""What a shape names, on the command line, and nothing that is drawn has."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain

from lsparch.api.platform import Platform, default_environment
from lsparch.diagnostics import LsparchError
from lsparch.graph import ArchGraph
from lsparch.load.validate import suggest
from lsparch.views.asked import Shape, choice_of
from lsparch.views.plan import DiagramPlan
from lsparch.views.plans import Plan
from lsparch.views.selection import named_alone

__all__ = ["names_of_graph", "names_of_model", "require_elements", "require_frames"]


def names_of_model(platform: Platform, environments: Collection[str]) -> Iterator[Collection[str]]:
    """Yield the ids of a model, and those of its environments: of those that are drawn, of any when empty."""
    yield platform.model.declared
    every = environments or dict.fromkeys((default_environment(platform), *platform.environments))
    for name in every:
        yield names_of_graph(platform.graph(name))


def names_of_graph(graph: ArchGraph) -> set[str]:
    """Return the ids of the elements and parts of a graph."""
    return {name for node in graph.nodes() for name in (node.id, node.part)}


def require_elements(shape: Shape, known: Iterable[Collection[str]]) -> None:
    """Refuse an id that is included or excluded and that nothing drawn has, as in the file of a view.

    Parameters
    ----------
    shape
        The shape.
    known
        Ids that there are; no more of them are asked for than are needed.

    Raises
    ------
    LsparchError
        If there is such an id; it names the one that was meant.
    """
    asked = [word for word in (*shape.include, *shape.exclude) if named_alone(choice_of(word))]
    for word, advice in _unknown(asked, known):
        raise LsparchError(f"no element or part `{word}`{advice}")


def require_frames(shape: Shape, plans: Iterable[Plan], known: Iterable[Collection[str]] = ()) -> None:
    """Refuse a frame that is to be one box, and that there is not.

    Parameters
    ----------
    shape
        The shape.
    plans
        What is drawn.
    known
        Ids that there are though no picture may show them, as a difference leaves out what is the same; no more of them
        are asked for than are needed.

    Raises
    ------
    LsparchError
        If there is such a frame; it names the one that was meant.
    """
    asked = [word for word in shape.collapse if named_alone(word)]
    for word, advice in _unknown(asked, chain(map(_shown, [plans]), known)):
        raise LsparchError(f"--collapse {word}: no picture has such a frame{advice}")


def _unknown(words: Sequence[str], known: Iterable[Collection[str]]) -> Iterator[tuple[str, str]]:
    """Yield words that are in none of some collections, each with the one that may be meant."""
    missing, met = list(words), set[str]()
    for names in known if missing else ():
        missing = [word for word in missing if word not in names]
        if not missing:
            return
        met.update(names)
    for word in missing:
        advice = suggest(word, met)
        yield word, f"; {advice}" if advice else ""


def _shown(plans: Iterable[Plan]) -> set[str]:
    """Return the ids of the frames and boxes of plans: a frame that is one box has its id."""
    diagrams = [plan for plan in plans if isinstance(plan, DiagramPlan)]
    return {group.id for plan in diagrams for group in plan.groups} | {
        box.id for plan in diagrams for box in plan.boxes
    }
