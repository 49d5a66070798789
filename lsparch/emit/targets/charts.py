"""Charts of others: the values with which each is installed, and what is known of it."""

from lsparch.manifests import ManifestSet
from lsparch.yaml import emit

__all__ = ["chart_files"]


def chart_files(manifests: ManifestSet) -> dict[str, str]:
    """Return the files of the charts that are installed beside the objects, by path.

    Each has ``foreign/RELEASE/values.yaml``, and ``chart.yaml`` beside it: the chart, where it comes from, its version
    and namespace; what the model does not say is left out.
    """
    files: dict[str, str] = {}
    for chart in manifests.charts:
        folder = f"foreign/{chart.name}"
        known = {
            "release": chart.name,
            "chart": chart.chart,
            "repository": chart.repository,
            "version": chart.version,
            "namespace": chart.namespace,
        }
        files[f"{folder}/chart.yaml"] = emit({key: value for key, value in known.items() if value})
        files[f"{folder}/values.yaml"] = emit(dict(chart.values))
    return files
