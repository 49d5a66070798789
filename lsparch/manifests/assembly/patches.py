"""Applying patches: changes to objects after they are made, each with its reason; the result must fit the schema."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from lsparch.diagnostics import Place, Severity
from lsparch.k8s.field_path import FieldPathError, Step, copy_object, parse_field_path, remove_value, set_value
from lsparch.k8s.store import StoredObject
from lsparch.k8s.validate import Coverage, Violation, coverage, validate_object
from lsparch.load.validate import suggest
from lsparch.manifests.assembly.manifest_set import AppliedPatch
from lsparch.manifests.assembly.provenance import stamp
from lsparch.manifests.assembly.site import Site
from lsparch.models.component import Container
from lsparch.resolve import UnknownAddressError
from lsparch.resolve.patches import DeclaredPatch
from lsparch.resolve.render import fill_structure
from lsparch.resolve.values import Values

__all__ = ["apply_patches"]

_IDENTITY = (("apiVersion",), ("kind",), ("metadata", "name"), ("metadata", "namespace"), ("status",))
"""What a patch may not change: what the object is, and what the server says of it."""

_SELECTING = frozenset({"DaemonSet", "Deployment", "Job", "ReplicaSet", "Service", "StatefulSet"})
"""Kinds whose selector belongs to what they are."""

_MOST = 3
"""Most objects that a message names."""


def apply_patches(
    site: Site, objects: list[StoredObject], patches: Sequence[DeclaredPatch]
) -> tuple[AppliedPatch, ...]:
    """Apply patches to the objects of an environment, and return those that changed one.

    A patch that is at fault leaves its object as it is, and is reported: it matches no object, or several (GEN023);
    it changes nothing (GEN024); a path leads nowhere (GEN025); the result does not fit the schema (GEN026).

    Parameters
    ----------
    site
        The environment; findings are reported there.
    objects
        Its objects; those that are patched are replaced in place.
    patches
        The patches, in the order of application.
    """
    applied: list[AppliedPatch] = []
    by_name: dict[tuple[str, str], list[int]] = {}
    for position, found in enumerate(objects if patches else ()):
        by_name.setdefault((found.kind, found.name), []).append(position)
    made = {found.element.partition("/")[0] for found in objects} if patches else set()
    for declared in patches:
        if declared.part and declared.part == declared.layer and declared.part not in made:
            continue  # the part is deployed by another environment, or has nothing here
        named = by_name.get((declared.patch.kind, declared.patch.name), [])
        chosen = [position for position in named if _matches(site, declared, objects[position])]
        if len(chosen) != 1:
            _report_target(site, declared, [objects[position] for position in chosen], objects)
            continue
        patched = _Patched(site, declared, objects[chosen[0]])
        if patched.fields:
            found = objects[chosen[0]] = patched.result()
            applied.append(AppliedPatch(declared, found.key, found.element, patched.fields))
    return tuple(applied)


def _matches(site: Site, declared: DeclaredPatch, found: StoredObject) -> bool:
    namespace, part = declared.patch.namespace, declared.part
    if namespace is not None and found.namespace != namespace:
        return False
    if not part or found.element.partition("/")[0] == part:
        return True
    return bool(found.namespace) and found.namespace == site.env.namespace(part)


def _report_target(
    site: Site, declared: DeclaredPatch, matched: list[StoredObject], objects: Sequence[StoredObject]
) -> None:
    where = f" in environment {site.env.id}"
    if matched:
        names = ", ".join(str(found.key) for found in matched[:_MOST]) + (", …" if matched[_MOST:] else "")
        message = f"the patch of {declared.target} matches {len(matched)} objects{where}: {names}"
        advice = "add `namespace` or `part`"
    else:
        message = f"the patch of {declared.target} matches no object{where}"
        known = [found.name for found in objects if found.kind == declared.patch.kind]
        kinds = {found.kind for found in objects}
        advice = (suggest(declared.patch.name, known) if known else suggest(declared.patch.kind, kinds)) or "remove it"
    inherited = declared.layer.startswith("profile/")
    severity = Severity.WARNING if inherited and not matched else Severity.ERROR
    wrong = "name" if matched or any(found.kind == declared.patch.kind for found in objects) else "kind"
    site.report("GEN023", severity, declared.place(wrong), message, advice, declared.layer)


class _Patched:
    """One object under one patch."""

    def __init__(self, site: Site, declared: DeclaredPatch, original: StoredObject) -> None:
        self._site = site
        self._declared = declared
        self._original = original
        self._data: dict[str, Any] = copy_object(original.data)
        self._faulty = False
        changed = [*self._set(), *self._remove()]
        if changed and not self._faulty:
            self._validate()
        self.fields: tuple[str, ...] = () if self._faulty else tuple(changed)
        """Paths that changed the object; none if anything is wrong."""

    def result(self) -> StoredObject:
        """Return the patched object, with the digest of what it is now."""
        original = self._original
        stamp(self._site, self._data, original.element)
        return StoredObject(self._data, original.origin, original.element, original.written)

    def _set(self) -> Iterator[str]:
        for path, value in self._declared.patch.set.items():
            try:
                if self._may(path):
                    if set_value(self._data, path, fill_structure(value, self._values())):
                        yield path
                    else:
                        self._report("GEN024", path, f"sets {path} to what it is already", "remove it")
            except FieldPathError as error:
                self._report("GEN025", path, f"cannot set {path}: {error}", "name a field of the object")
            except UnknownAddressError as error:
                self._faulty = True
                self._site.unknown(error, self._declared.path_place(path), self._declared.layer)

    def _remove(self) -> Iterator[str]:
        for path in self._declared.patch.remove:
            try:
                if self._may(path):
                    if remove_value(self._data, path):
                        yield path
                    else:
                        self._report("GEN024", path, f"removes {path}, which is not there", "remove it")
            except FieldPathError as error:
                self._report("GEN025", path, f"cannot remove {path}: {error}", "name a field of the object")

    def _may(self, path: str) -> bool:
        names = tuple(step.name for step in parse_field_path(path))
        own = (self._site.key("element"), self._site.key("digest"))
        is_ours = names[:2] == ("metadata", "annotations") and names[2:3] and names[2] in own
        is_selector = names[:2] == ("spec", "selector") and self._original.kind in _SELECTING
        if (
            is_ours
            or is_selector
            or names in {("metadata",), ("spec",)}
            or any(names[: len(fixed)] == fixed for fixed in _IDENTITY)
        ):
            self._report("GEN025", path, f"may not change {path}", "patch what the object does, not what it is")
            return False
        return True

    def _values(self) -> Values:
        workload = self._site.by_id.get(self._original.element)
        container = workload.component if workload is not None else Container.model_validate({})
        return Values(self._site.addresses, self._declared.declared.part, container)

    def _validate(self) -> None:
        version = self._site.version
        if coverage(self._data, version) is not Coverage.COVERED:
            return  # nothing is known of custom resources
        before = set(validate_object(self._original.data, version))
        for violation in validate_object(self._data, version):
            if violation not in before:
                field = self._cause(violation)
                message = f"makes {self._declared.target} invalid in Kubernetes {version.line}: {_where(violation)}"
                self._report("GEN026", field, message, "set what the schema of this kind has")

    def _cause(self, violation: Violation) -> str:
        """Return the path of the patch that leads to a violation, or that the violation leads to."""
        patch = self._declared.patch
        fields = (*patch.set, *patch.remove)
        return max(fields, key=lambda field: _common(parse_field_path(field), violation.path))

    def _report(self, code: str, field: str, message: str, advice: str) -> None:
        self._faulty = True
        place: Place = self._declared.path_place(field)
        text = f"the patch of {self._declared.target} {message}"
        self._site.report(code, Severity.ERROR, place, text, advice, self._declared.layer)


def _common(steps: Iterable[Step], path: tuple[str | int, ...]) -> int:
    """Return how many steps a path of a patch and one of a violation have in common."""
    count = 0
    for step, key in zip(steps, path, strict=False):
        if not isinstance(key, int) and key != step.name:
            break
        count += 1
    return count


def _where(violation: Violation) -> str:
    return f"{'.'.join(map(str, violation.path))}: {violation.message}" if violation.path else violation.message
