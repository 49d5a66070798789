"""Generating the Kubernetes configuration of environments."""

from collections.abc import Callable, Iterable

from lsparch.api.platform import Platform
from lsparch.diagnostics import Finding, LsparchError
from lsparch.outside.memory import collection_paused
from lsparch.resolve.pins import deployed_images, unpinned_images

__all__ = ["describe_unpinned", "generate_files", "target_version"]


@collection_paused()
def generate_files(
    platform: Platform,
    environments: Iterable[str],
    say: Callable[[str], None] = lambda _: None,
    *,
    apart: bool = False,
    kubernetes: str | None = None,
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
    kubernetes
        Version of Kubernetes for which to generate, such as ``1.30``; that of each environment's cluster when None.

    Raises
    ------
    LsparchError
        If the version is none, or none whose schema ships.
    """
    from lsparch.manifests import layout  # noqa: PLC0415

    version = target_version(kubernetes)
    names = list(dict.fromkeys(platform.environment(name).id for name in environments))
    files: dict[str, bytes] = {}
    findings: list[Finding] = []
    for name in names:
        say(f"generating {name}")
        findings.extend(platform.environment(name).findings)
        manifests = platform.manifests(name, version)
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


def target_version(text: str | None) -> str | None:
    """Return the release line of a version for which objects can be made, such as ``1.30``; None stays None.

    Raises
    ------
    LsparchError
        If the text is no version, or one whose schema does not ship.
    """
    if text is None:
        return None
    from lsparch.k8s.schemas import covered_lines  # noqa: PLC0415
    from lsparch.k8s.version import KubernetesVersion  # noqa: PLC0415

    try:
        line = KubernetesVersion.parse(text).line
    except ValueError as error:
        raise LsparchError(str(error)) from None
    known = covered_lines()
    if line not in known:
        raise LsparchError(f"Kubernetes {line} is not covered; versions are {known[0]} to {known[-1]}")
    return line
