"""Codes of comparing, and of reading clusters and manifests."""

from lsparch.diagnostics.codes.code import Code

__all__ = ["DRIFT"]

DRIFT = (
    Code(
        "DRF000",
        "A difference is declared, or free by policy",
        "It is none to worry about; `drift --declared` lists it for whoever reviews the exceptions.",
        "Nothing.",
        "note",
    ),
    Code(
        "DRF001",
        "A value differs, and nobody has declared that",
        "What was tested in one environment is not what runs in the other, or what runs is not what the model says.",
        "Make both the same, or declare the override with reason, owner and end; for a cluster, apply the model again, "
        "or bring the change into it.",
    ),
    Code(
        "DRF002",
        "Something is missing in the target",
        "A component, object or value of the source is not there.",
        "Add it, or declare its absence; for a cluster, apply what is missing.",
    ),
    Code(
        "DRF003",
        "Something is in the target alone",
        "It is left over, or somebody made it by hand; nobody reviews or upgrades it.",
        "Remove it, or bring it into the model.",
    ),
    Code(
        "DRF004",
        "A declared difference has ended",
        "The exception was to last until a day that is past.",
        "Remove the difference, or have its owner give a new day.",
    ),
    Code(
        "DRF005",
        "The tag of an image is not that of its environment's release",
        "`checks/drift.yaml` says that it follows the release, which is one set of versions; here it does not.",
        "Deploy the version of the release, or change the release.",
    ),
    Code(
        "DRF010",
        "A document is no Kubernetes object",
        "It cannot be checked, compared or applied.",
        "Add apiVersion, kind and metadata.name, or leave the file out.",
    ),
    Code(
        "DRF011",
        "Objects of a cluster cannot be read",
        "What cannot be seen cannot be compared, so that a clean result would say less than it seems to.",
        "Allow the user of the context to list that kind; for Secrets, names are enough, and only a warning is given.",
        "error or warning",
    ),
    Code(
        "DRF012",
        "A renamed element keeps the names of one that is not there",
        "`moved` says that it was deployed under another id, but nothing of that name is there: its volumes would "
        "not be found.",
        "Correct `moved`, or leave it out where nothing was deployed before.",
        "warning",
    ),
)
