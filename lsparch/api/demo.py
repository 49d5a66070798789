"""Everything at once: what ``make demo`` shows, step by step."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter

from lsparch.api.analysis import describe_trace, find_trace, requirements_file
from lsparch.api.check import check_platform, rule_infos
from lsparch.api.drift import find_drift
from lsparch.api.generate import generate_files
from lsparch.api.platform import Platform, default_environment
from lsparch.api.render import RENDERED, render_files
from lsparch.api.view_files import load_views
from lsparch.diagnostics import Severity, same_everywhere
from lsparch.emit.drawing import DrawingFormat
from lsparch.emit.report import ReportFormat, render_report
from lsparch.emit.report_text import report_text
from lsparch.emit.target import Target

__all__ = ["Done", "Step", "demo_steps"]


@dataclass(frozen=True, slots=True)
class Done:
    """What a step made."""

    made: str
    where: Path
    seconds: float
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One step, not yet run."""

    title: str
    work: Callable[[], tuple[str, Path, bool]]

    def run(self) -> Done:
        """Run the step and take its time."""
        start = perf_counter()
        made, where, failed = self.work()
        return Done(made, where, perf_counter() - start, failed)


def demo_steps(platform: Platform, out: Path, as_of: date) -> Iterator[Step]:
    """Iterate over the steps of the demonstration; each writes below a folder of its own.

    Parameters
    ----------
    platform
        The platform.
    out
        Folder to fill.
    as_of
        Date on which exceptions are judged.
    """
    yield Step("load the model", lambda: _load(platform))
    yield Step("check", lambda: _check(platform, out / "findings", as_of))
    yield Step("trace requirements", lambda: _trace(platform, out / "requirements"))
    yield Step("draw", lambda: _draw(platform, out / "diagrams"))
    yield Step("generate", lambda: _generate(platform, out / "manifests"))
    yield Step("drift of the sandboxes", lambda: _drift(platform, out / "drift", as_of))


def _load(platform: Platform) -> tuple[str, Path, bool]:
    model = platform.model
    components = len(model.names.of_kind(["component"]))
    made = (
        f"Aspects and Services: {len(model.parts)}, components: {components}, environments: {len(model.environments)}"
    )
    return made, Path(platform.folder("model")), False


def _check(platform: Platform, out: Path, as_of: date) -> tuple[str, Path, bool]:
    result = check_platform(platform, as_of=as_of)
    once = same_everywhere(result.findings)
    files = {"findings.txt": report_text(once, rules={}).encode()}
    rules = rule_infos()
    for form in (ReportFormat.JSON, ReportFormat.SARIF, ReportFormat.MARKDOWN):
        name = f"findings.{'md' if form is ReportFormat.MARKDOWN else form.value}"
        files[name] = render_report(form, result.findings, rules).encode()
    platform.outside.replace_tree(out, files, "check")
    errors, warnings, notes = (
        sum(f.severity is s for f in once) for s in (Severity.ERROR, Severity.WARNING, Severity.NOTE)
    )
    made = f"errors: {errors}, warnings: {warnings}, notes: {notes}, waived: {len(result.waived)} ({result.summary})"
    return made, out, errors > 0


def _trace(platform: Platform, out: Path) -> tuple[str, Path, bool]:
    if requirements_file(platform) is None:
        return "nothing: there is no checks/requirements.yaml", out, False
    rows = find_trace(platform)
    platform.outside.replace_tree(
        out,
        {"trace.txt": describe_trace(rows).encode(), "trace.json": describe_trace(rows, as_json=True).encode()},
        "trace",
    )
    counts = {verdict: sum(row.verdict == verdict for row in rows) for verdict in ("satisfied", "open", "violated")}
    return ", ".join(f"{count} {verdict}" for verdict, count in counts.items()), out, False


def _draw(platform: Platform, out: Path) -> tuple[str, Path, bool]:
    files = render_files(platform, formats=(DrawingFormat.SVG, DrawingFormat.PNG))
    platform.outside.replace_tree(out, files, RENDERED)
    made = f"diagrams as SVG and PNG: {sum(name.endswith('.svg') for name in files)}"
    return made if load_views(platform) else f"{made}, of symbols alone: diagrams/views has no view", out, False


def _generate(platform: Platform, out: Path) -> tuple[str, Path, bool]:
    files, findings = generate_files(platform, platform.environments, apart=True)
    failed = any(finding.severity is Severity.ERROR for finding in findings)
    if not failed:
        platform.outside.replace_tree(out, files, Target.PLAIN.product)
    objects = sum(len(platform.manifests(name).objects) for name in platform.environments)
    return f"objects: {objects}, environments: {len(platform.environments)}", out, failed


def _drift(platform: Platform, out: Path, as_of: date) -> tuple[str, Path, bool]:
    target = default_environment(platform)
    sandboxes = [name for name in platform.environments if platform.environment(name).kind == "sandbox"]
    files = {}
    undeclared = 0
    for name in sandboxes:
        drift = find_drift(platform, name, target, as_of)
        undeclared += len(drift.findings)
        listed = report_text((*drift.findings, *drift.declared), rules={})
        files[f"{name}-{target}.txt"] = f"{drift.summary}\n\n{listed}".encode()
    platform.outside.replace_tree(out, files, "drift")
    return f"sandboxes against {target}: {len(sandboxes)}, undeclared differences: {undeclared}", out, undeclared > 0
