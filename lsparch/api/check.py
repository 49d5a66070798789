"""Checking: all rules on the model, its environments, their objects, or on manifests."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from lsparch.api.platform import Platform
from lsparch.api.sources import (
    EnvironmentSource,
    GitSource,
    KubeSource,
    ManifestSource,
    parse_source,
    scan_source_objects,
)
from lsparch.diagnostics import Finding, UnreadableInputError, sort_findings
from lsparch.emit.report_rule import RuleInfo
from lsparch.k8s.store import ObjectStore
from lsparch.k8s.version import KubernetesVersion
from lsparch.outside.memory import collection_paused
from lsparch.rules.catalogue import all_rules
from lsparch.rules.policy import Policy, default_policy, load_policy
from lsparch.rules.run import ObjectsSubject, Subjects, run_rules

if TYPE_CHECKING:
    from lsparch.api.live import ClusterObjects

__all__ = ["CheckResult", "check_platform", "platform_policy", "rule_infos"]

NEWEST = "1.36"
"""Kubernetes version against which manifests are checked that come without a cluster."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found."""

    findings: tuple[Finding, ...]
    waived: tuple[Finding, ...]
    summary: str
    """What was checked, in a few words."""

    notices: tuple[str, ...] = ()
    """What of the sources was left out, and why."""


@collection_paused()
def check_platform(
    platform: Platform,
    sources: Iterable[str] = (),
    as_of: date | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> CheckResult:
    """Run all rules.

    Parameters
    ----------
    platform
        The platform.
    sources
        Environments, paths to manifests or live clusters; the model with every environment, and the diagrams, when
        empty.
    as_of
        Date on which exceptions are judged; today when not given.
    say
        Called with a line of progress for each environment.

    Returns
    -------
    CheckResult
        Findings of the rules and of loading, sorted; what is waived stands apart.

    Raises
    ------
    UnreadableInputError
        If the model, the policy or a manifest cannot be read.
    """
    parsed = [parse_source(text, platform) for text in sources]
    day = as_of or datetime.now(tz=UTC).date()
    names = [source.environment for source in parsed if isinstance(source, EnvironmentSource)]
    manifests = [source for source in parsed if isinstance(source, KubeSource | ManifestSource)]
    for source in parsed:
        if isinstance(source, GitSource):
            platform = Platform(platform.root, source.revision, platform.outside)
            names += [source.environment] if source.environment else []
    whole = not parsed or any(isinstance(source, GitSource) and not source.environment for source in parsed)
    if whole:
        names = list(platform.environments)
    subjects, faults, notices = _subjects(platform, names, manifests, whole=whole, say=say)
    if whole:
        from lsparch.api.diagrams import diagram_findings  # noqa: PLC0415 - charts of diagrams ask for checks

        faults += diagram_findings(platform)
    result = run_rules(subjects, policy=platform_policy(platform), as_of=day)
    parts = [f"model, {len(names)} environments"] if whole else [", ".join([*names, *(m.name for m in manifests)])]
    objects = sum(len(subject.objects) for subject in subjects.objects)
    parts.append(f"{objects} objects, {len(all_rules())} rules")
    return CheckResult(sort_findings([*faults, *result.findings]), result.waived, ", ".join(parts), tuple(notices))


def _subjects(
    platform: Platform,
    names: list[str],
    manifests: list[KubeSource | ManifestSource],
    *,
    whole: bool,
    say: Callable[[str], None],
) -> tuple[Subjects, list[Finding], list[str]]:
    faults: list[Finding] = []
    environments = []
    objects = []
    notices = []
    for name in names:
        say(f"checking {name}")
        env = platform.environment(name)
        faults.extend(env.findings)
        environments.append((env, platform.graph(env.id)))
        made = platform.manifests(env.id)
        faults.extend(made.findings)
        version = KubernetesVersion.parse(env.cluster.versions.kubernetes or NEWEST)
        objects.append(ObjectsSubject(ObjectStore(made.objects), version, env.id))
    for source in manifests:
        if isinstance(source, KubeSource):
            live = _live(source, say)
            faults.extend(live.findings)
            objects.append(ObjectsSubject(ObjectStore(live.objects), KubernetesVersion.parse(live.version or NEWEST)))
            continue
        for one, read in scan_source_objects(source, platform.outside):
            faults.extend(read.strangers)
            objects.append(ObjectsSubject(ObjectStore(read.objects), KubernetesVersion.parse(NEWEST)))
            if one.left_out:
                notices.append(f"checked {one.name}; left out {', '.join(one.left_out)}: no Kubernetes objects")
    model = platform.model if whole else None
    return Subjects(model, tuple(environments), tuple(objects)), faults, notices


def _live(source: KubeSource, say: Callable[[str], None]) -> "ClusterObjects":
    from lsparch.api.live import read_live  # noqa: PLC0415

    say(f"reading {source.name}")
    return read_live(source.context)


def platform_policy(platform: Platform) -> Policy:
    """Return the policy of a platform's checks; the default one if it has none.

    Raises
    ------
    UnreadableInputError
        If the file is faulty.
    """
    files = platform.files("checks", ".yaml")
    name = next((n for n in files if n.endswith("checks/policy.yaml")), None)
    if name is None:
        return default_policy()
    policy, findings = load_policy(files[name], name)
    if policy is None:
        raise UnreadableInputError(findings)
    return policy


def rule_infos() -> dict[str, RuleInfo]:
    """Return code, title and first paragraph of every rule, for reports."""
    return {
        rule.code: RuleInfo(rule.code, rule.title(), next(iter(rule.sections().values()), "")) for rule in all_rules()
    }
