"""Reading ``checks/policy.yaml``."""

from dataclasses import dataclass
from typing import Any

from lsparch.diagnostics import Finding, Place, Severity
from lsparch.load.validate import validate
from lsparch.models.policy import PolicyFile
from lsparch.yaml import Dialect, place_of, read

__all__ = ["Policy", "default_policy", "load_policy"]


@dataclass(frozen=True, slots=True)
class Policy:
    """The policy, and where its parts are written."""

    content: PolicyFile
    file: str
    root: Any

    def place(self, *path: str | int, key: bool = False) -> Place:
        """Return the place of a value, or of its key."""
        return place_of(self.root, path, self.file, key=key)


def default_policy() -> Policy:
    """Return the policy that says nothing: every rule with its own severity, and no waivers."""
    return Policy(PolicyFile.model_validate({"policy": 1}), "", {})


def load_policy(data: bytes, file: str) -> tuple[Policy | None, tuple[Finding, ...]]:
    """Read a policy file.

    Returns
    -------
    tuple
        The policy, or None if it cannot be read, and what is wrong with it.
    """
    result = read(data, file, Dialect.MODEL)
    if result.findings:
        return None, result.findings
    root = result.documents[0].root
    if not isinstance(root, dict):
        fault = Finding("MOD008", Severity.ERROR, Place(file), "the file is empty", "begin with `policy: 1`")
        return None, (fault,)
    content, findings = validate(PolicyFile, root, file)
    return (None if content is None else Policy(content, file, root)), tuple(findings)
