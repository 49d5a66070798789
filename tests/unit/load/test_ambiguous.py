import pytest

from lsparch.load.ambiguous import advise_on_ambiguous
from lsparch.models.files import MODEL_FILES
from lsparch.yaml import Dialect, read

ASPECT = "aspect: web\ncomponents:\n  site:\n"


@pytest.mark.parametrize(
    ("line", "advice"),
    [
        ("    replicas: 012", "write 12"),
        ("    replicas: 1_000", "write 1000"),
        ("    replicas: 1e2", "write 100"),
        ("    replicas: yes", "write a number"),
        ("    security: {root: yes}", "write true or false"),
        ("    security: {root: 0755}", "write true or false"),
        ("    title: no", 'write "no" if you mean the text'),
        ("    env: {A: no}", 'write "no" if you mean the text, or false'),
        ("    env: {A: 0755}", 'write "0755" if you mean the text, or 755'),
        ("    env: {A: 12:30}", 'write "12:30" if you mean the text'),
        ("    args: [012]", 'write "012" if you mean the text, or 12'),
        ("    nothing: no", 'write "no" if you mean the text'),
    ],
)
def test_advice_on_an_ambiguous_scalar_follows_the_type_that_may_stand_there(line: str, advice: str) -> None:
    result = read(f"{ASPECT}{line}\n", "web.yaml", Dialect.MODEL)
    (found,) = advise_on_ambiguous(MODEL_FILES["aspect"], result.documents[0].root, result.findings)
    assert found.help == advice


def test_an_ambiguous_key_keeps_its_advice() -> None:
    result = read(f"{ASPECT}    no: 1\n", "web.yaml", Dialect.MODEL)
    (found,) = advise_on_ambiguous(MODEL_FILES["aspect"], result.documents[0].root, result.findings)
    assert found.help == 'write "no" if you mean the text'


def test_other_findings_stay_as_they_are() -> None:
    result = read(f"{ASPECT}    title: &a x\n", "web.yaml", Dialect.MODEL)
    assert result.findings
    assert advise_on_ambiguous(MODEL_FILES["aspect"], result.documents[0].root, result.findings) == list(
        result.findings
    )
