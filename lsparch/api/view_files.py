"""The views and the symbology of a platform, read from its files."""

from pathlib import PurePosixPath

from lsparch.api.platform import Platform
from lsparch.diagnostics import Finding, Severity, UnreadableInputError, sort_findings
from lsparch.load.single import load_file
from lsparch.models.symbology import Symbology
from lsparch.models.view import ViewFile
from lsparch.outside.files import shipped_platform
from lsparch.views.check import check_view
from lsparch.yaml import place_of

__all__ = ["load_symbology", "load_views"]


def load_symbology(platform: Platform) -> Symbology:
    """Return the platform's symbology, or the shipped one where it has none.

    Raises
    ------
    UnreadableInputError
        If it is faulty.
    """
    files = platform.files("diagrams", ".yaml")
    name = next((n for n in files if PurePosixPath(n).name == "symbology.yaml"), None)
    if name is None:
        return load_symbology(Platform(shipped_platform(), files=platform.outside))
    value, _, findings = load_file(Symbology, files[name], name)
    if value is None:
        raise UnreadableInputError(findings)
    return value


def load_views(platform: Platform) -> dict[str, ViewFile]:
    """Return the platform's views by id, in the order of their files.

    Raises
    ------
    UnreadableInputError
        If any is faulty, or names what does not exist.
    """
    found: dict[str, ViewFile] = {}
    findings: list[Finding] = []
    for name, data in platform.files("diagrams", ".yaml").items():
        if PurePosixPath(name).parent.name != "views":
            continue
        view, root, faults = load_file(ViewFile, data, name)
        findings += faults
        if view is not None:
            findings += check_view(view, root, name, platform.model)
            if view.view in found:
                message = f"there are two views `{view.view}`"
                place = place_of(root, ("view",), name)
                findings.append(Finding("VIW002", Severity.ERROR, place, message, help="give one of them another id"))
            found[view.view] = view
    if findings:
        raise UnreadableInputError(sort_findings(findings))
    return found
