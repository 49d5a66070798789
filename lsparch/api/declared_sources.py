"""What is written in the files of a model about what pictures show, as the viewer shows it."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from lsparch.api.platform import Platform
from lsparch.diagnostics import Place
from lsparch.emit.viewer.document import Sources
from lsparch.emit.viewer.excerpt import sources_part
from lsparch.graph import ArchGraph

if TYPE_CHECKING:
    from lsparch.resolve import Environment

__all__ = ["declared_sources"]


def declared_sources(platform: Platform, graphs: Iterable[ArchGraph]) -> Sources:
    """Return the lines that declare the elements and relations of graphs, without secrets.

    Parameters
    ----------
    platform
        The platform, in whose files they stand.
    graphs
        The graphs of its environments; none where it is not shown, and need not be readable.
    """
    shown = list(graphs)
    places = {node.place for graph in shown for node in graph.nodes()}
    places |= {edge.place for graph in shown for edge in graph.edges()}
    if not places:
        return {"lines": [], "excerpts": {}}
    environments = [platform.environment(graph.environment) for graph in shown]
    return sources_part(platform.files("model"), places, set(_secrets(platform, environments)))


def _secrets(platform: Platform, environments: Iterable["Environment"]) -> Iterator[Place]:
    """Yield the places at which secrets stand in clear, though they should not."""
    from lsparch.rules.context import ModelContext  # noqa: PLC0415
    from lsparch.rules.literals import environment_literals  # noqa: PLC0415
    from lsparch.rules.policy import default_policy  # noqa: PLC0415
    from lsparch.rules.sec003_secret_in_model import SecretInModel  # noqa: PLC0415
    from lsparch.rules.secrecy import credential_in, looks_secret  # noqa: PLC0415

    context = ModelContext(default_policy().content, date.min, platform.model, ())
    yield from (finding.place for finding in SecretInModel().check(context))
    for env in environments:
        for one in environment_literals(env):
            if looks_secret(one.name, one.text) or credential_in(one.text):
                yield one.place
