"""Argo CD: charts of others, each as an Application, in a project of their own that may make any kind of object."""

import re
from collections.abc import Iterator
from typing import Any

from lsparch.emit.targets.argocd_object import argocd_object
from lsparch.manifests import ManifestSet
from lsparch.manifests.assembly.manifest_set import ChartRelease
from lsparch.yaml import emit

__all__ = ["chart_applications"]

_REPOSITORY = re.compile(r"(https?|oci)://\S+")


def chart_applications(made: ManifestSet, cluster: str) -> dict[str, str]:
    """Return the text of the files for the charts of an environment, by path; nothing if it has none.

    A chart whose repository is no URL, or whose version is not stated, is left out: Argo CD could not fetch it.

    Parameters
    ----------
    made
        The configuration of the environment.
    cluster
        Name under which Argo CD knows its cluster.
    """
    charts = [c for c in made.charts if c.version and _REPOSITORY.fullmatch(c.repository)]
    if not charts:
        return {}
    files = {f"{made.environment}/project-foreign.yaml": emit(_project(made, charts, cluster))}
    for chart in charts:
        files[f"{made.environment}/{made.environment}-{chart.name}.yaml"] = emit(_application(made, chart, cluster))
    return files


def _project(made: ManifestSet, charts: list[ChartRelease], cluster: str) -> dict[str, Any]:
    namespaces = sorted({chart.namespace for chart in charts})
    anything = [{"group": "*", "kind": "*"}]
    spec = {
        "description": f"Charts of others in {made.environment}",
        "sourceRepos": list(dict.fromkeys(_url(chart) for chart in charts)),
        "destinations": [{"name": cluster, "namespace": namespace} for namespace in namespaces],
        "clusterResourceWhitelist": anything,
        "namespaceResourceWhitelist": anything,
    }
    return argocd_object("AppProject", f"{made.environment}-foreign", -1, spec)


def _application(made: ManifestSet, chart: ChartRelease, cluster: str) -> dict[str, Any]:
    spec = {
        "project": f"{made.environment}-foreign",
        "source": dict(_source(chart)),
        "destination": {"name": cluster, "namespace": chart.namespace},
        "syncPolicy": {
            "automated": {"prune": True, "selfHeal": True},
            "syncOptions": ["ServerSideApply=true", "CreateNamespace=true"],
        },
    }
    return argocd_object("Application", f"{made.environment}-{chart.name}", 1, spec)


def _source(chart: ChartRelease) -> Iterator[tuple[str, Any]]:
    yield "repoURL", _url(chart)
    yield "chart", chart.chart
    yield "targetRevision", chart.version
    yield "helm", {"releaseName": chart.name, "valuesObject": dict(chart.values)}


def _url(chart: ChartRelease) -> str:
    return chart.repository.removeprefix("oci://")  # as Argo CD names registries
