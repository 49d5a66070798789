"""Kubernetes configuration, generated from an environment of the model.

Each module directly in this package makes the objects of one kind, and is found by its being there; what they share
is in `lsparch.manifests.assembly` and `lsparch.manifests.pod`.
"""

from lsparch.manifests.assembly.build import build_manifests
from lsparch.manifests.assembly.layout import CLUSTER, file_name, object_path
from lsparch.manifests.assembly.manifest_set import AppliedPatch, ManifestSet, SecretNeed

__all__ = ["CLUSTER", "AppliedPatch", "ManifestSet", "SecretNeed", "build_manifests", "file_name", "object_path"]
