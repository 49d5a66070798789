"""What a rule is: one class that knows one fault, with its documentation page as docstring."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from enum import StrEnum
from inspect import cleandoc
from typing import ClassVar

from lsparch.diagnostics import Finding, Place, Related, Severity
from lsparch.k8s.store import StoredObject
from lsparch.rules.context import EnvironmentContext, ModelContext, ObjectsContext, WaiversContext

__all__ = ["SECTIONS", "EnvironmentRule", "ModelRule", "ObjectsRule", "Rule", "Subject", "WaiverRule"]

SECTIONS = ("Why is this bad", "Example", "Use instead")
"""Sections of a rule's page, in order, after the title."""

_HEADING = re.compile(rf"^({'|'.join(SECTIONS)})\n-{{5,}}$", re.MULTILINE)


class Subject(StrEnum):
    """What a rule looks at."""

    MODEL = "model"
    """The whole model, once."""

    ENVIRONMENT = "environment"
    """Each environment, resolved, with its graph."""

    OBJECTS = "objects"
    """Kubernetes objects, generated or read from files."""

    WAIVERS = "waivers"
    """The waivers, after all others."""


class Rule(ABC):
    """One fault that can be found.

    A rule has no state: its `check` is a pure function of one frozen context.
    """

    code: ClassVar[str]
    """Stable code; never used again for another fault."""

    severity: ClassVar[Severity] = Severity.ERROR
    """Severity, where policy does not say another."""

    subject: ClassVar[Subject]
    """What it looks at."""

    answers: ClassVar[tuple[str, ...]] = ()
    """Names of the requirements that it tests, as ``checks/requirements.yaml`` refers to them: ``rule:NAME``."""

    @classmethod
    def page(cls) -> str:
        """Return the documentation page, from the title on."""
        return cleandoc(cls.__doc__ or "")

    @classmethod
    def title(cls) -> str:
        """Return the sentence that names the fault, without its full stop."""
        return cls.page().partition("\n")[0].rstrip(".")

    @classmethod
    def sections(cls) -> dict[str, str]:
        """Return the text of each section, in the order of the page."""
        pieces = _HEADING.split(cls.page())
        return {pieces[i]: pieces[i + 1].strip() for i in range(1, len(pieces), 2)}

    def finding(
        self,
        place: Place,
        message: str,
        advice: str = "",
        *,
        element: str = "",
        environment: str = "",
        related: Iterable[tuple[Place, str]] = (),
    ) -> Finding:
        """Return a finding of this rule."""
        return Finding(
            self.code, self.severity, place, message, advice,
            tuple(Related(p, text) for p, text in related), element, environment,
        )  # fmt: skip


class ModelRule(Rule):
    """A rule about the whole model."""

    subject = Subject.MODEL

    @abstractmethod
    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Find every occurrence of the fault."""


class EnvironmentRule(Rule):
    """A rule about one environment."""

    subject = Subject.ENVIRONMENT

    @abstractmethod
    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find every occurrence of the fault."""


class ObjectsRule(Rule):
    """A rule about Kubernetes objects."""

    subject = Subject.OBJECTS

    def report(
        self,
        stored: StoredObject,
        place: Place,
        message: str,
        advice: str = "",
        related: Iterable[tuple[Place, str]] = (),
    ) -> Finding:
        """Return a finding about an object: its model element, or its key where nobody generated it."""
        return self.finding(place, message, advice, element=stored.element or str(stored.key), related=related)

    @abstractmethod
    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find every occurrence of the fault."""


class WaiverRule(Rule):
    """A rule about waivers."""

    subject = Subject.WAIVERS

    @abstractmethod
    def check(self, context: WaiversContext) -> Iterator[Finding]:
        """Find every occurrence of the fault."""
