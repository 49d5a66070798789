"""The codes under which YAML faults are reported, the limits, and the findings that carry them."""

from enum import StrEnum

from lsparch.diagnostics import Finding, Place, Related, Severity

__all__ = [
    "MAX_DEPTH",
    "MAX_EXPANDED_NODES",
    "MAX_MODEL_SIZE",
    "MAX_REPARSED_SIZE",
    "MAX_TEXT_SIZE",
    "YamlCode",
    "YamlFault",
    "yaml_finding",
]

MAX_DEPTH = 100
"""Deepest nesting of mappings and sequences that is read, aliases followed."""

MAX_EXPANDED_NODES = 1_000_000
"""Most nodes that all aliases of one text may stand for, so that whoever walks the result comes to an end."""

MAX_MODEL_SIZE = 1024**2
"""Longest text of a model file: 1 MiB (bytes, or characters of a text that is decoded already)."""

MAX_TEXT_SIZE = 64 * 1024**2
"""Longest text of manifests: 64 MiB."""

MAX_REPARSED_SIZE = 1024**2
"""Most characters of one text that are parsed again, slowly, for a better message after a syntax error."""


class YamlCode(StrEnum):
    """Stable codes of the findings of the YAML reader; all are errors."""

    SYNTAX = "YAML001"
    """The text is not YAML: brackets that do not close, tabs as indentation, broken escapes."""

    ENCODING = "YAML002"
    """The bytes are not UTF-8."""

    CHARACTER = "YAML003"
    """A character that YAML forbids (NUL, controls, surrogates), or a line break that readers treat differently."""

    SIZE = "YAML004"
    """The text is longer than the limit of its dialect."""

    DEPTH = "YAML005"
    """Mappings and sequences are nested deeper than `MAX_DEPTH`."""

    DOCUMENTS = "YAML006"
    """A model file holds no document, or more than one."""

    DUPLICATE_KEY = "YAML007"
    """A key occurs twice in a mapping; kubectl would silently take the last."""

    ANCHOR = "YAML008"
    """An anchor in a model file."""

    ALIAS = "YAML009"
    """An alias in a model file."""

    MERGE_KEY = "YAML010"
    """A merge key in a model file, or one in a manifest whose value is not a mapping."""

    TAG = "YAML011"
    """A tag in a model file, or one in a manifest that does not fit its value."""

    KEY = "YAML012"
    """A key that is not a string."""

    AMBIGUOUS = "YAML013"
    """A plain scalar in a model file that readers take differently, such as ``no`` or ``0755``."""

    UNKNOWN_ANCHOR = "YAML014"
    """An alias to an anchor that does not stand before it, or that contains the alias."""

    EXPANSION = "YAML015"
    """Aliases stand for more than `MAX_EXPANDED_NODES` nodes."""

    NUMBER = "YAML016"
    """A number that JSON, and so Kubernetes, cannot hold: infinite, or not a number."""

    DIRECTIVE = "YAML017"
    """A ``%YAML`` or ``%TAG`` directive in a model file."""


class YamlFault(Exception):  # noqa: N818
    """A fault after which the rest of the document cannot be read."""

    def __init__(self, code: YamlCode, line: int, column: int, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.line = line
        self.column = column
        self.message = message
        self.advice = advice

    def finding(self, file: str) -> Finding:
        """Return the finding that reports the fault in a file."""
        return yaml_finding(self.code, Place(file, self.line, self.column), self.message, self.advice)


def yaml_finding(
    code: YamlCode, place: Place, message: str, advice: str = "", related: tuple[Related, ...] = ()
) -> Finding:
    """Return an error of the YAML reader.

    Parameters
    ----------
    code
        What kind of fault it is.
    place
        Where it was written.
    message
        What is wrong.
    advice
        What to do.
    related
        Other places that explain it.
    """
    return Finding(code.value, Severity.ERROR, place, message, advice, related)
