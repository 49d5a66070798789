"""Auditing: the security inventory of an environment."""

from typing import TYPE_CHECKING

from lsparch.api.platform import Platform
from lsparch.outside.memory import collection_paused

if TYPE_CHECKING:
    from lsparch.analysis.audit import Audit
    from lsparch.manifests.stories import StoryTests

__all__ = ["audit_platform", "story_tests"]


@collection_paused()
def audit_platform(platform: Platform, environment: str) -> "Audit":
    """Return the security inventory of an environment.

    Parameters
    ----------
    platform
        The platform.
    environment
        Id of the environment.

    Raises
    ------
    UnreadableInputError
        If the model, the environment or the policy of the checks is faulty.
    """
    from lsparch.analysis.audit import audit_environment  # noqa: PLC0415
    from lsparch.api.check import platform_policy  # noqa: PLC0415
    from lsparch.rules.digest import sign_off_digest  # noqa: PLC0415

    env = platform.environment(environment)
    policy = platform_policy(platform)
    waivers = [(waiver, policy.place("waivers", number)) for number, waiver in enumerate(policy.content.waivers)]
    digest = sign_off_digest(platform.graph(env.id))
    return audit_environment(env, platform.manifests(env.id), story_tests(platform, env.id), waivers, digest)


def story_tests(platform: Platform, environment: str) -> "StoryTests":
    """Return the integration tests of an environment, for the Kubernetes version of its configuration."""
    from lsparch.manifests.stories import build_story_tests  # noqa: PLC0415

    env = platform.environment(environment)
    return build_story_tests(env, platform.manifests(env.id).kubernetes)
