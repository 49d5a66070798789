"""Impact of failures, and the trace of requirements, found and described."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from lsparch.api.platform import Platform, default_environment
from lsparch.diagnostics import LsparchError, UnreadableInputError
from lsparch.graph import ArchGraph, NodeKind
from lsparch.graph.impact import Effect, Impact, failure_impact, shared_needs
from lsparch.load.validate import suggest

if TYPE_CHECKING:
    from lsparch.analysis.trace import TraceRow

__all__ = [
    "FoundImpact",
    "default_environment",
    "describe_impact",
    "describe_trace",
    "find_impact",
    "find_trace",
    "requirements_file",
]


@dataclass(frozen=True, slots=True)
class FoundImpact:
    """What a failure does in one environment."""

    environment: str
    impact: Impact
    verdicts: tuple[tuple[str, str, str], ...]
    """Id, title and verdict of every Aspect and Service."""

    shared: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """For every part that must not suffer, what it needs that the part that is down needs too."""


def find_impact(platform: Platform, elements: Sequence[str], environment: str = "") -> FoundImpact:
    """Return what stops and what degrades when some elements are down.

    Parameters
    ----------
    platform
        The platform.
    elements
        Ids of elements: parts, components, externals, datasets, tables, volumes, images, routes, …
    environment
        Environment; the default one when empty.

    Raises
    ------
    LsparchError
        If the environment has no such element.
    """
    name = environment or default_environment(platform)
    graph = platform.graph(name)
    down = [_node(graph, element, platform.environments) for element in elements]
    impact = failure_impact(graph, down)
    verdicts = tuple(
        (node.id, node.title, impact.verdict(graph, node.id))
        for node in graph.nodes(NodeKind.PART)
        if graph.members(node.id)
    )
    shared = tuple(
        (part, tuple(need for other in others if other in down for need in shared_needs(graph, part, other)))
        for part, others in platform.model.platform.independent.items()
        if set(others) & set(down)
    )
    return FoundImpact(graph.environment, impact, verdicts, shared)


def _node(graph: ArchGraph, element: str, environments: Collection[str]) -> str:
    if element in graph:
        return element
    head, slash, table = element.rpartition("/")
    if slash and f"{head}.{table}" in graph:
        return f"{head}.{table}"
    name = element.removeprefix("environment/")
    if name in environments:
        raise LsparchError(f"`{element}` is an environment, not what is down in one; name it with `-e {name}`")
    known = [node.id for node in graph.nodes()]
    advice = suggest(element, known) or "`lsparch explain ID` shows what the model knows"
    raise LsparchError(f"environment {graph.environment} has no element `{element}`; {advice}")


def describe_impact(found: FoundImpact, *, as_json: bool = False) -> str:
    """Return an impact as text, or as JSON."""
    impact = found.impact
    if as_json:
        form = {
            "environment": found.environment,
            "down": list(impact.down),
            "parts": {part: verdict for part, _, verdict in found.verdicts},
            "shared": {part: list(needs) for part, needs in found.shared},
            "stops": [_as_json(effect) for effect in impact.stops],
            "degrades": [_as_json(effect) for effect in impact.degrades],
        }
        return json.dumps(form, indent=2, ensure_ascii=False) + "\n"
    lines = [f"Environment {found.environment}, down: {', '.join(impact.down)}", ""]
    width = max((len(part) for part, _, _ in found.verdicts), default=0)
    lines += [f"  {part:{width}}  {verdict:8}  {title}" for part, title, verdict in found.verdicts]
    for part, needs in found.shared:
        verdict = next(verdict for name, _, verdict in found.verdicts if name == part)
        lines += ["", f"{part} must not depend on what is down, and {'does not' if verdict == 'works' else 'does'}."]
        lines += [f"Both need these, which are up: {', '.join(needs) or 'nothing'}"]
    for heading, effects in (("Stops", impact.stops), ("Degrades", impact.degrades)):
        lines += ["", f"{heading}:" if effects else f"{heading}: nothing"]
        lines += [f"  {effect.element}: {effect.reason}\n      {' ← '.join(effect.chain)}" for effect in effects]
    return "\n".join(lines) + "\n"


def _as_json(effect: Effect) -> dict[str, object]:
    return {"element": effect.element, "reason": effect.reason, "chain": list(effect.chain)}


def requirements_file(platform: Platform) -> str | None:
    """Return the name of the file of requirements; None if the platform has none."""
    return next((name for name in platform.files("checks", ".yaml") if name.endswith("checks/requirements.yaml")), None)


def find_trace(platform: Platform) -> "tuple[TraceRow, ...]":
    """Return every requirement of the seed with what became of it.

    Raises
    ------
    LsparchError
        If there are no requirements.
    UnreadableInputError
        If the model or the requirements are faulty.
    """
    from lsparch.analysis.trace import trace  # noqa: PLC0415
    from lsparch.api.check import check_platform  # noqa: PLC0415
    from lsparch.load.single import load_file  # noqa: PLC0415
    from lsparch.models.requirement import RequirementsFile  # noqa: PLC0415
    from lsparch.rules.catalogue import all_rules  # noqa: PLC0415

    name = requirements_file(platform)
    if name is None:
        raise LsparchError(
            "the platform has no checks/requirements.yaml, which says what is asked of it; "
            "`lsparch schema` writes the schema of its form"
        )
    value, root, findings = load_file(RequirementsFile, platform.files("checks", ".yaml")[name], name)
    if value is None:
        raise UnreadableInputError(findings)
    codes: dict[str, list[str]] = {}
    for rule in all_rules():
        for cited in (rule.code, *(f"rule:{answer}" for answer in rule.answers)):
            codes.setdefault(cited, []).append(rule.code)
    views = {f"view/{PurePosixPath(file).stem}" for file in platform.files("diagrams/views", ".yaml")}
    return trace(platform.model, value, root, name, codes, views, check_platform(platform).findings)


def describe_trace(rows: "Iterable[TraceRow]", *, open_only: bool = False, as_json: bool = False) -> str:
    """Return the trace as a table, or as JSON."""
    shown = [row for row in rows if not open_only or row.verdict in {"open", "violated"}]
    if as_json:
        form = [
            {
                "line": row.requirement.line,
                "says": row.requirement.says,
                "class": row.requirement.class_.value,
                "verdict": row.verdict,
                "by": list(row.by),
                "decides": row.requirement.open.decides if row.requirement.open else None,
                "when": row.requirement.open.by if row.requirement.open else None,
                "faults": [f"{finding.place}: {finding.message}" for finding in row.findings],
            }
            for row in shown
        ]
        return json.dumps({"requirements": form}, indent=2, ensure_ascii=False) + "\n"
    lines = []
    for row in shown:
        question = row.requirement.open
        why = f"{question.decides} decides, {question.by}: {question.note}" if question else ", ".join(row.by)
        lines.append(
            f"{row.requirement.line:3}  {row.verdict:9}  {row.requirement.class_.value:9}  {row.requirement.says}"
        )
        if why:
            lines.append(f"     {'':9}  {'':9}  → {why}")
        lines += [f"     {'':9}  {'':9}  ! {finding.place}: {finding.message}" for finding in row.findings]
    counts = {
        verdict: sum(row.verdict == verdict for row in shown)
        for verdict in ("satisfied", "violated", "open", "context")
    }
    lines.append(", ".join(f"{count} {verdict}" for verdict, count in counts.items()))
    return "\n".join(lines) + "\n"
