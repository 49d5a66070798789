"""Patches are differences that are declared, with a reason, until they end."""

import pytest

from lsparch.drift import Drift
from lsparch.drift.patches import patch_differences
from lsparch.rules.digest import sign_off_digest
from tests.unit.drift.mutations import AS_OF
from tests.unit.drift.sides import PRODUCTION, SANDBOX, WEB, codes, compared, side

_PATCH = "\npatches:\n  - kind: Deployment\n    name: site\n    set:\n      spec.paused: true\n    because: a move\n"


def about_patches(drift: Drift) -> list[tuple[str, str]]:
    return [(d.verdict.value, d.reason) for d in drift.differences if d.subject.startswith("patch of")]


def test_a_patch_of_one_environment_is_a_declared_difference() -> None:
    edit = (SANDBOX, "", f"{_PATCH}    permanent: true\n")
    drift = compared(edit)
    assert codes(drift) == codes(compared())
    assert about_patches(drift) == [("declared", "declared in environment/sandbox: a move")]
    (note,) = [f for f in drift.declared if "patch of" in f.message]
    assert note.message.startswith(
        "patch of Deployment/site: spec.paused is there in sandbox, but missing in production"
    )
    assert note.place.file == SANDBOX


@pytest.mark.parametrize(
    ("end", "verdict", "code"),
    [("", "undeclared", "DRF003"), ('    until: "2020-01-01"\n', "expired", "DRF004")],
)
def test_a_patch_without_an_end_or_past_it_is_found(end: str, verdict: str, code: str) -> None:
    drift = compared((SANDBOX, "", _PATCH + end))
    assert [found for found, _ in about_patches(drift)] == [verdict]
    assert code in [f.code for f in drift.findings if "patch of" in f.message]


def test_the_same_patch_on_both_sides_is_no_difference() -> None:
    text = f"{_PATCH}    permanent: true\n"
    assert about_patches(compared((SANDBOX, "", text), (PRODUCTION, "", text))) == []


def test_another_value_on_both_sides_is_a_difference() -> None:
    text = f"{_PATCH}    permanent: true\n"
    drift = compared((SANDBOX, "", text), (PRODUCTION, "", text.replace("true\n    because", "false\n    because")))
    (found,) = [d for d in drift.differences if d.subject.startswith("patch of")]
    assert (found.source, found.target) == (False, True)


def test_a_patch_of_a_part_is_the_same_for_all_and_differs_between_revisions_only() -> None:
    edit = (WEB, "", f"{_PATCH}    permanent: true\n")
    assert about_patches(compared(edit)) == []
    before, after = side("production"), side("production", edit)
    (found,) = patch_differences(before, after, AS_OF)
    assert (found.verdict.value, found.target) == ("undeclared", True)


def test_a_patch_changes_what_is_signed_off() -> None:
    before = side("production")
    after = side("production", (PRODUCTION, "", f"{_PATCH}    permanent: true\n"))
    assert sign_off_digest(before.graph) != sign_off_digest(after.graph)
