"""The documented Python API, on the small platform."""

import doctest
import os
import tempfile
from datetime import date
from pathlib import Path

import pytest

from lsparch import api
from lsparch.api.analysis import find_impact
from lsparch.api.check import check_platform
from lsparch.api.drift import find_drift
from lsparch.api.explain import explain
from lsparch.api.generate import generate_files
from lsparch.api.platform import default_environment, open_platform
from lsparch.diagnostics import LsparchError, Severity, UnreadableInputError
from tests.support.small import ROOT

TODAY = date(2026, 11, 22)


@pytest.fixture
def small() -> api.Platform:
    return open_platform(ROOT)


def test_the_examples_of_the_documentation_run() -> None:
    assert doctest.testmod(api).failed == 0


def test_a_platform_is_found_by_its_model_folder_and_by_the_folder_that_holds_it() -> None:
    assert open_platform(ROOT / "model").root == open_platform(ROOT).root == ROOT


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LsparchError, match="no folder `model` here"):
        open_platform(tmp_path)


def test_a_platform_is_found_upwards_from_the_working_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "model" / "aspects")
    assert open_platform().root == ROOT


def test_the_shipped_platform_is_used_where_there_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert "usdac" in open_platform().environments


def test_a_model_without_platform_file_is_faulty_and_not_passed_over(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "model" / "aspects").mkdir(parents=True)
    (tmp_path / "model" / "teams.yaml").write_text("teams:\n  core: {title: Core}\n")
    monkeypatch.chdir(tmp_path / "model" / "aspects")
    platform = open_platform()
    assert platform.root == tmp_path
    with pytest.raises(UnreadableInputError, match="MOD007 0 platform files"):
        _ = platform.model


def test_a_folder_model_without_yaml_is_somebody_elses(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "model" / ".cache").mkdir(parents=True)
    (tmp_path / "model" / "__init__.py").write_text("")
    (tmp_path / "model" / ".cache" / "a.yaml").write_text("a: 1\n")
    monkeypatch.chdir(tmp_path)
    assert "usdac" in open_platform().environments


@pytest.mark.parametrize("hidden", [(), (".cache",)])
def test_an_empty_model_folder_is_a_fault_and_no_reason_to_take_the_shipped_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, hidden: tuple[str, ...]
) -> None:
    tmp_path.joinpath("model", *hidden).mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(LsparchError, match=r"^model: the folder of the model is empty; .*--model"):
        _ = open_platform().environments
    with pytest.raises(LsparchError, match="is empty"):
        _ = open_platform().rooted().environments


def test_a_model_folder_that_cannot_be_read_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory() as name:  # pytest's own is closed to others
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "model").mkdir(mode=0)
        monkeypatch.chdir(folder)
        user = os.geteuid()
        if not user:
            os.seteuid(65534)  # no bit keeps root out
        try:
            with pytest.raises(LsparchError, match=r"^model: the model cannot be read \(Permission denied\)"):
                _ = open_platform().environments
        finally:
            os.seteuid(user)


def test_the_shipped_model_is_not_taken_in_silence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    said: list[str] = []
    platform = open_platform(say=said.append)
    assert said == []
    assert platform.environments == open_platform().environments
    assert said == ["no model here or in a folder above: the shipped one is used; --model names another"]


def test_an_unknown_environment_is_refused_with_what_was_meant(small: api.Platform) -> None:
    with pytest.raises(LsparchError, match="did you mean `production`"):
        small.environment("prodution")


def test_a_faulty_model_raises_every_finding(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "platform.yaml").write_text("platform: x\nformt: 1\n")
    with pytest.raises(UnreadableInputError) as caught:
        _ = open_platform(tmp_path).model
    assert {finding.code for finding in caught.value.findings} >= {"MOD002", "MOD003"}


def test_a_check_finds_no_error_in_the_small_platform(small: api.Platform) -> None:
    result = check_platform(small, as_of=TODAY)
    assert [f for f in result.findings if f.severity is Severity.ERROR] == []


def test_impact_names_what_two_parts_share_only_where_they_must_be_independent(small: api.Platform) -> None:
    found = find_impact(small, ["lab"])
    assert {part: verdict for part, _, verdict in found.verdicts}["lab"] == "down"
    assert found.shared == ()


def test_impact_on_an_unknown_element_is_refused(small: api.Platform) -> None:
    with pytest.raises(LsparchError, match="no element `web/sit`; did you mean `web/site`"):
        find_impact(small, ["web/sit"])


def test_the_default_environment_is_operational(small: api.Platform) -> None:
    assert default_environment(small) == "production"


def test_generated_files_of_several_environments_stand_in_a_folder_each(small: api.Platform) -> None:
    files, findings = generate_files(small, ["production", "sandbox"])
    assert {name.partition("/")[0] for name in files} == {"production", "sandbox"}
    assert not [f for f in findings if f.severity is Severity.ERROR]


def test_generated_files_have_not_drifted(small: api.Platform, tmp_path: Path) -> None:
    files, _ = generate_files(small, ["production"])
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    assert find_drift(small, "production", str(tmp_path), TODAY).findings == ()


def test_explain_tells_where_each_value_comes_from(small: api.Platform) -> None:
    text = explain(small, "web/site", "production")
    assert "(environment/production, " in text
    assert "environments/production.yaml:12:3)" in text
    assert "(default, " in text


def test_explain_refuses_what_it_does_not_know(small: api.Platform) -> None:
    with pytest.raises(LsparchError, match="no code and no element is called `web/sitee`; did you mean `web/site`"):
        explain(small, "web/sitee")
