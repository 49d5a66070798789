"""Generating the Kubernetes configuration of environments."""

from collections.abc import Callable, Iterable

from lsparch.api.platform import Platform
from lsparch.diagnostics import Finding
from lsparch.outside.memory import collection_paused
from lsparch.resolve.pins import deployed_images, unpinned_images

__all__ = ["describe_unpinned", "generate_files"]


@collection_paused()
def generate_files(
    platform: Platform,
    environments: Iterable[str],
    say: Callable[[str], None] = lambda _: None,
    *,
    apart: bool = False,
) -> tuple[dict[str, bytes], tuple[Finding, ...]]:
    """Return the files of some environments' configuration, and what could not be generated.

    Parameters
    ----------
    platform
        The platform.
    environments
        Ids of environments. The files of one environment stand at the top; those of several in a folder each.
    say
        Called with a line of progress for each environment.
    apart
        Whether a single environment has a folder too.
    """
    from lsparch.manifests import layout  # noqa: PLC0415

    names = list(dict.fromkeys(platform.environment(name).id for name in environments))
    files: dict[str, bytes] = {}
    findings: list[Finding] = []
    for name in names:
        say(f"generating {name}")
        findings.extend(platform.environment(name).findings)
        manifests = platform.manifests(name)
        findings.extend(manifests.findings)
        prefix = f"{name}/" if apart or len(names) > 1 else ""
        files.update({prefix + path: text.encode() for path, text in layout(manifests).items()})
    return files, tuple(findings)


def describe_unpinned(platform: Platform, environments: Iterable[str]) -> str:
    """Say which environments deploy images by their tags alone; nothing if none does."""
    whole: list[str] = []
    some: list[str] = []
    for name in dict.fromkeys(platform.environment(name).id for name in environments):
        env = platform.environment(name)
        number, unpinned = len(deployed_images(env)), len(unpinned_images(env))
        if unpinned and unpinned == number:
            whole.append(name)
        elif unpinned:
            some.append(f"{unpinned} of {number} images of {name}")
    said = [f"all images of {', '.join(whole)}"] if whole else []
    found = "; ".join([*said, *some])
    return f"without a digest: {found} (`lsparch lock` pins them)" if found else ""
