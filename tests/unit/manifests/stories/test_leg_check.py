"""The script of test Jobs, against servers on this machine."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from lsparch.manifests.stories import leg_check


class Health(BaseHTTPRequestHandler):
    """Answers one path well and all others badly."""

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/alive" else 503)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    """Serve on a free port."""
    with HTTPServer(("127.0.0.1", 0), Health) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@pytest.fixture
def closed() -> int:
    """Return a port on which nobody listens."""
    with HTTPServer(("127.0.0.1", 0), Health) as server:
        return server.server_port


def leg(name: str, port: int, health: str = "", host: str = "127.0.0.1") -> dict[str, Any]:
    return {"name": name, "does": "", "host": host, "port": port, "health": health, "secure": False}


def run(tmp_path: Path, *legs: dict[str, Any]) -> int:
    path = tmp_path / "legs.json"
    path.write_text(json.dumps(legs), "utf-8")
    return leg_check.main([str(path)])


@pytest.fixture(autouse=True)
def _without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leg_check, "PAUSE_SECONDS", 0)


def test_legs_that_answer_are_told_and_the_exit_code_is_0(
    port: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    untested = {"name": "leg 3: a → b", "untested": "b is not decided"}
    assert run(tmp_path, leg("leg 1: a → b", port), leg("leg 2: b → c", port, "/alive"), untested) == 0
    assert capsys.readouterr().out == (
        "ok: leg 1: a → b\nok: leg 2: b → c\nnot tested: leg 3: a → b: b is not decided\n"
    )


def test_a_leg_that_fails_is_named_and_the_others_are_tried(
    port: int, closed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    legs = (leg("leg 1: a → b", closed), leg("leg 2: b → c", port, "/dead"), leg("leg 3: c → d", port))
    assert run(tmp_path, *legs) == 1
    first, second, third = capsys.readouterr().out.splitlines()
    assert first.startswith(f"FAILED: leg 1: a → b: no connection to 127.0.0.1 port {closed} (")
    assert second == f"FAILED: leg 2: b → c: GET /dead from 127.0.0.1 port {port} gives 503"
    assert third == "ok: leg 3: c → d"


def test_a_name_that_cannot_be_resolved_is_told_as_such(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, leg("leg 1: a → b", 80, host="nobody.invalid")) == 1
    assert "FAILED: leg 1: a → b: name nobody.invalid cannot be resolved (" in capsys.readouterr().out


def test_a_leg_that_answers_late_passes(port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["no connection yet", "no connection yet", ""])
    monkeypatch.setattr(leg_check, "check_leg", lambda *_: next(answers))
    assert run(tmp_path, leg("leg 1: a → b", port)) == 0


def test_it_runs_as_a_program_of_its_own_without_the_package(port: int, tmp_path: Path) -> None:
    path = tmp_path / "legs.json"
    path.write_text(json.dumps([leg("leg 1: a → b", port, "/alive")]), "utf-8")
    script = tmp_path / "leg_check.py"
    script.write_text(Path(str(leg_check.__file__)).read_text("utf-8"), "utf-8")
    command = [sys.executable, "-I", "-S", str(script), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert (done.stdout, done.stderr) == ("ok: leg 1: a → b\n", "")
