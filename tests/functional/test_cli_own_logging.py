"""A platform whose logs go by programs of its own choice: nothing says that they are Filebeat, Logstash or ELK."""

from pathlib import Path

import pytest

from lsparch.api.init import start_model
from lsparch.cli.app import run

LOGGING = """\
logging:
  shipper:
    title: Fluent Bit
    image: fluent-bit
    env: {FORWARD_HOST: {host: logging/gathering.forward}, FORWARD_PORT: {port: logging/gathering.forward}}
  aggregator-name: gathering
  aggregator:
    title: Gathers the logs of a part
    image: vector
    replicas: 2
    endpoints: {forward: {port: 24224, protocol: tcp, exported: true}}
    uses: [{to: external/loki.https, for: logs, auth: {none: inside the site}}]
    logs: none
    logs-because: it would ship its own
  shared: logging/gathering
  sink: external/loki.https
"""

SERVICE = """\
service: logging
title: Log collection
owner: platform-team
source: DESIGN
logging: {aggregator: own}
"""

ADDED = {
    "model/platform.yaml": LOGGING,
    "model/externals.yaml": """\
  loki:
    title: Grafana Loki
    kind: logging
    source: DESIGN
    host: logs.example.org
    endpoints: {https: {port: 443, protocol: https}}
""",
    "model/images.yaml": """\
  fluent-bit: {title: Fluent Bit, owner: platform-team, source: DESIGN, repository: fluent/fluent-bit, tag: "4.0.3"}
  vector: {title: Vector, owner: platform-team, source: DESIGN, repository: timberio/vector, tag: "0.50.0"}
""",
}


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    start_model(tmp_path)
    monkeypatch.chdir(tmp_path)
    for name, text in ADDED.items():
        path = tmp_path / name
        path.write_text(path.read_text() + text)
    platform = tmp_path / "model/platform.yaml"
    platform.write_text(platform.read_text().replace("    replicas: 1\n", "    replicas: 1\n    logs: sidecar\n", 1))
    common = tmp_path / "model/environments/common.yaml"
    common.write_text(common.read_text().replace("[catalogue]", "[catalogue, logging]"))
    (tmp_path / "model/services").mkdir()
    (tmp_path / "model/services/logging.yaml").write_text(SERVICE)
    (tmp_path / "diagrams/views/logs.yaml").write_text("{view: logs, title: Logs, show: {concern: logging}}\n")
    return tmp_path


@pytest.mark.usefixtures("own")
def test_checks_find_nothing_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check"]) == 0
    assert capsys.readouterr().out == ""


def test_pictures_name_what_the_model_names(own: Path) -> None:
    assert run(["render", "--out", "drawn"]) == 0
    texts = {path.stem: path.read_text() for path in (own / "drawn").glob("*.svg")}
    assert "Pods with a log shipper" in texts["logs"]
    assert "Grafana Loki" in texts["logs"]
    assert "Search and store of logs" in texts["logs"]
    assert "Log aggregator" in texts["platform"]
    shown = "".join(text for name, text in texts.items() if not name.startswith("symbology"))
    assert not [word for word in ("ilebeat", "ogstash", "ELK") if word in shown]


def test_shippers_may_connect_to_the_aggregator_of_their_part_and_the_round_trip_holds(own: Path) -> None:
    assert run(["generate", "production", "--out", "made"]) == 0
    (policy,) = (own / "made/production-catalogue").glob("*-network-policy-web.yaml")
    assert "24224" in policy.read_text()
    (deployment,) = (own / "made/production-catalogue").glob("*deployment-web.yaml")
    assert "gathering.production-catalogue.svc" in deployment.read_text()
    assert run(["drift", "production", "made", "--fail-on", "note"]) == 0


def test_the_symbols_show_hues_of_its_own_parts_alone(own: Path) -> None:
    assert run(["render", "--out", "drawn"]) == 0
    page = (own / "drawn/symbology.svg").read_text()
    assert 'hue/logging"' in page
    assert 'hue/qserv"' not in page
