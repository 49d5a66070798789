"""Codes of resolving an environment."""

from lsparch.diagnostics.codes.code import Code

__all__ = ["ENVIRONMENT"]

ENVIRONMENT = (
    Code(
        "ENV001",
        "An environment speaks of something that does not exist",
        "An override, binding, track or host that names nothing has no effect, although its author thinks that it has.",
        "Correct the name, which the message proposes where it can be guessed, or remove the statement.",
    ),
    Code(
        "ENV002",
        "A statement of an environment has no effect",
        "It says what is so already, so it will surprise whoever changes the other place.",
        "Remove it.",
    ),
    Code(
        "ENV003",
        "An environment speaks of what is no part of it",
        "The statement has no effect here, or the part was to be included.",
        "Include the part, or remove the statement.",
    ),
    Code(
        "ENV004",
        "A component is to run on hosts that the cluster does not have",
        "Nobody would know where it runs, or at which address.",
        "Name a host group of the cluster's file, or add the group there.",
    ),
    Code(
        "ENV005",
        "A component needs what is not there in its environment",
        "It would start and fail, since the connection is neither optional nor planned.",
        "Include what it needs, bind the role to something else, or make the connection optional if it is.",
    ),
    Code(
        "ENV006",
        "A profile inherits from itself",
        "What it states cannot be worked out.",
        "Break the circle of `from`.",
    ),
    Code(
        "ENV007",
        "An override does not say exactly one thing",
        "`value`, `add`, `remove` and `unset` are alternatives.",
        "Keep one of them.",
    ),
    Code(
        "ENV008",
        "An environment names no cluster",
        "Without a cluster there is no version, no gateway, no storage and no node.",
        "Add `cluster: ID`.",
    ),
    Code(
        "ENV009",
        "A role is bound to nothing that a connection could reach",
        "A component needs the role, and would be configured with no address.",
        "Bind the role to an endpoint, in the environment or as its default.",
    ),
    Code(
        "ENV010",
        "A Service that a cluster has once is deployed by nobody",
        "Several environments of the cluster use it, and each leaves it to another.",
        "Say with `shared-services:` in the cluster's file which environment deploys it, and include it there.",
    ),
    Code(
        "ENV011",
        "An environment publishes routes and has no domain",
        "Nobody could reach them.",
        "Add `domain: …`; a warning, since a new environment may get its domain later.",
        "warning",
    ),
    Code(
        "ENV012",
        "An environment does not say what kind it is",
        "Severities, promotion of images and defaults depend on whether it is a sandbox or operational.",
        "Add `kind: …`, or inherit it from a profile.",
    ),
)
