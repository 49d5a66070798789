"""All codes that no rule has, by who tells them."""

from lsparch.diagnostics.codes.code import Code
from lsparch.diagnostics.codes.drift import DRIFT
from lsparch.diagnostics.codes.environment import ENVIRONMENT
from lsparch.diagnostics.codes.generate import GENERATE
from lsparch.diagnostics.codes.lock import LOCK
from lsparch.diagnostics.codes.model import MODEL
from lsparch.diagnostics.codes.references import REFERENCES
from lsparch.diagnostics.codes.view import VIEW
from lsparch.diagnostics.codes.yaml import YAML

__all__ = ["all_codes"]


def all_codes() -> dict[str, tuple[Code, ...]]:
    """Return every code, in order, by what tells it."""
    return {
        "Reading YAML": YAML,
        "Loading the model": MODEL,
        "References": REFERENCES,
        "Resolving an environment": ENVIRONMENT,
        "Generating": GENERATE,
        "Locking images": LOCK,
        "Comparing, and reading clusters and manifests": DRIFT,
        "Views": VIEW,
    }
