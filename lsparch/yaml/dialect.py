"""The two ways in which YAML is read."""

from enum import StrEnum

from lsparch.yaml.codes import MAX_MODEL_SIZE, MAX_TEXT_SIZE

__all__ = ["Dialect"]


class Dialect(StrEnum):
    """How strictly a text is taken."""

    MODEL = "model"
    """What people write for lsparch: YAML 1.2 core schema, one document, nothing that readers take differently."""

    KUBECTL = "kubectl"
    """Manifests, as kubectl reads them: ``0755`` is 493, ``no`` is false, aliases and merge keys, many documents."""

    @property
    def max_size(self) -> int:
        """Longest text, in bytes (characters of a text that is decoded already)."""
        return MAX_MODEL_SIZE if self is Dialect.MODEL else MAX_TEXT_SIZE
