"""Running rules: every context through every rule, severities by policy, waived findings removed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase

from lsparch.diagnostics import Finding, Severity, sort_findings
from lsparch.graph import ArchGraph
from lsparch.k8s.store import ObjectStore
from lsparch.k8s.version import KubernetesVersion
from lsparch.load import Model
from lsparch.models.policy import Waiver
from lsparch.resolve import Environment
from lsparch.rules.catalogue import all_rules
from lsparch.rules.context import EnvironmentContext, ModelContext, ObjectsContext, WaiversContext, WaiverUse
from lsparch.rules.policy import Policy
from lsparch.rules.rule import EnvironmentRule, ModelRule, ObjectsRule, Rule, Subject, WaiverRule

__all__ = ["ObjectsSubject", "RunResult", "Subjects", "run_rules"]


@dataclass(frozen=True, slots=True)
class ObjectsSubject:
    """Kubernetes objects to check."""

    objects: ObjectStore
    version: KubernetesVersion
    environment: str = ""
    """Environment from which they were generated; empty for objects that were read."""

    whole: bool = True
    """Whether they are all objects of the deployment; if not, what is missing may exist elsewhere."""


@dataclass(frozen=True, slots=True)
class Subjects:
    """What is checked in one run."""

    model: Model | None = None
    environments: tuple[tuple[Environment, ArchGraph], ...] = ()
    objects: tuple[ObjectsSubject, ...] = ()


@dataclass(frozen=True, slots=True)
class RunResult:
    """What the rules found."""

    findings: tuple[Finding, ...]
    """Sorted, without those that are waived."""

    waived: tuple[Finding, ...]
    """Findings that a waiver covers."""


def run_rules(
    subjects: Subjects, *, policy: Policy, as_of: date, rules: Sequence[Rule] | None = None
) -> RunResult:  # fmt: skip
    """Run rules.

    Parameters
    ----------
    subjects
        What to check.
    policy
        Severities, demands and waivers.
    as_of
        The day of the check, for everything that ends.
    rules
        The rules; all when not given.
    """
    chosen = all_rules() if rules is None else tuple(rules)
    kinds = {env.id: env.kind for env, _ in subjects.environments}
    found = sort_findings(_levelled(_found(subjects, policy, as_of, chosen), policy, kinds))
    kept, waived, uses = _waive(found, subjects, policy, as_of, chosen)
    known = frozenset(rule.code for rule in all_rules())
    context = WaiversContext(policy.content, as_of, uses, known, subjects.model, policy.place)
    last = [f for rule in chosen if isinstance(rule, WaiverRule) for f in rule.check(context)]
    return RunResult(sort_findings([*kept, *_levelled(last, policy, kinds)]), waived)


def _found(subjects: Subjects, policy: Policy, as_of: date, rules: Sequence[Rule]) -> Iterator[Finding]:
    content = policy.content
    everything = tuple(env for env, _ in subjects.environments)
    if subjects.model is not None:
        whole = ModelContext(content, as_of, subjects.model, everything)
        for rule in rules:
            if isinstance(rule, ModelRule):
                yield from rule.check(whole)
    clusters: dict[str, list[Environment]] = {}
    for env in everything:
        clusters.setdefault(env.cluster_id, []).append(env)
    for env, graph in subjects.environments:
        one = EnvironmentContext(content, as_of, env, graph, everything, tuple(clusters[env.cluster_id]))
        for rule in rules:
            if isinstance(rule, EnvironmentRule):
                yield from (replace(f, environment=env.id) for f in rule.check(one))
    for subject in subjects.objects:
        store = ObjectsContext(content, as_of, subject.objects, subject.version, subject.environment, subject.whole)
        for rule in rules:
            if isinstance(rule, ObjectsRule):
                yield from (replace(f, environment=subject.environment) for f in rule.check(store))


def _levelled(findings: Iterable[Finding], policy: Policy, kinds: dict[str, str]) -> Iterator[Finding]:
    """Give each finding the severity that policy wants; drop those that it ignores."""
    for finding in findings:
        match policy.content.level(finding.code, kinds.get(finding.environment, "model")):
            case None:
                yield finding
            case "ignore":
                continue
            case level:
                yield replace(finding, severity=Severity(level))


def _waive(
    findings: Sequence[Finding], subjects: Subjects, policy: Policy, as_of: date, rules: Sequence[Rule]
) -> tuple[list[Finding], tuple[Finding, ...], tuple[WaiverUse, ...]]:
    waivers = policy.content.waivers
    counts = [0] * len(waivers)
    by_code: dict[str, list[int]] = {}
    for position, waiver in enumerate(waivers):
        by_code.setdefault(waiver.rule, []).append(position)
    kept: list[Finding] = []
    waived: list[Finding] = []
    for finding in findings:
        covering = [p for p in by_code.get(finding.code, ()) if _covers(waivers[p], finding)]
        for position in covering:
            counts[position] += 1
        holds = any(not _expired(waivers[p], as_of) for p in covering)
        (waived if holds else kept).append(finding)
    uses = tuple(
        WaiverUse(w, policy.place("waivers", p), counts[p], _judged(w, subjects, rules)) for p, w in enumerate(waivers)
    )
    return kept, tuple(waived), uses


def _covers(waiver: Waiver, finding: Finding) -> bool:
    if waiver.environment is not None and waiver.environment != finding.environment:
        return False
    return fnmatchcase(finding.element, waiver.where)


def _expired(waiver: Waiver, as_of: date) -> bool:
    return waiver.until is not None and date.fromisoformat(waiver.until) < as_of


def _judged(waiver: Waiver, subjects: Subjects, rules: Sequence[Rule]) -> bool:
    """Tell whether the run has seen everything that a waiver could cover."""
    rule = next((r for r in rules if r.code == waiver.rule), None)
    if rule is None or subjects.model is None:
        return False
    known = set(subjects.model.environments)
    checked = (
        {s.environment for s in subjects.objects}
        if rule.subject is Subject.OBJECTS
        else {env.id for env, _ in subjects.environments}
    )
    wanted = known if waiver.environment is None else {waiver.environment} & known
    return wanted <= checked
