"""Plain scalars mean what the programs themselves say they mean."""

import datetime as dt
import json
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from lsparch.yaml.scalars import (
    Reader,
    Refused,
    describe_readings,
    is_ambiguous,
    kubectl_key,
    readings,
    resolve_core,
    resolve_kubectl,
    resolve_kustomize,
    resolve_pyyaml,
)

NEEDS_KUBECTL = pytest.mark.skipif(shutil.which("kubectl") is None, reason="kubectl is not installed")
HAND_PICKED = """
no off n yes Y on NO No 0755 0o755 22:22 1_000 1e3 2018-01-01 = << 012345678 08 -0 +1 0x1F 0X1f 0b101 -0b11 -0x1f +0o7
1. 1.0 .5 -.5 +.5 .5e3 1.5e3 1.5E+3 1e400 -0.0 1e21 1e20 9223372036854775808 18446744073709551616 -9223372036854775809
~ null Null NULL true True TRUE tRue false 1__0 _1 1_ 0_7 0x_1 1.5_5 .5_5 ._5 1_000.5 2018-1-1 2018-01-01T00:00:00Z
2018-01-01T1:1:1.250+02:00 2018-13-45 2018-01-01t10:11:12Z -- 1-2 0o 0x 0b 00 0_ 1e 1e+ e1 1.2.3 10Gi 100m 0777_ 0b2
09.5 019e1 1:20.5 190:20:30 0.1 -1 NaN inf Infinity . .. ...x 0x1p-2 1e-7 0.0000001 123456789.125 1e-400 2018-02-30
2018-01-01T10:11:12 2018-01-01T10:11:12+00:00 2018-01-01T24:00:00Z 0O17 0B1 +0x1 .e1 5.e1 2018-01-1 y N o t f T F O nul
""".split()  # noqa: SIM905


def torture_list() -> list[str]:
    """Return scalars that look like numbers, dates and words of several languages."""
    chance = random.Random(20180101)
    alphabet = "01234567890123456789__..eE+-xXobBnNyYaAfFTZ::"
    made = ["".join(chance.choices(alphabet, k=chance.randint(1, 8))) for _ in range(600)]
    spaced = ["2018-01-01 10:11:12", "2018-01-01 10:11:12.5", "2018-01-01 10:11:60", "2018-01-01 10:11:12 +1"]
    usable = [text for text in made if text[0] != ":" and text[-1] != ":" and text != "-"]
    return list(dict.fromkeys(HAND_PICKED + spaced + usable))


def manifest(folder: Path, lines: list[str]) -> Path:
    path = folder / "manifest.yaml"
    head = ["apiVersion: v1", "kind: Sample", "metadata: {name: sample}", "body:"]
    path.write_text("\n".join([*head, *lines, ""]))
    return path


def annotated(path: Path) -> Any:
    command = ["kubectl", "annotate", "--local", "-o", "json", "-f", str(path), "a=b"]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    return json.loads(done.stdout, parse_int=lambda text: int(text) if len(text) < 19 else float(text))["body"]


def same(first: Any, second: Any) -> bool:
    if isinstance(first, int | float) and not isinstance(first, bool):
        return isinstance(second, int | float) and not isinstance(second, bool) and float(first) == float(second)
    return type(first) is type(second) and bool(first == second)


@NEEDS_KUBECTL
def test_values_are_those_of_kubectl(tmp_path: Path) -> None:
    texts = torture_list()
    body = annotated(manifest(tmp_path, [f"  k{number}: {text}" for number, text in enumerate(texts)]))
    real = {text: body.get(f"k{number}") for number, text in enumerate(texts)}
    wrong = {text: (real[text], resolve_kubectl(text)) for text in texts if not same(real[text], resolve_kubectl(text))}
    assert wrong == {}


@NEEDS_KUBECTL
def test_keys_are_those_of_kubectl(tmp_path: Path) -> None:
    wide = {"9223372036854775808"}  # kubectl has no key of this type at all
    texts = [text for text in torture_list() if kubectl_key(text) is not None and text not in wide | {"<<"}]
    body = annotated(manifest(tmp_path, [f"- {{? {text} : v}}" for text in texts]))
    real = {text: next(iter(item)) for text, item in zip(texts, body, strict=True)}
    assert {text: (real[text], kubectl_key(text)) for text in texts if real[text] != kubectl_key(text)} == {}


