from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from lsparch.load.forms import FORMS
from lsparch.models.drift_policy import DriftPolicyFile
from lsparch.models.files import MODEL_FILES
from lsparch.models.policy import PolicyFile
from lsparch.models.requirement import RequirementsFile
from lsparch.models.symbology import Symbology
from lsparch.models.view import ViewFile

FILES: tuple[type[BaseModel], ...] = (
    *MODEL_FILES.values(),
    DriftPolicyFile,
    PolicyFile,
    RequirementsFile,
    Symbology,
    ViewFile,
)


def patterns(node: Any) -> Iterator[str]:
    match node:
        case dict():
            if isinstance(found := node.get("pattern"), str):
                yield found
            yield from node.get("patternProperties", {})
            for item in node.values():
                yield from patterns(item)
        case list():
            for item in node:
                yield from patterns(item)
        case _:
            return


def test_every_pattern_of_the_language_is_said_in_words_and_no_other() -> None:
    assert {found for cls in FILES for found in patterns(cls.model_json_schema())} == set(FORMS)


@pytest.mark.parametrize(("wrong", "advice"), sorted(set(FORMS.values())))
def test_words_read_as_a_sentence_and_show_no_pattern(wrong: str, advice: str) -> None:
    assert wrong.startswith(("is no ", "names no "))
    assert advice
    assert "^" not in wrong + advice
