"""A platform on disk: its model, and everything derived from it, made when first asked for."""

import os
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from lsparch.diagnostics import Finding, LsparchError, UnreadableInputError
from lsparch.load.validate import suggest
from lsparch.outside.files import Files, shipped_platform
from lsparch.outside.folders import what_is
from lsparch.outside.git import read_revision
from lsparch.outside.memory import collection_paused

if TYPE_CHECKING:
    from lsparch.graph import ArchGraph
    from lsparch.load import LoadResult, Model
    from lsparch.manifests import ManifestSet
    from lsparch.resolve import Environment

__all__ = ["Platform", "default_environment", "find_platform", "open_platform"]


def find_platform(start: Path) -> Path | None:
    """Return the folder that holds ``model/``, found upwards from a folder; None if there is none.

    A folder ``model/`` counts if it holds a YAML file, at any depth: one whose ``platform.yaml`` is missing is a
    faulty model, and not a reason to take another. One that holds other files alone is somebody else's.

    Raises
    ------
    LsparchError
        If a folder ``model/`` on the way is empty or cannot be read: then no other is meant.
    """
    return next((folder for folder in (start, *start.parents) if _is_model(folder / "model")), None)


def _is_model(folder: Path) -> bool:
    if not folder.is_dir():
        return False
    shown = Path(os.path.relpath(folder))
    held = False
    try:
        for place, folders, files in os.walk(folder, onerror=_raise):
            folders[:] = [name for name in folders if not name.startswith(".")]
            there = [name for name in files if not name.startswith(".")]
            held = held or bool(there)
            if any(name.endswith(".yaml") and Path(place, name).is_file() for name in there):
                return True
    except OSError as error:
        raise LsparchError(f"{shown}: the model cannot be read ({error.strerror}); --model names another") from error
    if not held:
        raise LsparchError(f"{shown}: the folder of the model is empty; fill it, or name another with --model")
    return False


def _raise(error: OSError) -> None:
    raise error


def open_platform(model: Path | None = None, say: Callable[[str], None] | None = None) -> "Platform":
    """Open a platform.

    Parameters
    ----------
    model
        The ``model`` folder, or the folder that holds it. Found upwards from the working directory when not given,
        else the shipped one.
    say
        Called with a line when the shipped model is read because there is no other.

    Raises
    ------
    LsparchError
        If there is no model in the folder.
    """
    if model is None:
        return _found_platform(Path.cwd(), say or (lambda _: None))
    folder = model.resolve()
    root = folder if (folder / "model").is_dir() else folder.parent
    if not (root / "model").is_dir() or (folder != root and folder.name != "model"):
        raise LsparchError(f"{model}: no folder `model` here; give the model folder or the one that holds it")
    return Platform(root)


def _found_platform(start: Path, say: Callable[[str], None]) -> "Platform":
    """Return the platform found upwards from a folder, else the shipped one.

    What is wrong with the search, and that the shipped one is taken, is told when the model is asked for: who reads
    manifests alone needs none.
    """
    refusal = None
    try:
        root = find_platform(start)
    except LsparchError as error:
        root, refusal = None, error
    if root is not None:
        return Platform(root)

    def shipped_model_read() -> None:
        if refusal is not None:
            raise refusal
        say("no model here or in a folder above: the shipped one is used; --model names another")

    return Platform(shipped_platform(), substituted=shipped_model_read)


