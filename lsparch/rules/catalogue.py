"""All rules: one file each, found by name, without registration."""

import importlib
import pkgutil
import re
from functools import cache
from pathlib import Path

from lsparch.rules.rule import Rule

__all__ = ["RULE_MODULE", "all_rules", "rule_by_code", "rules_answering"]

RULE_MODULE = re.compile(r"^([a-z]{3})([0-9]{3})_[a-z0-9_]+$")
"""Name of a rule's module: family, number, and what is wrong."""

_HERE = str(Path(__file__).parent)


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return every rule, in the order of the codes.

    Raises
    ------
    TypeError
        If a module with the name of a rule does not export exactly one rule.
    """
    found = [_rule(info.name) for info in pkgutil.iter_modules([_HERE]) if RULE_MODULE.match(info.name)]
    return tuple(sorted(found, key=lambda rule: rule.code))


def rule_by_code(code: str) -> Rule | None:
    """Return a rule by its code, in any case, or None."""
    return next((rule for rule in all_rules() if rule.code == code.upper()), None)


def rules_answering(name: str) -> tuple[Rule, ...]:
    """Return the rules that test a requirement, by its name without ``rule:``."""
    return tuple(rule for rule in all_rules() if name in rule.answers)


def _rule(name: str) -> Rule:
    module = importlib.import_module(f"lsparch.rules.{name}")
    classes = [found for key in module.__all__ if isinstance(found := getattr(module, key), type)]
    chosen = [cls for cls in classes if issubclass(cls, Rule)]
    if len(chosen) != 1:
        raise TypeError(f"{module.__name__} exports {len(chosen)} rules; a rule's module exports exactly one")
    return chosen[0]()
