"""What is generated for one environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lsparch.diagnostics import Finding
from lsparch.k8s.identity import ObjectKey
from lsparch.k8s.store import ObjectStore, StoredObject
from lsparch.resolve.patches import DeclaredPatch

__all__ = ["AppliedPatch", "ChartRelease", "ManifestSet", "SecretNeed"]


@dataclass(frozen=True, slots=True)
class SecretNeed:
    """A Secret that must exist before the pods start; its values come from elsewhere."""

    namespace: str
    name: str
    element: str
    """Id of the secret, or of the configuration that holds secrets."""

    keys: tuple[str, ...]
    """Keys that the pods use, sorted; for a configuration the names of its files."""

    needed_by: tuple[str, ...]
    """Ids of the components whose pods use it, sorted."""

    provider: str = ""
    """Who fills it, if the model says so."""

    type: str = "Opaque"
    made_from: tuple[str, ...] = ()
    """Keys of secrets that the templates name, such as ``api/dax-db.password``, sorted."""

    templates: tuple[tuple[str, str], ...] = ()
    """Text of each file with ``{{ part/secret.key }}`` where values belong; empty for a plain secret."""

    of_users: bool = False
    """Whether it must exist in every namespace of users whose spawner lives in this namespace."""

    issued: bool = False
    """Whether the cluster makes it by itself, as an issuer makes certificates."""


@dataclass(frozen=True, slots=True)
class ChartRelease:
    """A chart of others that is installed beside the objects, with its values."""

    element: str
    """Id of the component."""

    chart: str
    repository: str
    """Where it comes from; empty if the model does not say."""

    version: str
    """Version of the chart; empty if the model does not say."""

    namespace: str
    values: Mapping[str, Any]
    """Values, with every reference filled in."""

    @property
    def name(self) -> str:
        """Name of the release: part and component."""
        return self.element.replace("/", "-")


@dataclass(frozen=True, slots=True)
class AppliedPatch:
    """A patch that changed an object."""

    declared: DeclaredPatch
    key: ObjectKey
    """The object."""

    element: str
    """Id of the model element from which the object is made."""

    fields: tuple[str, ...]
    """Paths that were set or removed, as they are written."""


@dataclass(frozen=True, slots=True)
class ManifestSet:
    """The Kubernetes configuration of one environment."""

    environment: str
    kubernetes: str
    """Version for which it is made, such as ``1.36``."""

    objects: tuple[StoredObject, ...]
    """All objects in the order of application."""

    secrets: tuple[SecretNeed, ...]
    images: tuple[str, ...]
    """References of all images, sorted."""

    findings: tuple[Finding, ...]
    """What could not be generated, or only wider than it is declared."""

    charts: tuple[ChartRelease, ...] = ()
    """Charts of others, with their values, in the order of their components' ids."""

    patches: tuple[AppliedPatch, ...] = ()
    """Patches that changed objects, in the order of application."""

    def store(self) -> ObjectStore:
        """Return the objects with an index."""
        return ObjectStore(self.objects)
