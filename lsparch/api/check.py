"""Checking: all rules on the model, its environments, their objects, or on manifests."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from lsparch.api.platform import Platform
from lsparch.api.sources import (
    EnvironmentSource,
    GitSource,
    KubeSource,
    ManifestSource,
    Source,
    parse_sources,
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
from lsparch.views.wording import counted

if TYPE_CHECKING:
    from lsparch.api.live import ClusterObjects

__all__ = ["CheckResult", "check_platform", "code_titles", "platform_policy", "rule_infos"]

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
        Environments, each with the views that draw it, revisions, paths to manifests or live clusters; the model with
        every environment and all diagrams when empty. What is of a revision is checked under the policy of that.
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
    day = as_of or datetime.now(tz=UTC).date()
    asked = _asked(platform, parse_sources(sources, platform))
    findings: list[Finding] = []
    waived: list[Finding] = []
    notices: list[str] = []
    parts: list[str] = []
    objects = 0
    for one in asked:
        subjects, faults, told = _subjects(one, say)
        if one.whole or one.names:
            from lsparch.api.diagrams import diagram_findings  # noqa: PLC0415 - charts of diagrams ask for checks

            faults += diagram_findings(one.platform, None if one.whole else frozenset(one.names))
        result = run_rules(subjects, policy=platform_policy(one.platform), as_of=day)
        revision = one.platform.revision if len(asked) > 1 else ""
        findings += _of_revision(revision, [*faults, *result.findings])
        waived += _of_revision(revision, result.waived)
        notices += told
        parts.append(one.title)
        objects += sum(len(subject.objects) for subject in subjects.objects)
    parts.append(f"{counted(objects, 'object')}, {len(all_rules())} rules")
    return CheckResult(sort_findings(findings), tuple(waived), ", ".join(parts), tuple(notices))


@dataclass(slots=True)
class _Asked:
    """What is checked of the platform at one revision, under the policy that it has there."""

    platform: Platform
    names: list[str] = field(default_factory=list)
    """Environments."""

    manifests: list[KubeSource | ManifestSource] = field(default_factory=list)
    whole: bool = False

    @property
    def title(self) -> str:
        """What is checked, in a few words."""
        revision = self.platform.revision
        shown = [f"git:{revision}:{name}" for name in self.names] if revision else self.names
        if self.whole:
            shown = [f"{f'git:{revision}' if revision else 'model'}, {counted(len(self.names), 'environment')}"]
        return ", ".join([*shown, *(source.name for source in self.manifests)])


def _asked(platform: Platform, sources: list[Source]) -> list[_Asked]:
    """Return what is checked, by revision; the whole model when nothing is named."""
    found: dict[str, _Asked] = {}
    for source in sources:
        match source:
            case EnvironmentSource(environment):
                found.setdefault("", _Asked(platform)).names.append(environment)
            case ManifestSource() | KubeSource():
                found.setdefault("", _Asked(platform)).manifests.append(source)
            case GitSource(revision, environment):
                opened = found.setdefault(revision, _Asked(Platform(platform.root, revision, platform.outside)))
                opened.whole = opened.whole or not environment
                opened.names += [environment] if environment else []
    for one in found.values():
        one.names = list(dict.fromkeys(one.platform.environments if one.whole else one.names))
    return list(found.values()) or [_Asked(platform, list(platform.environments), whole=True)]


def _of_revision(revision: str, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings that say of which revision they are, where several are checked."""
    for finding in findings:
        environment = f"git:{revision}:{finding.environment}".removesuffix(":")
        yield replace(finding, environment=environment) if revision else finding


def _subjects(asked: _Asked, say: Callable[[str], None]) -> tuple[Subjects, list[Finding], list[str]]:
    platform = asked.platform
    faults: list[Finding] = []
    environments = []
    objects = []
    notices = []
    for name in asked.names:
        say(f"checking {name}")
        env = platform.environment(name)
        faults.extend(env.findings)
        environments.append((env, platform.graph(env.id)))
        made = platform.manifests(env.id)
        faults.extend(made.findings)
        version = KubernetesVersion.parse(env.cluster.versions.kubernetes or NEWEST)
        objects.append(ObjectsSubject(ObjectStore(made.objects), version, env.id))
    for source in asked.manifests:
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
    model = platform.model if asked.whole else None
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


def code_titles() -> dict[str, str]:
    """Return the title of every code that a finding may have, of a rule or not."""
    from lsparch.diagnostics.codes import all_codes  # noqa: PLC0415

    others = {code.code: code.title for several in all_codes().values() for code in several}
    return others | {code: info.title for code, info in rule_infos().items()}
