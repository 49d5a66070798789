"""Generating the Kubernetes configuration of environments."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, assert_never

from lsparch.api.platform import Platform
from lsparch.diagnostics import Finding, LsparchError
from lsparch.emit.target import Target
from lsparch.outside.memory import collection_paused
from lsparch.resolve.pins import deployed_images, unpinned_images

if TYPE_CHECKING:
    from lsparch.emit.targets import GeneratedTree
    from lsparch.manifests import ManifestSet

__all__ = ["describe_unpinned", "generate_files", "target_version"]


@collection_paused()
def generate_files(
    platform: Platform,
    environments: Iterable[str],
    say: Callable[[str], None] = lambda _: None,
    *,
    apart: bool = False,
    kubernetes: str | None = None,
    target: Target = Target.PLAIN,
    tree: "GeneratedTree | None" = None,
) -> tuple[dict[str, bytes], tuple[Finding, ...]]:
    """Return the files of some environments' configuration, and what could not be generated.

    Parameters
    ----------
    platform
        The platform.
    environments
        Ids of environments. Plain files of one environment stand at the top, those of several in a folder each; a
        tree of another form holds all of them.
    say
        Called with a line of progress for each environment.
    apart
        Whether plain files of a single environment have a folder too.
    kubernetes
        Version of Kubernetes for which to generate, such as ``1.30``; that of each environment's cluster when None.
    target
        Form in which the configuration is written.
    tree
        For Argo CD: where the tree that it deploys lies.

    Raises
    ------
    LsparchError
        If the version is none, or none whose schema ships; if Argo CD is not told what to deploy.
    """
    version = target_version(kubernetes)
    names = list(dict.fromkeys(platform.environment(name).id for name in environments))
    if target is Target.ARGOCD and tree is None:
        raise LsparchError("Argo CD deploys from a repository; say which, by --repo")
    sets: list[ManifestSet] = []
    findings: list[Finding] = []
    for name in names:
        say(f"generating {name}")
        findings.extend(platform.environment(name).findings)
        made = platform.manifests(name, version)
        findings.extend(made.findings)
        if made.patches:
            from lsparch.api.patched import unfit_patches  # noqa: PLC0415

            findings.extend(unfit_patches(platform, name, version))
        sets.append(made)
    texts = _plain(sets, apart=apart) if target is Target.PLAIN else _gathered(platform, sets, target, tree)
    return {path: text.encode() for path, text in texts.items()}, tuple(findings)


def _plain(sets: Sequence["ManifestSet"], *, apart: bool) -> dict[str, str]:
    from lsparch.emit.targets import plain_files  # noqa: PLC0415

    texts: dict[str, str] = {}
    for made in sets:
        prefix = f"{made.environment}/" if apart or len(sets) > 1 else ""
        texts.update({prefix + path: text for path, text in plain_files(made).items()})
    return texts


def _gathered(
    platform: Platform, sets: Sequence["ManifestSet"], target: Target, tree: "GeneratedTree | None"
) -> Mapping[str, str]:
    """Return the files of a form that holds all environments."""
    from lsparch.emit.targets import argocd_files, helm_files, kustomize_files  # noqa: PLC0415

    match target:
        case Target.KUSTOMIZE:
            return kustomize_files(sets)
        case Target.HELM:
            return helm_files(sets, platform.model.platform.platform)
        case Target.ARGOCD:
            assert tree is not None
            clusters = {made.environment: platform.environment(made.environment).cluster_id for made in sets}
            return argocd_files(sets, clusters, tree)
        case Target.PLAIN:
            return _plain(sets, apart=True)
        case _:
            assert_never(target)


def describe_unpinned(platform: Platform, environments: Iterable[str]) -> str:
    """Say which environments deploy images by their tags alone; nothing if none does."""
    whole: list[str] = []
    some: list[str] = []
    for name in dict.fromkeys(platform.environment(name).id for name in environments):
        env = platform.environment(name)
        deployed = deployed_images(env)
        number, unpinned = len(deployed), len(unpinned_images(env, deployed))
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
