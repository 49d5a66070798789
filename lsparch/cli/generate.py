"""``lsparch generate``: the Kubernetes configuration of environments."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from lsparch.cli.output import FailOn, Format, FormatOption, ModelOption, counted, progress, report
from lsparch.diagnostics import LsparchError

__all__ = ["generate"]

_DEFAULT = Path("build/manifests")
"""Folder that holds a folder for each environment, unless another is given."""

_KUBERNETES = "Version of Kubernetes for which to generate, such as 1.30. Default: that of the cluster."

_OUT = f"Folder to write; replaced as a whole. Default: {_DEFAULT}/ENVIRONMENT, for each environment."


def generate(
    environments: Annotated[list[str] | None, typer.Argument(help="Environments. Default: all.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help=_OUT)] = None,
    check: Annotated[bool, typer.Option("--check", help="Only tell whether the folder is current.")] = False,
    notes: Annotated[bool, typer.Option("--notes", help="Also list notes, such as widened policies, as text.")] = False,
    kubernetes: Annotated[str | None, typer.Option("--kubernetes", help=_KUBERNETES)] = None,
    form: FormatOption = Format.TEXT,
    model: ModelOption = None,
) -> None:
    """Write the Kubernetes configuration: a folder per namespace, a file per object, in the order of application."""
    from lsparch.api.generate import describe_unpinned, generate_files  # noqa: PLC0415
    from lsparch.api.platform import open_platform  # noqa: PLC0415

    platform = open_platform(model)
    files, findings = generate_files(
        platform, environments or platform.environments, progress, apart=out is None, kubernetes=kubernetes
    )
    if any(f.severity == "error" for f in findings):
        raise typer.Exit(report(findings, form, FailOn.ERROR))
    trees = _by_environment(files) if out is None else {out: files}
    if check:
        stale = [f"{folder}/{name}" for folder, tree in trees.items() for name in platform.outside.stale(folder, tree)]
        for name in stale:
            typer.echo(f"{name}: not current")
        raise typer.Exit(int(bool(stale)))
    report(findings, form, FailOn.NEVER, notes=notes)
    for folder, tree in trees.items():
        platform.outside.replace_tree(folder, tree)
    objects = counted(sum(name.endswith(".yaml") for name in files), "file")
    names = dict.fromkeys(platform.environment(name).id for name in environments or platform.environments)
    unpinned = describe_unpinned(platform, names)
    if unpinned:
        typer.echo(unpinned, err=True)
    typer.echo(f"wrote {objects} for {', '.join(names)} to {out or _DEFAULT}", err=True)


def _by_environment(files: Mapping[str, bytes]) -> dict[Path, dict[str, bytes]]:
    """Return the files of each environment by its folder; their paths begin with the environment.

    Raises
    ------
    LsparchError
        If one environment stands at the top of the folder, so that the others would mix with it.
    """
    if (_DEFAULT / "index.yaml").exists():
        raise LsparchError(f"{_DEFAULT}: holds one environment at the top; remove it, or give another folder by --out")
    trees: dict[Path, dict[str, bytes]] = {}
    for path, content in files.items():
        environment, _, name = path.partition("/")
        trees.setdefault(_DEFAULT / environment, {})[name] = content
    return trees
