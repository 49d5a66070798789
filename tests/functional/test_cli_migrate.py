"""``lsparch migrate`` as a whole: files, output and exit codes."""

from collections.abc import Callable
from pathlib import Path

from tests.functional.conftest import Outcome, Run

Edit = Callable[[str, str, str], None]


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_model_of_today_stays(command: Run, platform: Path) -> None:
    before = files(platform)
    assert command("migrate") == Outcome(0, "the model is in the newest format\n", "")
    assert files(platform) == before


def test_a_model_without_format_gets_one_and_keeps_its_comments(command: Run, edit: Edit, platform: Path) -> None:
    edit("model/platform.yaml", "format: 1\n", "")
    edit("model/roles.yaml", "# yaml-language-server: $schema=../../../../schemas/roles.schema.json\n", "# ours\n")
    before = files(platform)
    without_schema = ("model/platform.yaml", "model/roles.yaml", "model/services/speed.yaml")
    message = "".join(f"{name}: would change\n" for name in without_schema)
    assert command("migrate", "--check") == Outcome(1, message, "")
    assert files(platform) == before
    assert command("migrate") == Outcome(0, message.replace("would change", "changed"), "")
    text = (platform / "model" / "platform.yaml").read_text("utf-8")
    assert text.splitlines()[1:3] == ["platform: small", "format: 1"]
    roles = (platform / "model" / "roles.yaml").read_text("utf-8")
    assert roles.startswith("# yaml-language-server: $schema=../schemas/roles.schema.json\n# ours\nroles:\n")
    assert command("migrate", "--check") == Outcome(0, "the model is in the newest format\n", "")


def test_a_model_of_the_future_is_refused(command: Run, edit: Edit, platform: Path) -> None:
    edit("model/platform.yaml", "format: 1\n", "format: 2\n")
    before = files(platform)
    message = "lsparch: model/platform.yaml: format 2 is not known; this release reads up to 1\n"
    assert command("migrate") == Outcome(2, "", message)
    assert files(platform) == before


def test_a_model_that_is_no_yaml_is_told(command: Run, edit: Edit) -> None:
    edit("model/teams.yaml", "core: {title: Core team}", "core: {title: Core team")
    outcome = command("migrate")
    assert (outcome.code, outcome.err) == (2, "")
    assert outcome.out.startswith("model/teams.yaml:4:")