class Platform:
    """A platform, read from a folder or from a revision of it.

    Parameters
    ----------
    root
        Folder that holds ``model/``, ``diagrams/`` and ``checks/``.
    revision
        Git revision at which to read it; the work tree when empty.
    files
        The file system.
    rooted
        Whether places in files are named from this folder, and not from the working directory.
    substituted
        Called before the model is read, if this platform stands in for one that was not found.
    """

    decided = ""
    """What is taken as decided, as ``QUESTION=ANSWER``; empty for the model as it is."""

    def __init__(
        self,
        root: Path,
        revision: str = "",
        files: Files | None = None,
        *,
        rooted: bool = False,
        substituted: Callable[[], None] | None = None,
    ) -> None:
        self.root = root
        self.substituted = substituted
        self.revision = revision
        self._rooted = rooted
        self.outside = files or Files()
        self._environments: dict[str, Environment] = {}
        self._graphs: dict[str, ArchGraph] = {}
        self._manifests: dict[tuple[str, str | None], ManifestSet] = {}
        self._files: dict[tuple[str, ...], Mapping[str, bytes]] = {}

    def rooted(self) -> "Platform":
        """Return the platform, read anew, with places named as in every checkout: for what is written to files."""
        return Platform(self.root, self.revision, self.outside, rooted=True, substituted=self.substituted)

    def files(self, folder: str, *suffixes: str) -> Mapping[str, bytes]:
        """Return the files below one of the platform's folders, by the name under which findings show them.

        They are read once: a platform does not change while it is open.
        """
        key = (folder, *suffixes)
        if key not in self._files:
            if folder == "model" and self.substituted:
                self.substituted()
            self._files[key] = self._read(folder, *suffixes)
        return self._files[key]

    @property
    def read_files(self) -> tuple[tuple[Path, tuple[str, ...], Mapping[str, bytes]], ...]:
        """Folders of the work tree that were read so far: each with the endings wanted, and its files by path in it.

        Nothing for a revision.
        """
        if self.revision:
            return ()
        return tuple(
            (
                self.root / folder,
                tuple(suffixes),
                {name[len(self.folder(folder)) + 1 :]: data for name, data in files.items()},
            )
            for (folder, *suffixes), files in self._files.items()
        )

    def _read(self, folder: str, *suffixes: str) -> Mapping[str, bytes]:
        if self.revision:
            return read_revision(self.root, self.revision, folder, *suffixes)
        if not (self.root / folder).is_dir():
            return {}
        tree = self.outside.tree(self.root / folder, *suffixes)
        return {f"{self.folder(folder)}/{name}": content for name, content in tree.items()}

    def folder(self, name: str) -> str:
        """Return the name under which findings show one of the platform's folders."""
        if self.revision or self._rooted:
            return name
        shown = Path(os.path.relpath(self.root / name)).as_posix()
        return (self.root / name).as_posix() if shown.startswith("../../..") else shown

    @cached_property
    @collection_paused()
    def loaded(self) -> "LoadResult":
        """The model, if it can be read, and what was found while reading it."""
        from lsparch.load import load_model  # noqa: PLC0415 - who reads manifests alone needs no model

        return load_model(self.files("model"), self.folder("model"))

    @property
    def model(self) -> "Model":
        """The model.

        Raises
        ------
        UnreadableInputError
            If any file is faulty.
        """
        if self.loaded.model is None:
            raise UnreadableInputError(self.loaded.findings)
        return self.loaded.model

    @property
    def environments(self) -> tuple[str, ...]:
        """Ids of all environments, without prefix."""
        return tuple(self.model.environments)

    @collection_paused()
    def environment(self, identifier: str) -> "Environment":
        """Return one environment, resolved.

        Raises
        ------
        LsparchError
            If the model has no such environment.
        """
        from lsparch.resolve import resolve  # noqa: PLC0415

        name = identifier.removeprefix("environment/")
        if name not in self._environments:
            if name not in self.model.environments:
                raise self._no_environment(name)
            self._environments[name] = resolve(self.model, name)
        return self._environments[name]

    def _no_environment(self, name: str) -> LsparchError:
        known = f"known: {', '.join(self.environments)}"
        advice = suggest(name, self.environments)
        what = "" if advice else what_is(name)
        if what:
            return LsparchError(
                f"`{name}` is a {what}, and an environment of the model is wanted here, {known}; manifests are read by "
                "`lsparch check`, `render` and `drift`"
            )
        return LsparchError(f"no environment `{name}`; {advice or known}")

    @collection_paused()
    def graph(self, identifier: str) -> "ArchGraph":
        """Return the graph of one environment.

        Raises
        ------
        UnreadableInputError
            If the environment is faulty.
        """
        from lsparch.resolve import environment_graph  # noqa: PLC0415

        env = self.environment(identifier)
        if env.id not in self._graphs:
            self._graphs[env.id] = environment_graph(env)
        return self._graphs[env.id]

    @collection_paused()
    def manifests(self, identifier: str, kubernetes: str | None = None) -> "ManifestSet":
        """Return the Kubernetes objects of one environment, with what could not be generated.

        Parameters
        ----------
        identifier
            The environment.
        kubernetes
            Version of Kubernetes for which they are made; that of the environment's cluster when None.
        """
        from lsparch.manifests import build_manifests  # noqa: PLC0415

        env = self.environment(identifier)
        key = (env.id, kubernetes)
        if key not in self._manifests:
            self._manifests[key] = build_manifests(env, kubernetes)
        return self._manifests[key]

    def findings(self) -> tuple[Finding, ...]:
        """Return what is wrong with the model and the overlays of its environments."""
        if self.loaded.model is None:
            return self.loaded.findings
        return tuple(finding for name in self.environments for finding in self.environment(name).findings)


def default_environment(platform: Platform) -> str:
    """Return the operational environment with most parts, of all environments if none is operational.

    Raises
    ------
    LsparchError
        If the model has no environment.
    """
    from lsparch.resolve.overlay import effective_overlay  # noqa: PLC0415

    names = platform.environments
    if not names:
        raise LsparchError("the model has no environment")
    model = platform.model
    overlays = {name: effective_overlay(model, name)[0] for name in names}  # enough for this; nothing is resolved
    parts = {name: sum(part in overlay.lists["include"] for part in model.parts) for name, overlay in overlays.items()}
    operational = [name for name in names if overlays[name].text("kind", "sandbox") == "operational"]
    return max(operational or names, key=lambda name: (parts[name], name))
