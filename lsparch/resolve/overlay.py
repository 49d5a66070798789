"""Overlays: an environment with everything that it inherits from its profiles."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lsparch.diagnostics import Finding, Place, Severity
from lsparch.load import Declared, Model
from lsparch.models.environment import EnvironmentFile, ListChange, Overlay, Override, ProfileFile

__all__ = ["Effective", "Statement", "effective_overlay"]

_SCALARS = (
    "kind", "exposure", "routing", "balancers", "release", "deployment_tool",
)  # fmt: skip
_LISTS = ("include", "exclude", "holds", "plans", "data_sources")
_MAPPINGS = ("bind", "hosts", "external_hosts", "tracks", "override")


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that an overlay states, and where."""

    value: Any
    layer: str
    place: Place


@dataclass(frozen=True, slots=True)
class Effective:
    """An environment with all that it inherits."""

    environment: EnvironmentFile
    scalars: dict[str, Statement]
    lists: dict[str, dict[str, Statement]]
    mappings: dict[str, dict[str, Statement]]
    overrides: tuple[tuple[str, Statement], ...]
    """All overrides in the order of application: those of the farthest profile first."""

    layers: tuple[Declared, ...] = ()
    """The profiles, the farthest first, and the environment."""

    def text(self, name: str, default: str) -> str:
        """Return a scalar, or a default if neither the environment nor a profile states it."""
        found = self.scalars.get(name)
        return str(found.value) if found else default


def effective_overlay(model: Model, identifier: str) -> tuple[Effective, list[Finding]]:
    """Return an environment with all that it inherits, and what is wrong with the inheritance.

    Parameters
    ----------
    model
        The model.
    identifier
        Id of the environment, without prefix.
    """
    environment = model.environments[identifier]
    findings: list[Finding] = []
    chain = list(reversed(list(_chain(model, identifier, findings))))
    effective = Effective(environment, {}, {n: {} for n in _LISTS}, {n: {} for n in _MAPPINGS}, ())
    overrides: list[tuple[str, Statement]] = []
    for declared in chain:
        overlay = declared.element
        assert isinstance(overlay, Overlay)
        _add_scalars(effective, overlay, declared)
        for name in _LISTS:
            findings.extend(_add_list(effective.lists[name], getattr(overlay, name), name, declared))
        for name in _MAPPINGS:
            key = name.replace("_", "-")
            for item, value in getattr(overlay, name).items():
                statement = Statement(value, declared.id, declared.place(key, item, key=True))
                effective.mappings[name][item] = statement
                if name == "override":
                    overrides.append((item, statement))
    findings.extend(_check_overrides(overrides))
    complete = Effective(
        environment, effective.scalars, effective.lists, effective.mappings, tuple(overrides), tuple(chain)
    )
    return complete, findings


def _chain(model: Model, identifier: str, findings: list[Finding]) -> Iterator[Declared]:
    declared = model.declared[f"environment/{identifier}"]
    seen: set[str] = set()
    while declared.id not in seen:
        seen.add(declared.id)
        yield declared
        overlay = declared.element
        assert isinstance(overlay, EnvironmentFile | ProfileFile)
        if overlay.from_ is None:
            return
        declared = model.declared[f"profile/{overlay.from_.removeprefix('profile/')}"]
    findings.append(
        Finding(
            "ENV006",
            Severity.ERROR,
            declared.place("from"),
            f"{declared.id} inherits from itself",
            "break the circle of `from`",
            element=declared.id,
        )
    )


def _add_scalars(effective: Effective, overlay: Overlay, declared: Declared) -> None:
    for name in _SCALARS:
        value = getattr(overlay, name)
        if value is not None:
            effective.scalars[name] = Statement(value, declared.id, declared.place(name.replace("_", "-")))


def _add_list(
    known: dict[str, Statement],
    change: tuple[str, ...] | ListChange | None,
    name: str,
    declared: Declared,
) -> Iterator[Finding]:
    if change is None:
        return
    field = name.replace("_", "-")
    if not isinstance(change, ListChange):
        known.clear()
        for position, item in enumerate(change):
            known[item] = Statement(item, declared.id, declared.place(field, position))
        return
    for position, item in enumerate(change.add):
        place = declared.place(field, "add", position)
        if item in known:
            yield _no_effect(declared, place, f"{field} adds {item}, which is inherited already")
        known[item] = Statement(item, declared.id, place)
    for position, item in enumerate(change.remove):
        if known.pop(item, None) is None:
            place = declared.place(field, "remove", position)
            yield _no_effect(declared, place, f"{field} removes {item}, which is not inherited")


def _no_effect(declared: Declared, place: Place, message: str) -> Finding:
    return Finding("ENV002", Severity.ERROR, place, message, "remove it", element=declared.id)


def _check_overrides(overrides: list[tuple[str, Statement]]) -> Iterator[Finding]:
    for item, statement in overrides:
        value = statement.value
        if not isinstance(value, Override):
            continue
        given = value.given
        if len(given) != 1:
            has = " and ".join(given) or "none"
            message = f"override of {item} needs exactly one of value, add, remove or unset; has {has}"
            advice = "keep one of them" if given else "add one of them"
            yield Finding("ENV007", Severity.ERROR, statement.place, message, advice, element=statement.layer)