@NEEDS_KUBECTL
def test_values_are_those_of_kustomize(tmp_path: Path) -> None:
    texts = torture_list()
    manifest(tmp_path, [f"  k{number}: {text}" for number, text in enumerate(texts)])
    (tmp_path / "kustomization.yaml").write_text("resources: [manifest.yaml]\n")
    command = ["kubectl", "kustomize", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60, text=True)
    document = yaml.compose(done.stdout, Loader=yaml.BaseLoader)
    assert document is not None
    body = document.value[1][1]  # the keys are sorted: apiVersion, body, kind, metadata
    real = {key.value: node.value if node.style else resolve_kubectl(node.value) for key, node in body.value}
    pairs = {text: (real[f"k{number}"], resolve_kustomize(text)) for number, text in enumerate(texts)}
    assert {text: pair for text, pair in pairs.items() if not same(*pair)} == {}


def test_values_are_those_of_pyyaml() -> None:
    for text in torture_list():
        try:
            real = yaml.safe_load(f"k: {text}")["k"]
        except (yaml.YAMLError, ValueError):
            assert isinstance(resolve_pyyaml(text), Refused), text
        else:
            value = resolve_pyyaml(text)
            assert (type(value), repr(value)) == (type(real), repr(real)), text


def test_core_schema_is_that_of_the_specification() -> None:
    expected: dict[str, Any] = {
        "": None,
        "~": None,
        "null": None,
        "Null": None,
        "nULL": "nULL",
        "true": True,
        "FALSE": False,
        "yes": "yes",
        "0": 0,
        "-19": -19,
        "0o14": 12,
        "0x3A": 58,
        "0755": 755,
        "+12": 12,
        "0b1": "0b1",
        "1_000": "1_000",
        "1e3": 1000.0,
        "-.5": -0.5,
        "5.": 5.0,
        "12e03": 12000.0,
        "-2E+05": -200000.0,
        ".inf": float("inf"),
        "22:22": "22:22",
        "2018-01-01": "2018-01-01",
        "=": "=",
        "<<": "<<",
        "1.2.3": "1.2.3",
        "100m": "100m",
    }
    assert {text: resolve_core(text) for text in expected} == expected
    assert [type(resolve_core(text)) for text in ("1", "1.0", "1e3")] == [int, float, float]


@pytest.mark.parametrize(
    "text",
    [
        "8080",
        "0",
        "-1",
        "0.5",
        "1.0",
        "true",
        "false",
        "null",
        "~",
        "",
        "True",
        "word",
        "a/b:1.2",
        "100m",
        "1.2.3",
        "0x1F",
    ],
)
def test_what_all_readers_take_alike_is_not_ambiguous(text: str) -> None:
    assert not is_ambiguous(text)


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "yes",
        "on",
        "off",
        "y",
        "N",
        "0755",
        "08",
        "0o7",
        "0b1",
        "1_000",
        "1e3",
        "22:22",
        "2018-01-01",
        "=",
        "<<",
        ".inf",
    ],
)
def test_what_readers_take_differently_is_ambiguous(text: str) -> None:
    assert is_ambiguous(text)


def test_readings_name_every_reader() -> None:
    assert readings("2018-01-01") == {
        Reader.KUBECTL: "2018-01-01",
        Reader.KUSTOMIZE: "2018-01-01T00:00:00Z",
        Reader.YAML12: "2018-01-01",
        Reader.PYYAML: dt.date(2018, 1, 1),
    }


def test_readers_of_one_mind_are_named_together() -> None:
    assert describe_readings("no") == 'false by kubectl and PyYAML, "no" by kustomize and YAML 1.2'
    assert describe_readings("0755") == "493 by kubectl, kustomize and PyYAML, 755 by YAML 1.2"
    assert describe_readings("<<") == '"<<" by kubectl, kustomize and YAML 1.2, an error by PyYAML'


def test_a_million_digits_are_a_string_at_once() -> None:
    text = "1" * 1_000_000
    assert readings(text) == dict.fromkeys(Reader, text)
