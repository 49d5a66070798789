"""``lsparch generate``: the Kubernetes configuration of environments."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lsparch.cli.output import (
    FailOn,
    Format,
    FormatOption,
    ModelOption,
    NoCache,
    counted,
    is_given,
    opened_platform,
    progress,
    report,
    reported,
)
from lsparch.cli.replay import Outcome, Recorder, perform
from lsparch.diagnostics import LsparchError
from lsparch.emit.target import Target

if TYPE_CHECKING:
    from lsparch.api.platform import Platform
    from lsparch.drift.change import ChangeSet
    from lsparch.emit.targets import GeneratedTree

__all__ = ["DiffFailOn", "generate"]

_DEFAULT = Path("build/manifests")
"""Folder that holds a folder for each environment, unless another is given."""

_TOP = "index.yaml"
"""File at the top of the folder of one environment."""

_DIFF = "Write nothing; show what would change in the folder, and what that means for what runs."
_AGAINST = "With --diff: what there is now instead: git:REV[:ENV], manifests, kube:CONTEXT[/NAMESPACE]."
_FAIL_ON = "With --diff: least grave change at which the exit code is 1."


class DiffFailOn(StrEnum):
    """Least grave change at which ``--diff`` exits with 1."""

    LOSES_DATA = "loses-data"
    RECREATE = "recreate"
    OUTAGE = "outage"
    ROLLS = "rolls"
    ANY = "any"
    NEVER = "never"


_KUBERNETES = "Version of Kubernetes for which to generate, such as 1.30. Default: that of the cluster."

_REPO = "For argocd: URL of the repository that holds the generated tree."
_REVISION = "For argocd: its branch, tag or commit."
_PATH = "For argocd: folder in it that holds the tree."
_TREE = "For argocd: form of that tree. Default: plain."

_OUT = (
    f"Folder to write; replaced as a whole. Default: {_DEFAULT}/ENVIRONMENT, for each environment; "
    "build/TARGET for another target."
)


def generate(
    context: typer.Context,
    environments: Annotated[list[str] | None, typer.Argument(help="Environments. Default: all.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help=_OUT)] = None,
    check: Annotated[bool, typer.Option("--check", help="Only tell whether the folder is current.")] = False,
    notes: Annotated[bool, typer.Option("--notes", help="Also list notes, such as widened policies, as text.")] = False,
    kubernetes: Annotated[str | None, typer.Option("--kubernetes", help=_KUBERNETES)] = None,
    target: Annotated[Target, typer.Option("--target", help="Form in which to write it.")] = Target.PLAIN,
    repo: Annotated[str | None, typer.Option("--repo", metavar="URL", help=_REPO)] = None,
    revision: Annotated[str, typer.Option("--revision", metavar="REV", help=_REVISION)] = "HEAD",
    path: Annotated[str, typer.Option("--path", metavar="DIR", help=_PATH)] = ".",
    tree: Annotated[Target | None, typer.Option("--tree", metavar="plain|kustomize", help=_TREE)] = None,
    diff: Annotated[bool, typer.Option("--diff", help=_DIFF)] = False,
    against: Annotated[str | None, typer.Option("--against", metavar="SOURCE", help=_AGAINST)] = None,
    fail_on: Annotated[DiffFailOn | None, typer.Option("--fail-on", help=_FAIL_ON)] = None,
    form: FormatOption = Format.TEXT,
    model: ModelOption = None,
    no_cache: NoCache = False,  # noqa: ARG001 - looked for before the command line is read
) -> None:
    """Write the Kubernetes configuration: plain manifests, a Kustomize tree, a Helm chart or Argo CD Applications."""
    from lsparch.api.generate import describe_unpinned, generate_files  # noqa: PLC0415

    platform = opened_platform(model)
    if target is not Target.ARGOCD:
        _refuse_deployed(context)
    deployed = _deployed(tree, repo, revision, path) if target is Target.ARGOCD else None
    if diff:
        if check:
            raise LsparchError("--check and --diff both write nothing: --diff shows what --check only tells; give one")
        if target is not Target.PLAIN:
            raise LsparchError("--diff compares objects, which are the same in each form; leave out --target")
        code = _show_changes(platform, environments, out, against, form, fail_on or DiffFailOn.ANY, kubernetes)
        raise typer.Exit(code)
    if against is not None or fail_on is not None:
        raise LsparchError("--against and --fail-on are about changes; give --diff too")
    if target is not Target.PLAIN:
        out = out or Path("build") / target
    files, findings = generate_files(
        platform, environments or platform.environments, progress, apart=out is None, kubernetes=kubernetes,
        target=target, tree=deployed,
    )  # fmt: skip
    if any(f.severity == "error" for f in findings):
        raise typer.Exit(report(findings, form, FailOn.ERROR))
    trees = _by_environment(files) if out is None else {out: files}
    shown = {str(folder): content for folder, content in trees.items()}
    if check:
        outcome = Outcome(trees=shown, product=target.product, check=True)
    else:
        names = dict.fromkeys(platform.environment(name).id for name in environments or platform.environments)
        written = counted(sum(name.endswith(".yaml") for name in files), "file")
        unpinned = describe_unpinned(platform, names)
        done = [*([unpinned] if unpinned else []), f"wrote {written} for {', '.join(names)} to {out or _DEFAULT}"]
        said = reported(findings, form, FailOn.NEVER, notes=notes)
        outcome = Outcome(said.out, said.err, shown, target.product, done="".join(f"{line}\n" for line in done))
    code = perform(outcome)
    if isinstance(context.obj, Recorder) and not platform.substituted:
        absent = [_DEFAULT / _TOP] if out is None else []
        context.obj.keep(platform.read_files, outcome, None if model else platform.root, absent)
    raise typer.Exit(code)


def _show_changes(
    platform: "Platform", environments: list[str] | None, out: Path | None, against: str | None, form: Format,
    fail_on: DiffFailOn, kubernetes: str | None,
) -> int:  # fmt: skip
    """Print what would change, and return the exit code.

    Raises
    ------
    LsparchError
        If changes cannot be written in the format.
    """
    from lsparch.api.change import find_changes  # noqa: PLC0415
    from lsparch.api.generate import target_version  # noqa: PLC0415
    from lsparch.emit.report_change import ChangeFormat, report_changes, summary  # noqa: PLC0415

    if form.value not in list(ChangeFormat):
        raise LsparchError(f"--format {form}: changes are shown as {', '.join(ChangeFormat)}")
    names = list(dict.fromkeys(platform.environment(name).id for name in environments or platform.environments))
    if form is Format.JSON and len(names) > 1:
        raise LsparchError("--diff --format json is about one environment; name it")
    fails = False
    for name in names:
        folder = (out or _DEFAULT / name) if out is None or len(names) == 1 else out / name
        found = find_changes(platform, name, against or folder, progress, kubernetes=target_version(kubernetes))
        if found.notices:
            report(found.notices, Format.TEXT, FailOn.NEVER)
        text = report_changes(found, ChangeFormat(form.value))
        if text:
            typer.echo(text, nl=False)
        typer.echo(summary(found), err=True)
        fails = fails or _is_grave(found, fail_on)
    return int(fails)


def _is_grave(found: "ChangeSet", fail_on: DiffFailOn) -> bool:
    from lsparch.drift.change import Meaning  # noqa: PLC0415

    match fail_on:
        case DiffFailOn.NEVER:
            return False
        case DiffFailOn.ANY:
            return bool(found.objects)
        case _:
            least = Meaning(fail_on.value).rank
            return any(one.meaning.rank <= least for one in found.objects)


def _refuse_deployed(context: typer.Context) -> None:
    """Refuse what says what Argo CD deploys, where another target is written."""
    given = [f"--{name}" for name in ("repo", "revision", "path", "tree") if is_given(context, name)]
    if given:
        says = "say" if len(given) > 1 else "says"
        raise LsparchError(f"{' and '.join(given)} {says} what Argo CD deploys; give --target argocd too")


def _deployed(form: Target | None, repo: str | None, revision: str, path: str) -> "GeneratedTree":
    """Return what Argo CD deploys.

    Raises
    ------
    LsparchError
        If the repository is not said, or its tree is none of manifests.
    """
    from lsparch.emit.targets import GeneratedTree  # noqa: PLC0415

    if repo is None:
        raise LsparchError("Argo CD deploys from a repository; give --repo URL, and --revision and --path where needed")
    form = form or Target.PLAIN
    if form not in {Target.PLAIN, Target.KUSTOMIZE}:
        raise LsparchError(f"--tree {form}: Argo CD deploys a plain or a kustomize tree here")
    return GeneratedTree(repo, revision, path, form)


def _by_environment(files: Mapping[str, bytes]) -> dict[Path, dict[str, bytes]]:
    """Return the files of each environment by its folder; their paths begin with the environment.

    Raises
    ------
    LsparchError
        If one environment stands at the top of the folder, so that the others would mix with it.
    """
    if (_DEFAULT / _TOP).exists():
        raise LsparchError(f"{_DEFAULT}: holds one environment at the top; remove it, or give another folder by --out")
    trees: dict[Path, dict[str, bytes]] = {}
    for path, content in files.items():
        environment, _, name = path.partition("/")
        trees.setdefault(_DEFAULT / environment, {})[name] = content
    return trees
