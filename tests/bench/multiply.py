"""Larger models: every part, role, cluster and environment of a model cloned under new ids."""

from collections.abc import Iterator, Mapping
from typing import Any

from lsparch.load import Model, load_model
from lsparch.load.references import iter_references
from lsparch.models.cluster import ClusterFile
from lsparch.models.environment import EnvironmentFile, ProfileFile
from lsparch.models.part import AspectFile, ServiceFile
from lsparch.yaml import emit

__all__ = ["multiplied"]

_SINGLE = frozenset({"concern", "image", "external", "dataset", "team", "source", "actor"})
"""Kinds that clones share."""


def multiplied(files: Mapping[str, bytes], times: int) -> dict[str, bytes]:
    """Return a model with clones of all that an environment consists of.

    Each clone has Aspects, Services, roles, clusters, profiles and environments of its own. Services of which a
    cluster has one, images, externals, teams and data sets are there once.

    Parameters
    ----------
    files
        Files of a model without fault, below ``model/``.
    times
        How often it shall stand there, itself included.
    """
    model = load_model(files).model
    assert model is not None
    grown = dict(files)
    for number in range(2, times + 1):
        for name, content in _clone(model, f"-c{number}"):
            folder, _, file = name.rpartition("/")
            grown[f"{folder}/c{number}-{file}"] = content
    return grown


def _clone(model: Model, suffix: str) -> Iterator[tuple[str, bytes]]:
    cloner = _Cloner(model, suffix)
    for name, root in model.roots.items():
        key = next(iter(root))
        declared = model.declared.get(cloner.id_of(key, root))
        match declared.element if declared else None:
            case AspectFile() | ServiceFile() if declared and declared.id in cloner.parts:
                yield name, cloner.text(root, key, declared.id, declared.element)
            case EnvironmentFile() | ProfileFile() | ClusterFile() if declared:
                yield name, cloner.text(root, key, "", declared.element)
            case _ if key == "roles":
                yield name, cloner.roles(root)


class _Cloner:
    """One clone: what its ids are, and its files."""

    def __init__(self, model: Model, suffix: str) -> None:
        self.model = model
        self.suffix = suffix
        policy = (model.platform.logging.shared, model.platform.registry.component)
        kept = {name.partition("/")[0] for name in policy if name is not None}
        self.parts = frozenset(
            name
            for name, part in model.parts.items()
            if name not in kept and (isinstance(part, AspectFile) or part.scope == "environment")
        )

    def id_of(self, key: str, root: Mapping[str, Any]) -> str:
        value = str(root[key])
        return value if key in {"aspect", "service"} else f"{key}/{value}"

    def text(self, root: Any, key: str, part: str, element: Any) -> bytes:
        tree = _plain(root)
        for found in iter_references(element):
            meant = self.model.names.resolve(found.text, found.kinds, part)
            if meant is not None:
                _put(tree, found.path, found.text, self.renamed(found.text, meant), is_key=found.is_key)
        tree[key] += self.suffix
        if "domain" in tree and key == "environment":
            tree["domain"] = f"{self.suffix[1:]}.{tree['domain']}"
        for name in ("bind", "hosts", "override", "tracks", "external-hosts"):
            if name in tree:
                tree[name] = {self.key(item): value for item, value in tree[name].items()}
        for option in ("override",):
            for item, value in tree.get(option, {}).items():
                if isinstance(value, str) and item.endswith((".volume", ".image", ".server", ".realised-by")):
                    tree[option][item] = self.key(value)
        return emit(tree).encode()

    def roles(self, root: Any) -> bytes:
        tree = _plain(root)["roles"]
        for role in tree.values():
            if "default" in role:
                role["default"] = self.key(role["default"])
        return emit({"roles": {f"{name}{self.suffix}": role for name, role in tree.items()}}).encode()

    def key(self, text: str) -> str:
        """Return a reference that stands where no part is meant silently."""
        meant = self.model.names.resolve(text, ("role", "endpoint"), "") or text
        return self.renamed(text, meant)

    def renamed(self, text: str, meant: str) -> str:
        """Return a reference to the clone of what is meant; the same, if clones share it."""
        head, slash, rest = text.partition("/")
        kind = self.model.names.kind(meant) or ""
        if kind in _SINGLE or meant.startswith("external/"):
            return text
        if kind in {"role", "environment", "profile"}:
            return text + self.suffix
        if kind in {"cluster", "host-group", "node-pool"}:
            name, dot, member = text.partition(".")
            return f"{name}{self.suffix}{dot}{member}"
        if head in self.parts and (slash or kind == "part"):
            return f"{head}{self.suffix}{slash}{rest}"
        return text


def _put(tree: Any, path: tuple[str | int, ...], old: str, new: str, *, is_key: bool) -> None:
    node = tree
    for step in path[:-1]:
        node = node[step]
    if is_key:
        node[new] = node.pop(old)
    else:
        assert node[path[-1]] == old, (path, old)
        node[path[-1]] = new


def _plain(node: Any) -> Any:
    if isinstance(node, Mapping):
        return {key: _plain(value) for key, value in node.items()}
    return [_plain(item) for item in node] if isinstance(node, list) else node
