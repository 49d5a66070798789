"""Advice on plain scalars that readers take differently, where the language knows what stands there."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, get_args

from pydantic import BaseModel

from lsparch.diagnostics import Finding
from lsparch.load.follow import follow
from lsparch.yaml import YamlList, YamlMap

__all__ = ["advise_on_ambiguous"]

_AMBIGUOUS = "YAML013"
_TRUTH = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}
_INTEGER = re.compile(r"[-+]?[0-9][0-9_]*")
_DECIMAL = re.compile(r"[-+]?[0-9]+(?:\.[0-9]*)?[eE][-+]?[0-9]{1,2}")


def advise_on_ambiguous(cls: type[BaseModel], root: Any, findings: Iterable[Finding]) -> list[Finding]:
    """Return findings, those about ambiguous scalars with advice on the type that may stand there.

    Parameters
    ----------
    cls
        Class that the file must fit.
    root
        Positioned tree of the file.
    findings
        Findings of the YAML reader in that file.
    """
    return [_advised(cls, root, finding) if finding.code == _AMBIGUOUS else finding for finding in findings]


def _advised(cls: type[BaseModel], root: Any, finding: Finding) -> Finding:
    path = _path_at(root, (finding.place.line, finding.place.column))
    wanted = {found for candidate in follow(cls, path).types for found in _scalars(candidate)} if path else set()
    text = finding.message.split("`")[1]
    truth, number = _TRUTH.get(text.lower(), ""), _number(text)
    meant = (truth if bool in wanted else "") or (number if wanted & {int, float} else "")
    if str in wanted:
        return replace(finding, help=f"{finding.help}, or {meant}") if meant else finding
    if wanted == {bool}:
        return replace(finding, help="write true or false")
    if wanted and wanted <= {int, float}:
        return replace(finding, help=f"write {number or 'a number'}")
    return finding


def _number(text: str) -> str:
    """Return a number as every reader takes it; nothing if the text is none."""
    if _INTEGER.fullmatch(text):
        return str(int(text))
    return f"{float(text):.15g}" if _DECIMAL.fullmatch(text) else ""


def _path_at(node: Any, spot: tuple[int, int]) -> tuple[str | int, ...]:
    """Return the path of the value that was written at a line and column; empty if it is none."""
    items: Iterable[tuple[str | int, Any, tuple[int, int]]] = ()
    if isinstance(node, YamlMap):
        items = [(key, value, node.values_at[key]) for key, value in node.items()]
    elif isinstance(node, YamlList):
        items = [(position, value, node.items_at[position]) for position, value in enumerate(node)]
    for step, value, place in items:
        if place == spot and not isinstance(value, YamlMap | YamlList):
            return (step,)
        if below := _path_at(value, spot):
            return (step, *below)
    return ()


def _scalars(annotation: Any) -> set[type]:
    """Return the scalar types that an annotation names directly, through unions and Annotated."""
    if annotation in (bool, int, float, str):
        return {annotation}
    if getattr(annotation, "__origin__", None) in (dict, tuple, list):
        return set()
    return {found for argument in get_args(annotation) for found in _scalars(argument)}
