"""Forms of the Kubernetes configuration: plain manifests, a Kustomize tree, a Helm chart, Argo CD Applications."""

from lsparch.emit.targets.argocd import GeneratedTree, argocd_files
from lsparch.emit.targets.helm import helm_files
from lsparch.emit.targets.kustomize import kustomize_files
from lsparch.emit.targets.plain import plain_files

__all__ = ["GeneratedTree", "argocd_files", "helm_files", "kustomize_files", "plain_files"]
