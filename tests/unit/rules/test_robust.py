"""Rules about objects survive any manifest that can be read."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from lsparch.k8s.store import ObjectStore, StoredObject
from lsparch.k8s.version import KubernetesVersion
from lsparch.rules import ObjectsSubject, Rule, Subject, Subjects, all_rules, default_policy, run_rules
from lsparch.yaml import Dialect, place_of, read
from tests.unit.rules.samples import AS_OF, examples

_ODD: tuple[Any, ...] = (None, [], {}, "text", 7, True, [None], [7], ["text"], [{}], {"key": None}, {"key": 7}, [[]])
_OBJECT_RULES = [rule for rule in all_rules() if rule.subject is Subject.OBJECTS]
_NEEDED = {("kind",), ("apiVersion",), ("metadata",), ("metadata", "name")}


def _paths(node: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield path
    entries = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, item in entries:
        yield from _paths(item, (*path, key))


def _set(root: Any, path: tuple[str | int, ...], value: Any) -> None:
    for step in path[:-1]:
        root = root[step]
    root[path[-1]] = value


@pytest.mark.parametrize("rule", _OBJECT_RULES, ids=lambda rule: str(rule.code))
def test_no_odd_value_anywhere_makes_a_rule_fail(rule: Rule) -> None:
    block = examples(rule.sections()["Example"])[0]
    for number, document in enumerate(read(block, "m.yaml", Dialect.KUBECTL).documents):
        for path in _paths(document.root):
            if not path or path in _NEEDED:
                continue
            for odd in _ODD:
                roots = [d.root for d in read(block, "m.yaml", Dialect.KUBECTL).documents]
                _set(roots[number], path, copy.deepcopy(odd))
                stored = [StoredObject(root, place_of(root, (), "m.yaml"), written=True) for root in roots]
                subject = ObjectsSubject(ObjectStore(stored), KubernetesVersion(1, 36))
                run_rules(Subjects(objects=(subject,)), policy=default_policy(), as_of=AS_OF, rules=[rule])
