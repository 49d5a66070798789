"""Comparing two environments: values of elements, then which elements and relations there are."""

from collections.abc import Iterator
from datetime import date

from lsparch.diagnostics import Place
from lsparch.drift.align import LeafPair, differing_leaves
from lsparch.drift.collapse import collapsed
from lsparch.drift.declared import EnvironmentSide, Judgement, judge_override
from lsparch.drift.patches import is_patch, patch_differences
from lsparch.drift.policy import DriftPolicy
from lsparch.drift.relations import RelationComparison
from lsparch.drift.result import ABSENT, Difference, Drift, Value, Verdict
from lsparch.graph import Leaf, Node, NodeKind, State
from lsparch.k8s.image import canonical_image
from lsparch.models.drift_policy import DriftClass

__all__ = ["compare_environments"]

_FREE: dict[DriftClass, Verdict] = {"may-scale": Verdict.SCALE, "environment": Verdict.ENVIRONMENT}

_FACTS: dict[NodeKind, tuple[str, ...]] = {
    NodeKind.BALANCER: ("hosts",),
    NodeKind.ENVIRONMENT: ("exposure", "kind"),
    NodeKind.NODE_POOL: ("nodes",),
    NodeKind.ROUTE: ("host",),
}
"""Labels that are values of their own; those of other kinds repeat leaves."""

_DIGEST = "digest"
"""Path of the digest to which an image is locked; those of tracks begin so."""

_NAMES = (
    "component",
    "endpoint",
    "role",
    "volume",
    "config",
    "secret",
    "secret-key",
    "dataset",
    "table",
    "image",
    "external",
)


def compare_environments(source: EnvironmentSide, target: EnvironmentSide, policy: DriftPolicy, as_of: date) -> Drift:
    """Compare two environments.

    Parameters
    ----------
    source, target
        The environments; findings point into the target.
    policy
        In which fields they may differ freely.
    as_of
        Day on which declared divergences must not have ended.
    """
    work = _Comparison(source, target, policy, as_of)
    differences = [*work.values()]
    relations = RelationComparison(source, target, policy, work.differing)
    differences += relations.differences()
    differences += patch_differences(source, target, as_of)
    ordered = sorted(differences, key=lambda d: (d.element, d.subject))
    return Drift(source.name, target.name, tuple(ordered), target.environment.id)


