"""Patches of two environments: a difference that is declared, with its reason, as long as it has not ended."""

from collections.abc import Iterator
from datetime import date

from lsparch.diagnostics import Place
from lsparch.drift.declared import EnvironmentSide
from lsparch.drift.result import ABSENT, Difference, Value, Verdict
from lsparch.graph import NodeKind
from lsparch.k8s.labels import stable_text
from lsparch.resolve.patches import DeclaredPatch

__all__ = ["is_patch", "patch_differences"]

_REMOVED = "(removed)"


def is_patch(kind: NodeKind, path: str) -> bool:
    """Tell whether a value of an element is a patch, which is compared here alone."""
    return kind is NodeKind.ENVIRONMENT and path.startswith("patches.")


def patch_differences(source: EnvironmentSide, target: EnvironmentSide, as_of: date) -> Iterator[Difference]:
    """Compare the patches of two environments.

    A patch of a profile or of an environment declares the difference that it makes; that of a part that both have is
    the same in both, unless they are of different revisions.

    Parameters
    ----------
    source, target
        The environments.
    as_of
        Day on which patches must not have ended.
    """
    ours, theirs = _patched(source, target), _patched(target, source)
    for subject in sorted({*ours, *theirs}):
        left, right = ours.get(subject), theirs.get(subject)
        if left is not None and right is not None and left[1] == right[1]:
            continue
        verdict, reason = _judged([found[0] for found in (left, right) if found is not None], as_of)
        yield Difference(
            subject.partition(": ")[0].removeprefix("patch of "), subject, _value(left), _value(right),
            _place(source, left), _place(target, right), verdict, reason, _advice(verdict),
        )  # fmt: skip


_Patched = tuple[DeclaredPatch, object, str]
"""A patch, the value that it gives a field, and the path of the field."""


def _patched(side: EnvironmentSide, other: EnvironmentSide) -> dict[str, _Patched]:
    """Return what each field is set to; patches of parts count if both sides have the part."""
    env = side.environment
    found: dict[str, _Patched] = {}
    for declared in env.patches:
        if declared.part and declared.part not in other.environment.parts:
            continue
        patch = declared.patch
        homes = [part for part in env.parts if patch.namespace == env.namespace(part)]
        within = declared.part or next(iter(homes), patch.namespace or "")
        name = f"patch of {declared.target}{f' in {within}' if within else ''}"
        for path in (*patch.set, *patch.remove):
            value = patch.set.get(path, _REMOVED)
            found[f"{name}: {path}"] = (declared, value, path)
    return found


def _judged(patches: list[DeclaredPatch], as_of: date) -> tuple[Verdict, str]:
    reason = ""
    for declared in patches:
        patch = declared.patch
        if declared.layer == declared.part:
            return Verdict.UNDECLARED, f"the patch is of {declared.part}, and so for every environment"
        if patch.until is not None and date.fromisoformat(patch.until) < as_of:
            return Verdict.EXPIRED, f"declared in {declared.layer} until {patch.until} only"
        if patch.until is None and not patch.permanent:
            return Verdict.UNDECLARED, f"the patch in {declared.layer} says neither until when nor that it is permanent"
        reason = f"declared in {declared.layer}: {patch.because}"
    return Verdict.DECLARED, reason


def _advice(verdict: Verdict) -> str:
    match verdict:
        case Verdict.EXPIRED:
            return "remove it, or set a new date after asking its owner"
        case Verdict.UNDECLARED:
            return "give the patch `until` or `permanent: true`, or make the environments equal"
        case _:
            return ""


def _value(found: _Patched | None) -> Value:
    if found is None:
        return ABSENT
    value = found[1]
    return value if value is None or isinstance(value, str | int | float | bool) else stable_text(value)


def _place(side: EnvironmentSide, found: _Patched | None) -> Place:
    env = side.environment
    return env.model.place(f"environment/{env.id}") if found is None else found[0].path_place(found[2])
