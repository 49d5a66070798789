"""What a path to manifests deploys: all objects there, or, in a generated folder, those of each environment."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lsparch.diagnostics import LsparchError
from lsparch.emit.target import BUNDLED, Target
from lsparch.outside.files import Files
from lsparch.outside.folders import product_of
from lsparch.outside.rendering import chart_command, kustomize_command, output_of

__all__ = ["SUFFIXES", "Deployment", "deployment", "deployments"]

SUFFIXES = (".yaml", ".yml", ".json")
"""Endings of files that hold manifests."""

_VALUES = re.compile(r"values-(.+)\.yaml$")
_KUBERNETES = re.compile(rb'^kubeVersion: *"?>=([0-9.]+)', re.MULTILINE)
_CHART = "Chart.yaml"
_BESIDE = frozenset({"index.yaml", "secrets.yaml"})


@dataclass(frozen=True, slots=True)
class Deployment:
    """Manifests that are deployed together."""

    name: str
    """As reports call it."""

    files: Mapping[str, bytes]
    """Content, by the name that stands in findings."""

    environment: str = ""
    """Environment to which they belong, where the folder tells."""

    path: str = ""
    """Path that names it alone, where it is one of several."""

    left_out: tuple[str, ...] = ()
    """Files and folders that are no manifests, or are deployed by nobody."""


def deployment(name: str, outside: Files, environment: str = "") -> Deployment:
    """Return the only deployment of a path, or that of an environment; tests are none.

    Raises
    ------
    LsparchError
        If there are several and none is of that environment, or something cannot be read.
    """
    if environment and product_of(name) == Target.ARGOCD.product:
        raise LsparchError(
            f"{name}: holds Applications of Argo CD, not objects of {environment}; name what they deploy"
        )
    found = deployments(name, outside, tests=False)
    chosen = [one for one in found if one.environment == environment] if len(found) > 1 else found
    if len(chosen) != 1:
        raise LsparchError(f"{name}: holds several environments; name one: {', '.join(one.path for one in found)}")
    (only,) = chosen
    if environment and only.environment not in {"", environment} and Path(only.path) != Path(name):
        raise LsparchError(
            f"{name}: holds {only.environment}, not {environment}; name {only.path} to compare these two all the same"
        )
    return only


def deployments(name: str, outside: Files, *, tests: bool) -> tuple[Deployment, ...]:
    """Return the deployments of a path, or of standard input; there is at least one.

    Parameters
    ----------
    name
        File, folder or ``-``.
    outside
        Files.
    tests
        Whether the test Jobs of a bundle are manifests too.

    Raises
    ------
    LsparchError
        If something cannot be read, a generated folder holds no environment, or a tool is missing that makes objects
        of a tree or chart.
    """
    found = tuple(_deployments(name, outside, tests=tests))
    if not found:
        raise LsparchError(f"{name}: holds no environment; run `lsparch {product_of(name)}` again, or name another")
    return found


def _deployments(name: str, outside: Files, *, tests: bool) -> Iterator[Deployment]:
    path = Path(name)
    if name == "-":
        yield Deployment(name, {"<stdin>": outside.standard_input})
    elif not path.is_dir():
        values = _VALUES.match(path.name)
        if values and product_of(str(path.parent)) == Target.HELM.product:
            yield _of_chart(path.parent, values[1], outside)
        else:
            content = outside.read(path)
            if b"{{" in content:
                _refuse_charts(path.parent, ())
            yield Deployment(name, {path.as_posix(): content})
    elif path.parent.name == "overlays" and product_of(str(path.parents[1])) == Target.KUSTOMIZE.product:
        yield _of_overlay(path)
    else:
        yield from _of_folder(name, path, outside, tests=tests)


def _of_folder(name: str, path: Path, outside: Files, *, tests: bool) -> Iterator[Deployment]:
    match product_of(str(path)):
        case product if product == BUNDLED:
            yield _of_bundle(path, outside, tests=tests)
        case product if product == Target.KUSTOMIZE.product:
            yield from map(_of_overlay, sorted((path / "overlays").glob("*/")))
        case product if product == Target.HELM.product:
            found = (_VALUES.match(one.name) for one in sorted(path.iterdir()))
            yield from (_of_chart(path, values[1], outside) for values in found if values)
        case product if product == Target.PLAIN.product and not (path / "index.yaml").exists():
            for one in sorted(path.iterdir()):
                if one.is_dir():
                    yield Deployment(one.as_posix(), _tree(one, outside), one.name, one.as_posix())
        case _:
            yield Deployment(name, _tree(path, outside))


def _tree(path: Path, outside: Files) -> dict[str, bytes]:
    found = {(path / name).as_posix(): content for name, content in outside.tree(path, *SUFFIXES).items()}
    if not found:
        raise LsparchError(f"{path}: no manifests here; they end in {', '.join(SUFFIXES)}")
    _refuse_charts(path, found)
    return found


def _refuse_charts(path: Path, names: Iterable[str]) -> None:
    """Refuse a folder, of which the files are given, if it holds a chart, is one or has the templates of one.

    As for Helm, a folder with a ``Chart.yaml`` is a chart. Below ``foreign`` generated folders tell of charts of others
    of which they hold the objects.
    """
    folders = [Path(name).parent for name in names if name.rpartition("/")[2] == _CHART]
    if path.name == "templates" and (path.parent / _CHART).is_file():
        folders.append(path.parent)
    charts = [one for one in folders if one.parent.name != "foreign"]
    if charts:
        chart = min(charts, key=lambda one: (len(one.parts), one))
        raise LsparchError(
            f"{chart.as_posix()}: a Helm chart, whose templates are no manifests; give what Helm makes of them: "
            "`helm template … | lsparch check -`, as well with `render` and `drift`"
        )


def _of_bundle(path: Path, outside: Files, *, tests: bool) -> Deployment:
    wanted = ("manifests", "tests") if tests else ("manifests",)
    kept: dict[str, bytes] = {}
    left: set[str] = set()
    for name, content in outside.tree(path, *SUFFIXES).items():
        top = name.partition("/")[0]
        if top in wanted:
            kept[(path / name).as_posix()] = content
        elif top not in _BESIDE:
            left.add(top)
    names = [
        (path / top).as_posix() for top in wanted if any(one.startswith(f"{(path / top).as_posix()}/") for one in kept)
    ]
    return Deployment(" and ".join(names) or path.as_posix(), kept, left_out=tuple(sorted(left)))


def _of_overlay(path: Path) -> Deployment:
    return _rendered(kustomize_command(path), path.name, path)


def _of_chart(path: Path, environment: str, outside: Files) -> Deployment:
    version = _KUBERNETES.search(outside.read(path / _CHART))
    values = path / f"values-{environment}.yaml"
    return _rendered(chart_command(path, values, version[1].decode() if version else ""), environment, values)


def _rendered(command: tuple[str, ...], environment: str, path: Path) -> Deployment:
    shown = " ".join(command)
    return Deployment(f"`{shown}`", {f"<{shown}>": output_of(command)}, environment, path.as_posix())
