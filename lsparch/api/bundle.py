"""The hand-over bundle of an environment."""

from lsparch.api.audit import audit_platform, story_tests
from lsparch.api.generate import generate_files
from lsparch.api.platform import Platform
from lsparch.diagnostics import Finding, Severity, sort_findings
from lsparch.outside.memory import collection_paused

__all__ = ["bundle_environment"]


@collection_paused()
def bundle_environment(platform: Platform, environment: str) -> tuple[dict[str, bytes], tuple[Finding, ...]]:
    """Return the files of an environment's bundle, and what was found on the way; no files if that is an error.

    Parameters
    ----------
    platform
        The platform.
    environment
        Id of the environment.

    Raises
    ------
    UnreadableInputError
        If the model or the policy of the checks is faulty.
    """
    from lsparch.analysis.rollout import rollout_stages  # noqa: PLC0415
    from lsparch.emit.handover import Handover, bundle_files, dependents  # noqa: PLC0415
    from lsparch.emit.report_audit import AuditFormat, report_audit  # noqa: PLC0415
    from lsparch.rules.digest import sign_off_digest  # noqa: PLC0415

    env = platform.environment(environment)
    generated, found = generate_files(platform, [env.id])
    tests = story_tests(platform, env.id)
    findings = sort_findings([*found, *tests.findings])
    if any(finding.severity is Severity.ERROR for finding in findings):
        return {}, findings
    manifests = platform.manifests(env.id)
    stages = rollout_stages(env, manifests.objects)
    users = tuple(dependents(env, (platform.environment(name) for name in platform.environments)))
    handover = Handover(env, manifests, tests, stages, sign_off_digest(platform.graph(env.id)), users)
    audit = report_audit(audit_platform(platform, env.id), AuditFormat.MARKDOWN)
    return bundle_files(handover, audit, generated), findings
