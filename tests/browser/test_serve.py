"""`lsparch serve`: what is edited is seen, what is wrong is told, and nobody else is answered."""

import http.client
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chromium import Watch
from tests.browser.test_viewer_safety import files_of

PATIENCE = 20_000
"""Milliseconds within which an edit is seen, on a machine that does other things too."""

HEEDING = """
import runpy, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
runpy.run_module("lsparch", run_name="__main__", alter_sys=True)
"""
"""The command, which heeds interrupts also where the tests run in the background, where they are ignored."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return the folder of a small platform."""
    for name, content in files_of("Harmless").items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path


@pytest.fixture
def address(root: Path) -> Iterator[str]:
    """Return the address of a running server."""
    command = [sys.executable, "-c", HEEDING, "serve", "--port", "0", "--model", str(root / "model")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr is not None
            line = server.stderr.readline()
            found = re.match(r"(http://127\.0\.0\.1:\d+/) shows ", line)
            assert found is not None, line + server.stderr.read()
            yield found[1]
            server.send_signal(signal.SIGINT)
            assert server.wait(10) == 0
        finally:
            server.kill()


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_an_edit_is_seen_and_a_fault_is_told_over_the_last_good_picture(
    browser: Browser, root: Path, address: str
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    watch = Watch(page, address)
    page.goto(address + "#/pods/lab")
    header = page.locator(".sheet .header")
    expect(header).to_contain_text("Harmless", timeout=PATIENCE)
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(600)
    before = page.locator(".sheet").evaluate("sheet => sheet.style.transform")

    view = root / "diagrams/views/pods.yaml"
    edit(view, 'title: "Harmless"', "title: Renamed")
    expect(header).to_contain_text("Renamed", timeout=PATIENCE)
    assert page.locator(".sheet").last.evaluate("sheet => sheet.style.transform") == before

    model = root / "model/aspects/portal.yaml"
    edit(model, '"replicas": 1', '"replicas": "many"')
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text(re.compile(r"portal\.yaml:\d+:\d+"), timeout=PATIENCE)
    expect(alert).to_contain_text("last good picture")
    expect(header).to_contain_text("Renamed")

    edit(model, '"replicas": "many"', '"replicas": 3')
    expect(alert).to_have_count(0, timeout=PATIENCE)
    expect(page.locator('g.box[data-element="portal/web"]')).to_contain_text("3 pods", timeout=PATIENCE)

    page.get_by_role("button", name=re.compile("^Findings")).click()
    panel = page.get_by_role("complementary", name="Details")
    expect(panel.locator("h2")).to_have_text("Findings")
    expect(panel).not_to_contain_text("portal/key.other")
    edit(model, '"a": "Harmless"', '"other": "Harmless"')
    expect(panel).to_contain_text("portal/key.other", timeout=PATIENCE)

    page.keyboard.press("/")
    page.keyboard.type("portal/web")
    page.keyboard.press("Enter")
    panel.get_by_text("Kubernetes objects").click()
    panel.locator(".manifest summary").filter(has_text="Deployment").click()
    expect(panel.locator(".manifest pre")).to_contain_text("replicas: 3", timeout=PATIENCE)
    context.close()
    assert watch.faults == []


def test_a_model_that_never_could_be_read_is_told(browser: Browser, root: Path, address: str) -> None:
    (root / "model/aspects/portal.yaml").write_text("aspect: [", "utf-8")
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    expect(page.locator("body")).to_contain_text(re.compile(r"portal\.yaml:\d+:\d+"), timeout=PATIENCE)
    context.close()


def ask(address: str, path: str, *, host: str = "", method: str = "GET") -> http.client.HTTPResponse:
    port = int(address.rstrip("/").rpartition(":")[2])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, headers={"Host": host or f"127.0.0.1:{port}"})
    response = connection.getresponse()
    response.read()
    connection.close()
    return response


def test_only_this_machine_is_answered_and_only_by_its_name(address: str) -> None:
    assert ask(address, "/").status == 200
    assert ask(address, "/", host="example.org").status == 403
    assert ask(address, "/events", host="example.org").status == 403
    assert ask(address, "/", method="POST").status == 501
    assert ask(address, "/../../etc/passwd").status == 404
    assert ask(address, "/part/../model").status in {404, 503}
    policy = ask(address, "/").getheader("Content-Security-Policy") or ""
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy


def test_a_port_that_is_taken_is_told(address: str, root: Path) -> None:
    port = address.rstrip("/").rpartition(":")[2]
    command = [sys.executable, "-m", "lsparch", "serve", "--port", port, "--model", str(root / "model")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert f"port {port}: " in done.stderr
    assert "--port" in done.stderr
