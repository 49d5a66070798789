"""Locks: the digest of every image that an environment deploys, as its registry told it."""

from typing import Annotated

from pydantic import Field, Strict

from lsparch.models.element import Id, Language, Text

__all__ = ["Digest", "LockFile", "Pin"]

Digest = Annotated[str, Strict(), Field(pattern=r"^sha256:[0-9a-f]{64}$")]
"""Digest of a manifest, or of the index of an image for several architectures."""

Tag = Annotated[str, Strict(), Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$")]


class Pin(Language):
    """What the tags of one image meant when its registry was asked."""

    registry: Text = Field(description="Host that was asked, with its port where that is not the usual one.")
    repository: Annotated[str, Strict(), Field(pattern=r"^[a-z0-9][a-z0-9._/-]*$")] = Field(
        description="Repository without registry and tag; a pin of another repository does not count."
    )
    digests: dict[Tag, Digest] = Field(
        min_length=1, description="Digest of each tag that is deployed: one, or one for each track."
    )


class LockFile(Language):
    """Pinned images of one environment; written by `lsparch lock`, not by hand."""

    lock: Id = Field(
        description="Environment whose images these are.", json_schema_extra={"reference": ["environment"]}
    )
    images: dict[Id, Pin] = Field(description="Pins by the id of the image.")
