"""Drift: undeclared differences between environments, revisions and manifests."""

from lsparch.drift.declared import EnvironmentSide
from lsparch.drift.environments import compare_environments
from lsparch.drift.manifests import ObjectSide, compare_objects
from lsparch.drift.objects import read_objects
from lsparch.drift.policy import DriftPolicy, load_drift_policy
from lsparch.drift.result import Difference, Drift, Verdict

__all__ = [
    "Difference",
    "Drift",
    "DriftPolicy",
    "EnvironmentSide",
    "ObjectSide",
    "Verdict",
    "compare_environments",
    "compare_objects",
    "load_drift_policy",
    "read_objects",
]
