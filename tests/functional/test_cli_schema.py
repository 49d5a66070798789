"""``lsparch schema`` as a whole: files, output and exit codes."""

import json
from pathlib import Path

from tests.functional.conftest import Outcome, Run


def test_schemas_are_written_beside_the_model_and_are_current_then(command: Run, platform: Path) -> None:
    assert command("schema") == Outcome(0, "", "")
    names = sorted(path.name for path in (platform / "schemas").glob("*.json"))
    assert "aspect.schema.json" in names
    assert all(json.loads((platform / "schemas" / name).read_text("utf-8"))["$id"] == name for name in names)
    assert command("schema", "--check") == Outcome(0, "", "")


def test_check_names_what_is_not_current_and_writes_nothing(command: Run, platform: Path) -> None:
    command("schema", "--out", "made")
    (platform / "made" / "view.schema.json").write_text("{}", "utf-8")
    (platform / "made" / "old.schema.json").write_text("{}", "utf-8")
    assert command("schema", "--out", "made", "--check") == Outcome(
        1, "made/old.schema.json: not current\nmade/view.schema.json: not current\n", ""
    )
    assert (platform / "made" / "view.schema.json").read_text("utf-8") == "{}"


def test_schemas_can_be_written_while_the_model_is_broken(command: Run, platform: Path) -> None:
    (platform / "model" / "teams.yaml").write_text("teams: [\n", "utf-8")
    assert command("schema") == Outcome(0, "", "")
