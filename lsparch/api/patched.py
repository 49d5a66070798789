"""What patches make of objects: faults that rules find in them, and would not find without the patch."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from lsparch.api.check import platform_policy
from lsparch.api.platform import Platform
from lsparch.diagnostics import Finding, Related, Severity
from lsparch.k8s.version import KubernetesVersion
from lsparch.rules.catalogue import all_rules
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.run import ObjectsSubject, Subjects, run_rules

if TYPE_CHECKING:
    from lsparch.manifests import AppliedPatch, ManifestSet
    from lsparch.resolve.patches import DeclaredPatch

__all__ = ["unfit_patches"]

_Fault = tuple[str, str, str]
"""What tells a fault: code, element, message."""


def unfit_patches(platform: Platform, environment: str, kubernetes: str | None) -> tuple[Finding, ...]:
    """Return an error for each fault of an environment's objects that a patch brings in, at the line of the patch.

    What policy makes a warning, or a waiver covers, is none; whether a waiver has ended is for `check` to say.

    Parameters
    ----------
    platform
        The platform.
    environment
        Id of the environment.
    kubernetes
        Version for which the objects are made; that of the cluster when None.
    """
    made = platform.manifests(environment, kubernetes)
    if not made.patches:
        return ()
    comparison = _Comparison(platform, environment, kubernetes)
    brought = comparison.brought_by(made)
    return tuple(comparison.finding(made, key, fault) for key, fault in brought.items())


class _Comparison:
    """Objects of an environment with and without patches."""

    def __init__(self, platform: Platform, environment: str, kubernetes: str | None) -> None:
        self._platform = platform
        self._env = platform.environment(environment)
        self._kubernetes = kubernetes
        self._rules = [rule for rule in all_rules() if isinstance(rule, ObjectsRule)]
        self._policy = platform_policy(platform)
        self._before = self._faults(self._built(()))

    def brought_by(self, made: "ManifestSet") -> dict[_Fault, Finding]:
        """Return the faults that there are not without patches."""
        return {key: fault for key, fault in self._faults(made).items() if key not in self._before}

    def finding(self, made: "ManifestSet", key: _Fault, fault: Finding) -> Finding:
        """Return what is said of a fault, at the path of the patch that brings it in alone.

        Where several must come together, it is the last patch of the object.
        """
        patches = made.patches
        alone = (one for one in patches if key in self.brought_by(self._built((one.declared,))))
        of_it = (one for one in reversed(patches) if one.element == fault.element)
        applied = next(alone, None) or next(of_it, patches[-1])
        declared = applied.declared
        message = f"the patch of {declared.target} makes the configuration unfit: {fault.message} ({fault.code})"
        return Finding(
            "GEN028", Severity.ERROR, declared.path_place(self._field(applied, key)), message, fault.help,
            (Related(fault.place, f"where `lsparch check` tells {fault.code}"),), declared.layer, self._env.id,
        )  # fmt: skip

    def _field(self, applied: "AppliedPatch", key: _Fault) -> str:
        """Return the path of a patch that brings in a fault alone, or else the first."""
        fields = applied.fields
        alone = (f for f in fields if key in self.brought_by(self._built((_only(applied.declared, f),))))
        return fields[0] if len(fields) == 1 else next(alone, fields[0])

    def _built(self, patches: "tuple[DeclaredPatch, ...]") -> "ManifestSet":
        from lsparch.manifests import build_manifests  # noqa: PLC0415

        return build_manifests(self._env, self._kubernetes, patches)

    def _faults(self, made: "ManifestSet") -> dict[_Fault, Finding]:
        subject = ObjectsSubject(made.store(), KubernetesVersion.parse(made.kubernetes), self._env.id)
        graph = self._platform.graph(self._env.id)
        subjects = Subjects(None, ((self._env, graph),), (subject,))
        found = run_rules(subjects, policy=self._policy, as_of=date.min, rules=self._rules)
        return {(f.code, f.element, f.message): f for f in found.findings if f.severity is Severity.ERROR}


def _only(declared: "DeclaredPatch", field: str) -> "DeclaredPatch":
    """Return a patch that has one path of another."""
    kept = {field: declared.patch.set[field]} if field in declared.patch.set else {}
    removed = [] if kept else [field]
    return replace(declared, patch=declared.patch.model_copy(update={"set": kept, "remove": removed}))
