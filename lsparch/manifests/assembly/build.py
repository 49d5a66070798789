"""Building the Kubernetes configuration of an environment."""

from collections.abc import Iterable

from lsparch.diagnostics import Finding, Severity, sort_findings
from lsparch.k8s.api_versions import NotServedError
from lsparch.k8s.identity import ObjectKey, apply_rank
from lsparch.k8s.store import StoredObject
from lsparch.k8s.version import KubernetesVersion
from lsparch.manifests.assembly.discovery import builders
from lsparch.manifests.assembly.features import report_lacking
from lsparch.manifests.assembly.foreign import chart_releases, foreign_objects
from lsparch.manifests.assembly.limits import check_limits
from lsparch.manifests.assembly.manifest_set import ManifestSet
from lsparch.manifests.assembly.patches import apply_patches
from lsparch.manifests.assembly.site import Site
from lsparch.manifests.assembly.sizes import check_sizes
from lsparch.manifests.assembly.workshop import Workshop
from lsparch.resolve import Environment
from lsparch.resolve.patches import DeclaredPatch

__all__ = ["build_manifests"]

_NO_VERSION = "1.8"


def build_manifests(
    env: Environment, kubernetes: str | None = None, patches: Iterable[DeclaredPatch] | None = None
) -> ManifestSet:
    """Build every Kubernetes object of an environment.

    Parameters
    ----------
    env
        The environment.
    kubernetes
        Version for which to build; that of the cluster when None.
    patches
        Patches to apply; those of the environment when None.

    Returns
    -------
    ManifestSet
        The objects in the order of application, the Secrets that must exist, the images, and findings. Objects are
        fit for use only if no finding is an error.
    """
    version, faults = _version(env, kubernetes)
    site = Site(env, version, faults)
    shop = Workshop(site)
    objects: list[StoredObject] = []
    for builder in builders():
        try:
            objects.extend(builder.build(shop))
        except NotServedError as error:
            place = env.model.place(f"cluster/{env.cluster_id}", "versions", "kubernetes")
            advice = "raise the version of the cluster, or leave out what needs this kind"
            site.report("GEN002", Severity.ERROR, place, str(error), advice, f"cluster/{env.cluster_id}")
    objects.extend(foreign_objects(site))
    objects.sort(key=lambda o: (apply_rank(o.kind), o.namespace, o.name))
    _check_names(site, objects)
    applied = apply_patches(site, objects, env.patches if patches is None else tuple(patches))
    charts = chart_releases(site)
    check_limits(shop, objects)
    check_sizes(site, objects)
    report_lacking(site)
    return ManifestSet(
        env.id, version.line, tuple(objects), shop.ledger.needs(shop.configurations),
        tuple(sorted(image for image in site.images if image)), sort_findings(site.findings), charts, applied,
    )  # fmt: skip


def _version(env: Environment, wanted: str | None) -> tuple[KubernetesVersion, list[Finding]]:
    row = env.model.platform.versions.get("kubernetes")
    text = wanted or env.cluster.versions.kubernetes or (row.chosen if row else None)
    if text is not None:
        return KubernetesVersion.parse(text), []
    place = env.model.place(f"cluster/{env.cluster_id}")
    message = f"no version of Kubernetes is stated for cluster/{env.cluster_id}"
    finding = Finding(
        "GEN002", Severity.ERROR, place, message, "state `versions.kubernetes`", element=f"cluster/{env.cluster_id}",
        environment=env.id,
    )  # fmt: skip
    return KubernetesVersion.parse(_NO_VERSION), [finding]


def _check_names(site: Site, objects: list[StoredObject]) -> None:
    """Report two objects that claim the same name."""
    first: dict[ObjectKey, StoredObject] = {}
    for found in objects:
        other = first.setdefault(found.key, found)
        if other is not found:
            message = f"{found.element} and {other.element} both make {found.key}"
            site.report("GEN006", Severity.ERROR, found.origin, message, "rename one of them", found.element)
