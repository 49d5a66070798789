"""What a version of Kubernetes lacks of what the configuration would use: said, not silently left out."""

from lsparch.diagnostics import Severity
from lsparch.k8s.api_versions import Feature, feature_gate
from lsparch.manifests.assembly.site import Site

__all__ = ["report_lacking"]

_LOST = "nothing"
"""How the table begins to say that nothing takes the place of a feature."""


def report_lacking(site: Site) -> None:
    """Report each feature that was wanted and is missing, at the version of the cluster.

    What is lost without anything in its place is a warning; where something else is written, it is a note.
    """
    cluster = f"cluster/{site.env.cluster_id}"
    place = site.env.model.place(cluster, "versions", "kubernetes")
    for feature in sorted(site.lacking & _FIELDS):
        gate = feature_gate(feature)
        lost = gate.otherwise.startswith(_LOST)
        message = (
            f"Kubernetes {site.version.line} lacks {feature}, which begins with {gate.since.line}: {gate.otherwise}"
        )
        severity = Severity.WARNING if lost else Severity.NOTE
        advice = f"use Kubernetes {gate.since.line} or newer"
        site.report("GEN010", severity, place, message, advice, cluster)


_FIELDS = frozenset(Feature) - {Feature.SERVER_DRY_RUN, Feature.SERVER_SIDE_APPLY}
"""Features of objects; the others are those of the API server as a whole."""
