"""Codes of locking images."""

from lsparch.diagnostics.codes.code import Code

__all__ = ["LOCK"]

LOCK = (
    Code(
        "LCK001",
        "No digest could be had for an image",
        "The registry does not know it, refuses to tell, or cannot be reached; a lock without it would pin less than "
        "it seems to.",
        "Correct registry, repository or tag, log in with `docker login`, or try again; nothing was written.",
    ),
    Code(
        "LCK002",
        "Images would be promoted backwards",
        "What runs in an operational environment is not what a sandbox is for: promotion goes the other way.",
        "Promote in the order that the message names.",
    ),
    Code(
        "LCK003",
        "An image is not locked in the environment from which it is promoted",
        "Only what has run there can be promoted.",
        "Lock the other environment if it deploys the image; else name the images that are meant by `--update`.",
    ),
    Code(
        "LCK004",
        "The other environment has locked another version than is deployed here",
        "The digest belongs to another tag, repository or registry, or to what does not run there.",
        "Deploy the same version in both, or lock the other environment again; the finding names its place.",
    ),
    Code(
        "LCK005",
        "An image that is deployed is not locked",
        "Whoever can move the tag decides what runs.",
        "Run `lsparch lock ENVIRONMENT`.",
    ),
    Code(
        "LCK006",
        "An environment has no lock",
        "`lock --check` asks whether the lock is current, and there is none.",
        "Run `lsparch lock ENVIRONMENT`.",
    ),
    Code(
        "LCK007",
        "A tag means another digest than when it was locked",
        "Somebody has moved the tag, so what was tested under it is not what it names now.",
        "Find out who moved it and why; `lsparch lock` writes the new digest, unless the old one is to stay.",
        "warning or note",
    ),
)
