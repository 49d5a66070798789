"""Argo CD: a project and Applications for each environment, which deploy a generated tree from a repository."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lsparch.emit.target import Target
from lsparch.emit.targets.argocd_charts import chart_applications
from lsparch.emit.targets.argocd_object import argocd_object
from lsparch.emit.targets.families import Group, groups_of
from lsparch.k8s.identity import group_of
from lsparch.k8s.store import StoredObject
from lsparch.manifests import CLUSTER, ManifestSet
from lsparch.yaml import emit

__all__ = ["GeneratedTree", "argocd_files"]

_OPTIONS = (
    "ServerSideApply=true",
    "CreateNamespace=false",
    "PruneLast=true",
    "ApplyOutOfSyncOnly=true",
    "RespectIgnoreDifferences=true",
)


@dataclass(frozen=True, slots=True)
class GeneratedTree:
    """Where the tree that Argo CD deploys lies."""

    repository: str
    """URL of the Git repository."""

    revision: str = "HEAD"
    """Branch, tag or commit."""

    path: str = "."
    """Folder in it that holds the tree."""

    form: Target = Target.PLAIN
    """Form of the tree: plain, with a folder for each environment, or Kustomize."""

    def folder(self, environment: str, group: Group) -> str:
        """Return the folder of a group of objects of an environment."""
        match self.form:
            case Target.KUSTOMIZE:
                inner = f"overlays/{environment}/{group.name}"
            case _:
                inner = f"{environment}/{group.namespaces[environment] or CLUSTER}"
        top = self.path.strip("/")
        return inner if top in {"", "."} else f"{top}/{inner}"


_HOLDING = frozenset({"Namespace", "PersistentVolume", "PersistentVolumeClaim", "StatefulSet"})
"""Kinds with which data may go: a person removes them, not a controller that found them gone from a repository."""


def argocd_files(sets: Sequence[ManifestSet], clusters: Mapping[str, str], tree: GeneratedTree) -> dict[str, str]:
    """Return the text of every file, by path: ``ENVIRONMENT/project.yaml`` and an Application for each namespace.

    Parameters
    ----------
    sets
        The configuration of each environment.
    clusters
        Name under which Argo CD knows the cluster of each environment.
    tree
        The tree that the Applications deploy; it is the one that is generated from the same configuration.
    """
    groups = groups_of(sets)
    files: dict[str, str] = {}
    for made in sets:
        name, cluster = made.environment, clusters[made.environment]
        present = [group for group in groups if name in group.namespaces]
        files[f"{name}/project.yaml"] = emit(_project(made, cluster, tree))
        for group in present:
            objects = [family.members[name] for family in group.families if name in family.members]
            files[f"{name}/{name}-{group.name}.yaml"] = emit(_application(made, group, objects, cluster, tree))
        files |= chart_applications(made, cluster)
    return files


def _project(made: ManifestSet, cluster: str, tree: GeneratedTree) -> dict[str, Any]:
    """Return the project, which allows what the environment needs and nothing else."""
    spec = {
        "description": f"Kubernetes configuration of {made.environment}",
        "sourceRepos": [tree.repository],
        "destinations": [{"name": cluster, "namespace": namespace} for namespace in _namespaces(made.objects)],
        "clusterResourceWhitelist": list(_kinds(o for o in made.objects if not o.namespace)),
        "namespaceResourceWhitelist": list(_kinds(o for o in made.objects if o.namespace)),
    }
    return argocd_object("AppProject", made.environment, -1, spec)


def _application(
    made: ManifestSet, group: Group, objects: Sequence[StoredObject], cluster: str, tree: GeneratedTree
) -> dict[str, Any]:
    name = made.environment
    source: dict[str, Any] = {"repoURL": tree.repository, "targetRevision": tree.revision}
    source["path"] = tree.folder(name, group)
    if tree.form is Target.PLAIN:
        source["directory"] = {"recurse": False}
    namespace = group.namespaces[name] or next(iter(_namespaces(made.objects)), "default")
    spec: dict[str, Any] = {
        "project": name,
        "source": source,
        "destination": {"name": cluster, "namespace": namespace},
        "syncPolicy": {
            "automated": {"prune": not _HOLDING.intersection(o.kind for o in objects), "selfHeal": True},
            "syncOptions": list(_OPTIONS),
            "retry": {"limit": 5, "backoff": {"duration": "10s", "factor": 2, "maxDuration": "5m"}},
        },
    }
    scaled = list(_scaled(objects))
    if scaled:
        spec["ignoreDifferences"] = scaled
    compared = {"argocd.argoproj.io/compare-options": "ServerSideDiff=true"}
    return argocd_object("Application", f"{name}-{group.name}", _wave(name, group), spec, compared)


def _wave(environment: str, group: Group) -> int:
    """Return the wave of a group: namespaces and what else has none, then what environments share, then the others."""
    if group.name == CLUSTER:
        return 0
    return 2 if group.namespaces[environment].startswith(f"{environment}-") else 1


def _namespaces(objects: Sequence[StoredObject]) -> list[str]:
    return sorted({stored.namespace for stored in objects} - {""})


def _kinds(objects: Iterator[StoredObject]) -> Iterator[dict[str, str]]:
    found = {(group_of(str(stored.data["apiVersion"])), stored.kind) for stored in objects}
    return ({"group": group, "kind": kind} for group, kind in sorted(found))


def _scaled(objects: Sequence[StoredObject]) -> Iterator[dict[str, Any]]:
    """Return what Argo CD must leave alone: the number of pods that an autoscaler sets."""
    for stored in objects:
        if stored.kind == "HorizontalPodAutoscaler":
            scaled = stored.data["spec"]["scaleTargetRef"]
            target = {"group": group_of(scaled.get("apiVersion", "")), "kind": scaled["kind"], "name": scaled["name"]}
            yield {**target, "namespace": stored.namespace, "jsonPointers": ["/spec/replicas"]}
