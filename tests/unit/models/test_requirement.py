"""The language of checks/requirements.yaml, and its shipped file."""

from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from lsparch.models.requirement import OpenQuestion, Requirement, RequirementClass, RequirementsFile

SHIPPED = Path(__file__).parents[3] / "checks" / "requirements.yaml"
ENTRY = {"line": 1, "digest": "0123456789ab", "says": "logs are collected", "class": "checkable"}
OPEN = {"decides": "team/ldf", "by": "unstated", "note": "which product"}


def requirement(**keys: object) -> Requirement:
    return Requirement.model_validate({**ENTRY, **{key.replace("_", "-"): value for key, value in keys.items()}})


def shipped() -> RequirementsFile:
    return RequirementsFile.model_validate(yaml.safe_load(SHIPPED.read_text(encoding="utf-8")))


def test_a_statement_is_satisfied_by_elements_and_rules() -> None:
    satisfied = requirement(satisfied_by=["logging/collector", "rule:log-coverage", "LOG001", "api/tap.http"])
    assert satisfied.class_ is RequirementClass.CHECKABLE
    assert satisfied.satisfied_by == ("logging/collector", "rule:log-coverage", "LOG001", "api/tap.http")


def test_a_statement_may_be_open() -> None:
    question = requirement(open=OPEN).open
    assert question == OpenQuestion(decides="team/ldf", by="unstated", note="which product")


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({}, "exactly one of satisfied-by, open and context"),
        ({"satisfied_by": ["qserv"], "open": OPEN}, "exactly one of satisfied-by, open and context"),
        ({"context": "a heading"}, "context is for the class context"),
        ({"class": "context", "satisfied_by": ["qserv"]}, "context is for the class context"),
        ({"satisfied_by": ["Not An Id"]}, "String should match pattern"),
        ({"satisfied_by": ["qserv"], "digest": "short"}, "String should match pattern"),
        ({"satisfied_by": ["qserv"], "line": "1"}, "valid integer"),
        ({"satisfied_by": ["qserv"], "class": "wish"}, "Input should be 'checkable'"),
        ({"satisfied_by": ["qserv"], "who": "me"}, "Extra inputs are not permitted"),
    ],
)
def test_faulty_statements_are_refused(keys: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        requirement(**keys)


def test_lines_are_numbered_without_gaps() -> None:
    second = {**ENTRY, "line": 3, "satisfied-by": ["qserv"]}
    first = {**ENTRY, "satisfied-by": ["qserv"]}
    with pytest.raises(ValidationError, match="statement 2 has the line 3"):
        RequirementsFile.model_validate({"requirements": 1, "statements": [first, second]})


def test_the_shipped_file_has_an_entry_for_each_of_the_129_lines() -> None:
    statements = shipped().statements
    assert len(statements) == 129
    assert len({statement.digest for statement in statements}) == 129


def test_the_shipped_file_begins_with_its_schema_and_its_kind() -> None:
    lines = SHIPPED.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "# yaml-language-server: $schema=../schemas/requirements.schema.json"
    assert next(line for line in lines if not line.startswith("#")) == "requirements: 1"


def test_every_field_has_a_title_and_a_description() -> None:
    schema = RequirementsFile.model_json_schema()
    for part in (schema, schema["$defs"]["Requirement"], schema["$defs"]["OpenQuestion"]):
        for name, field in part["properties"].items():
            assert field.get("description"), name
            assert field.get("title") or "$ref" in field, name
