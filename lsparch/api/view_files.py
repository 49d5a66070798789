"""The views and the symbology of a platform, read from its files."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from lsparch.api.platform import Platform
from lsparch.diagnostics import Finding, Severity, UnreadableInputError, sort_findings
from lsparch.load.single import load_file
from lsparch.load.validate import suggest
from lsparch.models.symbology import Symbology
from lsparch.models.view import ViewFile
from lsparch.outside.files import shipped_platform
from lsparch.views.check import check_view
from lsparch.yaml import YamlMap, place_of

__all__ = ["load_symbology", "load_views", "own_symbology", "read_views", "symbology_file"]


def load_symbology(platform: Platform) -> Symbology:
    """Return the platform's symbology, or the shipped one where it has none.

    Raises
    ------
    UnreadableInputError
        If it is faulty.
    """
    name, data = symbology_file(platform)
    value, root, findings = load_file(Symbology, data, name)
    findings += unknown_glyphs(root, name)
    if value is None or findings:
        raise UnreadableInputError(sort_findings(findings))
    return value


def symbology_file(platform: Platform) -> tuple[str, bytes]:
    """Return name and content of the platform's symbology, or of the shipped one where it has none."""
    found = own_symbology(platform)
    if found is None:
        found = own_symbology(Platform(shipped_platform(), files=platform.outside))
        assert found is not None
    return found


def own_symbology(platform: Platform) -> tuple[str, bytes] | None:
    """Return name and content of the platform's symbology; None if it has none."""
    files = platform.files("diagrams", ".yaml")
    return next(((name, data) for name, data in files.items() if PurePosixPath(name).name == "symbology.yaml"), None)


def unknown_glyphs(root: Any, file: str) -> Iterator[Finding]:
    """Yield the glyphs of a symbology that there are not; what is no mapping is told elsewhere."""
    from lsparch.draw.glyphs import GLYPHS  # noqa: PLC0415 - drawing takes a while to import

    for section in ("symbols", "groups", "signs", "proofs"):
        styles = root.get(section) if isinstance(root, YamlMap) else None
        for key, style in styles.items() if isinstance(styles, YamlMap) else ():
            glyph = style.get("glyph") if isinstance(style, YamlMap) else None
            if isinstance(glyph, str) and glyph not in GLYPHS:
                place = place_of(root, (section, key, "glyph"), file)
                message = f"{section}.{key} has the glyph `{glyph}`, which does not exist"
                advice = suggest(glyph, GLYPHS) or "symbology.svg, which `lsparch render` writes, shows all glyphs"
                yield Finding("VIW005", Severity.ERROR, place, message, help=advice)


def load_views(platform: Platform) -> dict[str, ViewFile]:
    """Return the platform's views by id, in the order of their files.

    Raises
    ------
    UnreadableInputError
        If any is faulty, or names what does not exist.
    """
    found: dict[str, ViewFile] = {}
    findings: list[Finding] = []
    for view, faults in read_views(platform):
        findings += faults
        if view is not None:
            found[view.view] = view
    if findings:
        raise UnreadableInputError(sort_findings(findings))
    return found


def read_views(platform: Platform) -> Iterator[tuple[ViewFile | None, list[Finding]]]:
    """Yield the platform's views in the order of their files, with what is wrong with each; None for no view."""
    known: set[str] = set()
    for name, data in platform.files("diagrams", ".yaml").items():
        if PurePosixPath(name).parent.name != "views":
            continue
        view, root, faults = load_file(ViewFile, data, name)
        findings = list(faults)
        if view is not None:
            findings += check_view(view, root, name, platform.model)
            if view.view in known:
                message = f"there are two views `{view.view}`"
                place = place_of(root, ("view",), name)
                findings.append(Finding("VIW002", Severity.ERROR, place, message, help="give one of them another id"))
            known.add(view.view)
        yield view, findings
