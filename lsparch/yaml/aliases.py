"""What aliases and merge keys stand for, and how much of it."""

from typing import Any

from lsparch.yaml.codes import MAX_DEPTH, MAX_EXPANDED_NODES, YamlCode, YamlFault
from lsparch.yaml.nodes import YamlList, YamlMap

__all__ = ["AliasBudget", "merge_into"]


class AliasBudget:
    """Counts the nodes that the aliases of one text stand for, and stops at the limit.

    An alias shares the node of its anchor, so reading it costs nothing; but whoever walks the result visits that
    node again at each place. Nine lines of text can stand for a milliard nodes.
    """

    def __init__(self) -> None:
        self._spent = 0
        self._measured: dict[int, tuple[int, int]] = {}

    def spend(self, value: Any, depth: int, place: tuple[int, int]) -> None:
        """Count one alias.

        Parameters
        ----------
        value
            The complete node of its anchor.
        depth
            How deep the alias stands.
        place
            Where it stands.

        Raises
        ------
        YamlFault
            If the aliases of the text stand for more than `MAX_EXPANDED_NODES` nodes, or nest too deep.
        """
        nodes, height = self._measure(value)
        self._spent += nodes
        if self._spent > MAX_EXPANDED_NODES:
            message = f"aliases expand to more than {MAX_EXPANDED_NODES} nodes"
            raise YamlFault(YamlCode.EXPANSION, *place, message, "write the values out, or split the file")
        if depth + height > MAX_DEPTH:
            message = f"nested deeper than {MAX_DEPTH} levels through aliases"
            raise YamlFault(YamlCode.DEPTH, *place, message, "flatten the text")

    def forget(self) -> None:
        """Forget the nodes of the document that ended; what was spent stays spent."""
        self._measured.clear()

    def _measure(self, value: Any) -> tuple[int, int]:
        """Return the number of nodes and of levels of a value; each node is measured once."""
        if not isinstance(value, YamlMap | YamlList):
            return 1, 0
        known = self._measured.get(id(value))
        if known is not None:
            return known
        nodes, height = 1, 0
        for child in value.values() if isinstance(value, YamlMap) else value:
            child_nodes, child_height = self._measure(child)
            nodes += child_nodes
            height = max(height, child_height)
        self._measured[id(value)] = (nodes, height + 1)
        return nodes, height + 1


def merge_into(node: YamlMap, source: YamlMap) -> list[str]:
    """Copy the keys of a merged mapping into a mapping, as kubectl does: over what stands there already.

    Parameters
    ----------
    node
        The mapping that holds the merge key.
    source
        The mapping to merge.

    Returns
    -------
    list[str]
        The keys of the merged mapping; a later key of the same name is no duplicate.
    """
    node.update(source)
    node.keys_at.update(source.keys_at)
    node.values_at.update(source.values_at)
    return list(source)
