"""Forms in which the Kubernetes configuration is written."""

from enum import StrEnum

__all__ = ["BUNDLED", "Target"]

BUNDLED = "bundle"
"""What the folder of a bundle is: the command that writes it."""


class Target(StrEnum):
    """A form of the Kubernetes configuration."""

    PLAIN = "plain"
    """A file for each object."""

    KUSTOMIZE = "kustomize"
    """A base that environments share, and an overlay for each."""

    HELM = "helm"
    """A chart, and values for each environment."""

    ARGOCD = "argocd"
    """Applications of Argo CD that deploy a plain or Kustomize tree from a repository."""

    @property
    def product(self) -> str:
        """What a folder of this form is: the command that writes it."""
        return f"generate --target {self.value}"
