"""What is generated for one environment."""

from dataclasses import dataclass

from lsparch.diagnostics import Finding
from lsparch.k8s.store import ObjectStore, StoredObject

__all__ = ["ManifestSet", "SecretNeed"]


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

    def store(self) -> ObjectStore:
        """Return the objects with an index."""
        return ObjectStore(self.objects)
