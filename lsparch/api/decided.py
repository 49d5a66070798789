"""The platform with an undecided question taken as decided."""

from collections.abc import Mapping
from dataclasses import replace

from lsparch.analysis.alternative import Change, change_of
from lsparch.api.platform import Platform
from lsparch.api.worlds import World, world_of
from lsparch.diagnostics import LsparchError
from lsparch.graph import ArchGraph
from lsparch.load.validate import suggest
from lsparch.resolve import Environment

__all__ = ["decided_platform"]


def decided_platform(platform: Platform, decided: str) -> Platform:
    """Return a platform as an alternative of an undecided question would have it.

    Parameters
    ----------
    platform
        The platform.
    decided
        ``QUESTION=ANSWER``.

    Raises
    ------
    LsparchError
        If there is no such alternative, or nothing that it changes can be drawn.
    """
    question, separator, alternative = decided.partition("=")
    options = platform.model.options
    if not separator and question in options:
        answers = " or ".join(f"{question}={key}" for key in options[question].alternatives)
        raise LsparchError(f"`{decided}` says no answer; write {answers}")
    if question not in options:
        known = suggest(question, options) or f"known: {', '.join(options)}"
        raise LsparchError(f"no undecided question `{question}`; {known}")
    alternatives = options[question].alternatives
    if alternative not in alternatives:
        known = suggest(alternative, alternatives) or f"known: {', '.join(alternatives)}"
        raise LsparchError(f"{question} has no answer `{alternative}`; {known}")
    effects = alternatives[alternative].effects
    changes = {name: change_of(platform.model, name, effects) for name in platform.environments}
    if alternative == options[question].baseline:
        raise LsparchError(f"{decided} is what the model follows today; leave --option out")
    if all(replace(change, words=()) == Change() for change in changes.values()):
        raise LsparchError(f"{decided} changes nothing that views draw; --review says it in words")
    return _Decided(platform, decided, changes)


class _Decided(Platform):
    """A platform whose environments and graphs are those of an alternative."""

    def __init__(self, platform: Platform, decided: str, changes: Mapping[str, Change]) -> None:
        super().__init__(platform.root, platform.revision, platform.outside)
        self.decided = decided
        self._today = platform
        self._changes = changes
        self._worlds: dict[str, World] = {}

    def environment(self, identifier: str) -> Environment:
        """Return one environment as it would be."""
        return self._world(identifier).platform.environment(identifier)

    def graph(self, identifier: str) -> ArchGraph:
        """Return its graph."""
        return self._world(identifier).graph(identifier.removeprefix("environment/"))

    def _world(self, identifier: str) -> World:
        name = self._today.environment(identifier).id
        if name not in self._worlds:
            self._worlds[name] = world_of(self._today, name, self._changes[name])
        return self._worlds[name]
