import pytest

from lsparch.drift import Drift, EnvironmentSide, compare_environments
from lsparch.drift.result import Verdict
from lsparch.load import load_model
from lsparch.resolve import environment_graph, resolve
from tests.support.locks import PRODUCTION_TAGS, SANDBOX_TAGS, lock_bytes
from tests.support.small import small_files
from tests.unit.drift.mutations import AS_OF
from tests.unit.drift.sides import codes, policy


def compared(production: bytes | None, sandbox: bytes | None) -> Drift:
    files = small_files()
    for name, lock in (("production", production), ("sandbox", sandbox)):
        if lock is not None:
            files[f"model/locks/{name}.yaml"] = lock
    model = load_model(files).model
    assert model is not None
    sides = [EnvironmentSide(n, e := resolve(model, n), environment_graph(e)) for n in ("sandbox", "production")]
    return compare_environments(sides[0], sides[1], policy(), AS_OF)


PRODUCTION, SANDBOX = lock_bytes("production", PRODUCTION_TAGS), lock_bytes("sandbox", SANDBOX_TAGS)


def test_the_same_tag_with_the_same_digest_is_no_difference() -> None:
    assert [d for d in compared(PRODUCTION, SANDBOX).differences if d.subject == "image/filebeat.digest"] == []


def test_the_same_tag_with_another_digest_is_a_finding_at_the_lock() -> None:
    drift = compared(lock_bytes("production", PRODUCTION_TAGS, content="other"), SANDBOX)
    found = [finding for finding in drift.findings if finding.element == "image/filebeat"]
    assert [f"{f.place.file}:{f.place.line}" for f in found] == ["model/locks/production.yaml:12"]
    assert "image/filebeat.digest" in found[0].message
    assert found[0].help == "find out why the tag means two things, or run `lsparch lock production --from sandbox`"
    assert found[0].related[0].place.file == "model/locks/sandbox.yaml"


def test_the_digest_of_another_tag_follows_the_release() -> None:
    drift = compared(PRODUCTION, SANDBOX)
    (found,) = (d for d in drift.differences if d.subject == "image/site.digest")
    assert (found.verdict, found.reason) == (Verdict.RELEASE, "it belongs to another tag")


@pytest.mark.parametrize(("production", "sandbox"), [(PRODUCTION, None), (None, SANDBOX)])
def test_an_environment_that_is_not_locked_does_not_drift(production: bytes | None, sandbox: bytes | None) -> None:
    drift = compared(production, sandbox)
    assert codes(drift) == codes(compared(None, None))
    reasons = {d.reason for d in drift.differences if d.subject.endswith(".digest")}
    assert reasons == {"sandbox does not lock it" if sandbox is None else "production does not lock it"}
