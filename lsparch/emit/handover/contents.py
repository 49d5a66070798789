"""What a hand-over is about, and how its texts write commands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from lsparch.analysis.rollout import Phase, Stage, phase_of, removal_order
from lsparch.emit.handover.shared import Dependent, held_back
from lsparch.k8s.store import StoredObject
from lsparch.manifests import ManifestSet, SecretNeed, object_path
from lsparch.manifests.stories import StoryTests
from lsparch.resolve import Environment

__all__ = [
    "MANIFESTS",
    "ORDER",
    "SHARED",
    "TESTS",
    "UNDO",
    "Handover",
    "code",
    "fenced",
    "is_data",
    "list_text",
    "objects_text",
    "resource",
    "undo_text",
]

MANIFESTS = "manifests"
"""Folder of the objects."""

ORDER = "order"
"""Folder of the lists of files, one for each stage of application."""

SHARED = "shared.txt"
"""List of the files of what other environments of the cluster use."""

TESTS = "tests"
"""Folder of the test Jobs."""

UNDO = "undo.txt"
"""List of the objects in the order of removal, without those that hold data."""


@dataclass(frozen=True)
class Handover:
    """An environment, ready to be handed over."""

    env: Environment
    manifests: ManifestSet
    tests: StoryTests
    stages: tuple[Stage, ...]
    """All objects, in the order of application."""

    digest: str
    """Digest of the environment, which is signed."""

    users: tuple[Dependent, ...] = ()
    """Environments of the cluster that use what only this one deploys."""

    @cached_property
    def lists(self) -> tuple[tuple[str, Stage], ...]:
        """Path of the list of files of each stage, in the order of application."""
        return tuple((f"{ORDER}/{_list_name(number, stage)}", stage) for number, stage in enumerate(self.stages, 1))

    @cached_property
    def filled(self) -> frozenset[tuple[str, str]]:
        """Namespace and name of the Secrets that External Secrets Operator fills."""
        found = set()
        for stored in self.manifests.objects:
            if stored.kind == "ExternalSecret":
                target = (stored.data.get("spec") or {}).get("target") or {}
                found.add((stored.namespace, str(target.get("name") or stored.name)))
        return frozenset(found)

    @cached_property
    def held(self) -> tuple[StoredObject, ...]:
        """Objects that other environments of the cluster use."""
        return tuple(held_back(self.env, self.manifests.objects, self.users))

    @cached_property
    def handmade(self) -> tuple[SecretNeed, ...]:
        """Secrets that somebody must create: neither the operator nor an issuer does."""
        return tuple(
            need
            for need in self.manifests.secrets
            if not need.of_users and not need.issued and (need.namespace, need.name) not in self.filled
        )

    @cached_property
    def awaited(self) -> tuple[SecretNeed, ...]:
        """Secrets that the operator fills."""
        wanted = (need for need in self.manifests.secrets if not need.of_users)
        return tuple(need for need in wanted if (need.namespace, need.name) in self.filled)

    @cached_property
    def issued(self) -> tuple[SecretNeed, ...]:
        """Certificates that an issuer of the cluster makes."""
        return tuple(need for need in self.manifests.secrets if need.issued)

    def list_of(self, phase: Phase) -> str:
        """Return the path of the list of the only stage of a phase; empty if there is none."""
        return next((path for path, stage in self.lists if stage.phase is phase), "")


def _list_name(number: int, stage: Stage) -> str:
    """Return the name of the list of a stage."""
    part = f"-{stage.part}" if stage.part else ""
    return f"{number:02d}-{stage.phase.name.lower()}{part}.txt"


def list_text(objects: Iterable[StoredObject]) -> str:
    """Return a list of objects: the path of the file of each in the bundle."""
    return "".join(f"{MANIFESTS}/{object_path(stored)}\n" for stored in objects)


def resource(stored: StoredObject) -> str:
    """Return the name by which kubectl knows an object, such as ``deployment.apps/web``."""
    group = stored.key.group
    return f"{stored.kind.lower()}{f'.{group}' if group else ''}/{stored.name}"


def objects_text(objects: Iterable[StoredObject]) -> str:
    """Return a line for each object: namespace, or a hyphen, and name; sorted by bytes, for ``comm``."""
    return "".join(sorted(f"{_line(stored)}\n" for stored in objects))


def undo_text(handover: Handover) -> str:
    """Return a line for each object that holds no data, as in `objects_text`, in the order of removal."""
    stages = removal_order(handover.stages)
    gone = (stored for stage in stages for stored in reversed(stage.objects) if not is_data(stored))
    return "".join(f"{_line(stored)}\n" for stored in gone)


def _line(stored: StoredObject) -> str:
    return f"{stored.namespace or '-'} {resource(stored)}"


def is_data(stored: StoredObject) -> bool:
    """Tell whether removing an object loses data."""
    return phase_of(stored) is Phase.VOLUMES or stored.kind == "Namespace"


def code(text: str) -> str:
    """Return a text as Markdown code."""
    return f"`{text}`"


def fenced(*lines: str) -> Iterator[str]:
    """Iterate over the lines of a block of commands that can be executed as it is."""
    yield ""
    yield "```sh"
    yield from lines
    yield "```"
    yield ""