class _Comparison:
    """Comparison of the elements that both sides have."""

    def __init__(self, source: EnvironmentSide, target: EnvironmentSide, policy: DriftPolicy, as_of: date) -> None:
        self.source = source
        self.target = target
        self.policy = policy
        self.as_of = as_of
        self.differing: dict[str, set[str]] = {}
        """Paths of the values in which an element differs, by element."""

    def values(self) -> Iterator[Difference]:
        """Compare the values of elements that both sides have."""
        for node in self.target.graph.nodes():
            if node.id not in self.source.graph:
                continue
            other = self.source.graph.node(node.id)
            yield from collapsed(other, node, list(self._leaves(other, node)))
            yield from self._facts(other, node)

    def _leaves(self, source: Node, target: Node) -> Iterator[tuple[LeafPair, Difference]]:
        for pair in differing_leaves(source.leaves, target.leaves):
            if self._same_reference(source, pair) or is_patch(target.kind, pair.right_path or pair.left_path):
                continue
            self.differing.setdefault(target.id, set()).update((pair.left_path, pair.right_path))
            judged = self._pinned(source, target, pair) or self._judge(target, pair)
            if judged is not None:
                yield pair, self._difference(source, target, pair, judged)

    def _judge(self, node: Node, pair: LeafPair) -> Judgement | None:
        follows = self.policy.element(node.kind, pair.right_path)
        match follows:
            case "may-scale" | "environment":
                return Judgement(_FREE[follows], f"policy: {_FREE[follows]}")
            case "release" if pair.left is not None and pair.right is not None:
                return self._released(node, pair)
            case _:
                paths, leaves = (pair.left_path, pair.right_path), (pair.left, pair.right)
                return judge_override(node.id, paths, leaves, (self.source, self.target), self.as_of)

    def _pinned(self, source: Node, target: Node, pair: LeafPair) -> Judgement | None:
        """Judge a digest that only one side has, or that belongs to another tag; the same tag must mean the same."""
        if target.kind is not NodeKind.IMAGE or not pair.right_path.startswith(_DIGEST):
            return None
        if pair.left is None or pair.right is None:
            unlocked = self.target if pair.right is None else self.source
            return Judgement(Verdict.ENVIRONMENT, f"{unlocked.name} does not lock it")
        tags = [node.leaves["tag"].value if "tag" in node.leaves else None for node in (source, target)]
        if pair.right_path == _DIGEST and tags[0] != tags[1]:
            return Judgement(Verdict.RELEASE, "it belongs to another tag")
        return None

    def _released(self, node: Node, pair: LeafPair) -> Judgement:
        """Judge a tag: each side must have that of its release, or declare another."""
        assert pair.left is not None
        assert pair.right is not None
        name = node.id.removeprefix("image/")
        names: list[str] = []
        for side, leaf in ((self.source, pair.left), (self.target, pair.right)):
            release = side.environment.effective.text("release", "")
            known = side.environment.model.releases.get(release)
            names.append(release)
            wanted = known.images.get(name) if known is not None else None
            if wanted is None or wanted != leaf.value:
                judged = judge_override(
                    node.id,
                    (pair.left_path, pair.right_path),
                    (pair.left, pair.right),
                    (self.source, self.target),
                    self.as_of,
                )
                if judged.verdict is not Verdict.UNDECLARED:
                    return judged
                says = (
                    f"release {release} says {wanted}"
                    if wanted
                    else f"release {release or 'none'} does not name {node.id}"
                )
                return Judgement(Verdict.NOT_FOLLOWED, f"{says} in {side.name}")
        if names[0] == names[1]:
            return Judgement(Verdict.NOT_FOLLOWED, f"both run release {names[0]}, which must not change")
        return Judgement(Verdict.RELEASE, f"releases {names[0]} and {names[1]}")

    def _difference(self, source: Node, target: Node, pair: LeafPair, judged: Judgement) -> Difference:
        path = pair.left_path if pair.right is None else pair.right_path
        return Difference(
            target.id, f"{target.id}.{path}", _value(pair.left), _value(pair.right), _place(pair.left, source),
            _place(pair.right, target), judged.verdict, judged.reason, self._advice(target, path, judged),
        )  # fmt: skip

    def _advice(self, node: Node, path: str, judged: Judgement) -> str:
        match judged.verdict:
            case Verdict.UNDECLARED if judged.statement is not None:
                return "give the override `because`, and `until` or `permanent: true`"
            case Verdict.UNDECLARED if node.kind is NodeKind.ROUTE:
                return "make them equal"
            case Verdict.UNDECLARED if node.kind is NodeKind.IMAGE and path.startswith(_DIGEST):
                here, there = self.target.environment.id, self.source.environment.id
                copy = f", or run `lsparch lock {here} --from {there}`" if here != there else ""
                return f"find out why the tag means two things{copy}"
            case Verdict.UNDECLARED:
                name, value = f"{node.id}.{path}", "{value: …, because: …, permanent: true}"
                where = f"environment {self.target.environment.id}"
                return f"make them equal, or declare it in {where}: `override: {{{name}: {value}}}`"
            case Verdict.EXPIRED:
                return "make them equal, or set a new date after asking its owner"
            case Verdict.NOT_FOLLOWED:
                return "change the tag in model/releases.yaml for all environments of the release"
            case _:
                return ""

    def _facts(self, source: Node, target: Node) -> Iterator[Difference]:
        for name in _FACTS.get(target.kind, ()):
            left, right = source.labels.get(name, ""), target.labels.get(name, "")
            if left != right:
                yield self._fact(source, target, name, left, right)
        if source.state is not target.state:
            paths = self.differing.setdefault(target.id, set())
            derived = any(path.partition(".")[0] in {"foreign", "realised-by", "status"} for path in paths)
            paths.add("state")
            if not derived:
                path = "shared" if State.SHARED in {source.state, target.state} else "state"
                yield self._fact(source, target, path, source.state.value, target.state.value)

    def _fact(self, source: Node, target: Node, path: str, left: str, right: str) -> Difference:
        verdict = _FREE.get(self.policy.element(target.kind, path), Verdict.UNDECLARED)
        reason = "" if verdict is Verdict.UNDECLARED else f"policy: {verdict}"
        if path == "state":
            here, there = self.source.statement("hosts", target.id), self.target.statement("hosts", target.id)
            statement = there or here
            if statement is not None and (here is None) != (there is None):
                verdict, reason = Verdict.DECLARED, f"hosts of {statement.layer}"
        subject = f"{target.id}.{'state' if path == 'shared' else path}"
        advice = "" if verdict is not Verdict.UNDECLARED else "make them equal, or declare it in the environment"
        return Difference(target.id, subject, left, right, source.place, target.place, verdict, reason, advice)

    def _same_reference(self, node: Node, pair: LeafPair) -> bool:
        """Tell whether two references mean the same element, one with and one without the name of its part."""
        if pair.left is None or pair.right is None:
            return False
        left, right = pair.left.value, pair.right.value
        if not isinstance(left, str) or not isinstance(right, str):
            return False
        if node.kind is NodeKind.IMAGE and pair.right_path == "repository":
            return canonical_image(left) == canonical_image(right)
        names = (self.source.environment.model.names, self.target.environment.model.names)
        meant = [n.resolve(text, _NAMES, node.part) for n, text in zip(names, (left, right), strict=True)]
        return meant[0] is not None and meant[0] == meant[1]


def _value(leaf: Leaf | None) -> Value:
    return ABSENT if leaf is None else leaf.value


def _place(leaf: Leaf | None, node: Node) -> Place:
    return (leaf.origin.place if leaf is not None else None) or node.place
