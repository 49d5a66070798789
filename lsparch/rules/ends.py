"""Everything in the model that ends on a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lsparch.diagnostics import Place
from lsparch.load import Model
from lsparch.models.catalogue import BucketUser
from lsparch.models.cluster import ClusterFile
from lsparch.models.environment import Overlay, Override
from lsparch.resolve.patches import patches_in

__all__ = ["End", "ends"]


@dataclass(frozen=True, slots=True)
class End:
    """An exception with its last day."""

    element: str
    what: str
    day: date
    place: Place


def ends(model: Model) -> Iterator[End]:
    """Iterate over overrides, patches, differences of clusters and shared users that end."""
    yield from _patches(model)
    for declared in model.of_kind("environment", "profile", "cluster", "bucket-user"):
        match declared.element:
            case Overlay() as overlay:
                for key, override in overlay.override.items():
                    if isinstance(override, Override) and override.until is not None:
                        place = declared.place("override", key, "until")
                        yield End(declared.id, f"override of {key}", date.fromisoformat(override.until), place)
            case ClusterFile() as cluster:
                for key, divergence in cluster.diverges.items():
                    if divergence.until is not None:
                        place = declared.place("diverges", key, "until")
                        day = date.fromisoformat(divergence.until)
                        yield End(declared.id, f"difference of {key}", day, place)
            case BucketUser() as user:
                if user.until is not None:
                    place = declared.place("until")
                    yield End(declared.id, "shared user", date.fromisoformat(user.until), place)
            case _:
                continue


def _patches(model: Model) -> Iterator[End]:
    for holder in model.of_kind("part", "profile", "environment"):
        for declared in patches_in(holder):
            until = declared.patch.until
            if until is not None:
                what = f"patch of {declared.target}"
                yield End(declared.layer, what, date.fromisoformat(until), declared.place("until"))
