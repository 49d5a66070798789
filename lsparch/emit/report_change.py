"""What would change, and what that means, as text, Markdown and JSON."""

import json
from collections.abc import Iterator
from enum import StrEnum
from typing import Any, assert_never

from lsparch.drift.change import ChangeSet, Effect, FieldChange, Meaning, ObjectChange
from lsparch.drift.result import ABSENT
from lsparch.drift.shown import told_apart
from lsparch.emit.report_audit import markdown_table
from lsparch.k8s.identity import ObjectKey

__all__ = ["ChangeFormat", "report_changes", "summary"]

_HEADINGS = {
    Meaning.LOSES_DATA: "loses data",
    Meaning.RECREATE: "needs re-creation",
    Meaning.OUTAGE: "outage",
    Meaning.BLOCKED: "an update stops half-way",
    Meaning.ROLLS: "rolls pods",
    Meaning.REMOVES: "goes, when it is pruned",
    Meaning.SCALES: "scales",
    Meaning.CREATES: "comes",
    Meaning.IN_PLACE: "in place, no pod is touched",
}
_LONGEST = 60
_FIELDS = 12


class ChangeFormat(StrEnum):
    """How changes are written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


def report_changes(changes: ChangeSet, form: ChangeFormat) -> str:
    """Return changes as a document; as text nothing if nothing changes."""
    match form:
        case ChangeFormat.TEXT:
            return "".join(f"{line}\n" for line in _text(changes))
        case ChangeFormat.MARKDOWN:
            return "".join(f"{line}\n" for line in _markdown(changes))
        case ChangeFormat.JSON:
            return json.dumps(_data(changes), indent=2, ensure_ascii=False) + "\n"
        case _:
            assert_never(form)


def summary(changes: ChangeSet) -> str:
    """Return the counts in one line."""
    counts = [f"{meaning}: {len(found)}" for meaning in Meaning if (found := changes.of(meaning))]
    said = ", ".join(counts) or "nothing changes"
    pods = changes.pods(Meaning.ROLLS)
    rolled = f"; {pods} replaced" if pods.most else ""
    return f"{changes.source} → {changes.target}: {said}{rolled}"


def _text(changes: ChangeSet) -> Iterator[str]:
    for number, meaning in enumerate(m for m in Meaning if changes.of(m)):
        found = changes.of(meaning)
        if number:
            yield ""
        yield f"{_HEADINGS[meaning]} ({len(found)})"
        for one in found:
            yield f"  {one.action} {one.key}{f' ({one.element})' if one.element else ''}"
            yield from (f"    {line}" for effect in one.effects for line in _effect_lines(effect))
            yield from (f"      {line}" for line in _field_lines(one))
    yield from _undo_lines(changes)


def _effect_lines(effect: Effect) -> Iterator[str]:
    yield f"{effect.meaning}: {effect.text}"
    yield from (f"  {number}. {step}" for number, step in enumerate(effect.steps, 1))


def _field_lines(one: ObjectChange) -> Iterator[str]:
    for field in one.fields[:_FIELDS]:
        before, after = told_apart(field.before, field.after, _LONGEST)
        yield f"{field.path}: {before} → {after}"
    if len(one.fields) > _FIELDS:
        yield f"… and {len(one.fields) - _FIELDS} more fields"


def _undo_lines(changes: ChangeSet) -> Iterator[str]:
    if changes.undo.steps:
        yield ""
        yield "to go back"
        for number, step in enumerate(changes.undo.steps, 1):
            yield f"  {number}. {step.title} ({len(step.objects)})"
    if changes.undo.lasting:
        yield "  what does not come back:"
        yield from (f"  - {line}" for line in changes.undo.lasting)


def _markdown(changes: ChangeSet) -> Iterator[str]:
    yield f"# What changes from {changes.source} to {changes.target}"
    yield ""
    if not changes.objects:
        yield "Nothing."
        return
    rows = tuple((_HEADINGS[meaning], str(len(found))) for meaning in Meaning if (found := changes.of(meaning)))
    yield from markdown_table(("Meaning", "Objects"), rows)
    for meaning in Meaning:
        found = changes.of(meaning)
        if not found:
            continue
        yield ""
        yield f"## {_HEADINGS[meaning].capitalize()}"
        yield ""
        yield from markdown_table(
            ("Object", "Element", "What it means", "Fields"), tuple(_markdown_row(one) for one in found)
        )
    if changes.undo.steps:
        yield ""
        yield "## To go back"
        yield ""
        yield from (
            f"{number}. {step.title} ({len(step.objects)})" for number, step in enumerate(changes.undo.steps, 1)
        )
    if changes.undo.lasting:
        yield ""
        yield "What does not come back:"
        yield ""
        yield from markdown_table(("What",), tuple((line,) for line in changes.undo.lasting))


def _markdown_row(one: ObjectChange) -> tuple[str, ...]:
    effects = "\n".join(line for effect in one.effects for line in _effect_lines(effect))
    return f"{one.action} {one.key}", one.element, effects, "\n".join(_field_lines(one))


def _data(changes: ChangeSet) -> dict[str, Any]:
    pods = changes.pods(Meaning.ROLLS)
    return {
        "from": changes.source,
        "to": changes.target,
        "meaning": changes.worst,
        "summary": {meaning: len(changes.of(meaning)) for meaning in Meaning},
        "pods-replaced": {"least": pods.least, "most": pods.most},
        "objects": [_object(one) for one in changes.objects],
        "roll-back": {
            "steps": [
                {"title": step.title, "objects": [_key(key) for key in step.objects]} for step in changes.undo.steps
            ],
            "lasting": list(changes.undo.lasting),
        },
    }


def _object(one: ObjectChange) -> dict[str, Any]:
    return {
        **_key(one.key),
        "element": one.element,
        "action": one.action,
        "meaning": one.meaning,
        "effects": [_effect(effect) for effect in one.effects],
        "fields": [_field(field) for field in one.fields],
    }


def _effect(effect: Effect) -> dict[str, Any]:
    pods = effect.pods
    counted = {} if pods is None else {"pods": {"least": pods.least, "most": pods.most}}
    steps = {"steps": list(effect.steps)} if effect.steps else {}
    return {"meaning": effect.meaning, "text": effect.text, **counted, **steps}


def _field(field: FieldChange) -> dict[str, Any]:
    sides = {"before": field.before, "after": field.after}
    return {"path": field.path} | {name: value for name, value in sides.items() if value is not ABSENT}


def _key(key: ObjectKey) -> dict[str, str]:
    return {"group": key.group, "kind": key.kind, "namespace": key.namespace, "name": key.name}
