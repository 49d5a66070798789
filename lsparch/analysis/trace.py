"""Tracing the requirements of the seed to what satisfies them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lsparch.diagnostics import Finding, Place, Severity
from lsparch.load import Model
from lsparch.load.validate import suggest
from lsparch.models.requirement import Requirement, RequirementsFile
from lsparch.yaml import place_of

__all__ = ["TraceRow", "Verdict", "trace"]

Verdict = str
"""``satisfied``, ``violated``, ``open`` or ``context``."""


@dataclass(frozen=True, slots=True)
class TraceRow:
    """One requirement, and what became of it."""

    requirement: Requirement
    place: Place
    verdict: Verdict
    by: tuple[str, ...]
    """Elements and rules that satisfy it, or that show the open question."""

    findings: tuple[Finding, ...] = ()
    """Why it is violated: findings of its rules, or citations of what does not exist."""


def trace(
    model: Model,
    requirements: RequirementsFile,
    root: Any,
    file: str,
    rules: Mapping[str, Collection[str]],
    views: Collection[str],
    found: Iterable[Finding],
) -> tuple[TraceRow, ...]:
    """Trace every requirement.

    Parameters
    ----------
    model
        The model whose elements are cited.
    requirements, root, file
        The requirements, their positioned tree and its file.
    rules
        Codes of the rules that a citation means: by code, and by the name of the requirement that they test.
    views
        Ids of all views, such as ``view/top-level``.
    found
        What a check of the platform found, without what is waived.

    Returns
    -------
    tuple of TraceRow
        A row per requirement, in the order of the seed. A requirement is violated if it cites something that does not
        exist, or a rule that found an error or a warning.
    """
    by_code: dict[str, list[Finding]] = {}
    for finding in found:
        if finding.severity is not Severity.NOTE:
            by_code.setdefault(finding.code, []).append(finding)
    rows = []
    for position, requirement in enumerate(requirements.statements):
        place = place_of(root, ("statements", position), file)
        cited = requirement.open.see if requirement.open else requirement.satisfied_by
        faults = [
            _unknown(text, place, model, rules)
            for text in cited
            if text not in views and not _known(text, model, rules)
        ]
        faults += [finding for text in cited for code in rules.get(text, ()) for finding in by_code.get(code, ())]
        if requirement.context is not None:
            verdict = "context"
        elif faults:
            verdict = "violated"
        else:
            verdict = "open" if requirement.open is not None else "satisfied"
        rows.append(TraceRow(requirement, place, verdict, cited, tuple(faults)))
    return tuple(rows)


def _known(text: str, model: Model, rules: Mapping[str, Collection[str]]) -> bool:
    return text in rules or text in model.names


def _unknown(text: str, place: Place, model: Model, rules: Mapping[str, Collection[str]]) -> Finding:
    known = [*rules, *model.declared]
    message = f"cites `{text}`, which is no element and no rule"
    return Finding("REF003", Severity.ERROR, place, message, suggest(text, known), element=text)
