"""Loading one hand-written file outside ``model/``: symbology, views, policy, requirements."""

from typing import Any, TypeVar

from pydantic import BaseModel

from lsparch.diagnostics import Finding, Place, Severity
from lsparch.load.ambiguous import advise_on_ambiguous
from lsparch.load.validate import validate
from lsparch.yaml import Dialect, YamlMap, read

__all__ = ["load_file"]

M = TypeVar("M", bound=BaseModel)


def load_file(cls: type[M], data: bytes, name: str) -> tuple[M | None, Any, list[Finding]]:
    """Load a file of one kind.

    Parameters
    ----------
    cls
        Class that the file must fit.
    data
        Content.
    name
        Name of the file, for places.

    Returns
    -------
    tuple
        The value, or None if the file is faulty; the positioned tree; the findings.
    """
    result = read(data, name, Dialect.MODEL)
    findings = list(result.findings)
    root = result.documents[0].root if result.documents else None
    if not isinstance(root, YamlMap):
        if not findings:
            message = "the file holds no mapping"
            findings.append(Finding("MOD008", Severity.ERROR, Place(name), message, "write keys with values"))
        return None, root, findings
    findings = advise_on_ambiguous(cls, root, findings)
    value, faults = validate(cls, root, name)
    known = {finding.place for finding in findings}  # what is no YAML cannot be judged
    findings += [fault for fault in faults if fault.place not in known]
    return (None if findings else value), root, findings
