"""``lsparch`` as a process: what happens when its output cannot be written, or when it is interrupted."""

import subprocess
import sys
from pathlib import Path

import pytest

FULL = Path("/dev/full")
INTERRUPTED = """
import signal, sys

class Interrupt:
    def find_spec(self, name, path, target=None):
        if name == module:
            signal.raise_signal(signal.SIGINT)

module = sys.argv.pop(1)
signal.signal(signal.SIGINT, signal.default_int_handler)
from lsparch.__main__ import main
sys.meta_path.insert(0, Interrupt())
main()
"""
"""Runs the command line, and interrupts it when a module is asked for."""


@pytest.mark.skipif(not FULL.exists(), reason="the system has no /dev/full")
@pytest.mark.parametrize("buffered", [(), ("-u",)], ids=["buffered", "unbuffered"])
@pytest.mark.parametrize("arguments", [("rules",), ("check", "nowhere.yaml"), ("--version",), ("schema", "--check")])
def test_a_full_device_is_told_in_one_line(
    platform: Path, arguments: tuple[str, ...], buffered: tuple[str, ...]
) -> None:
    (platform / "nowhere.yaml").write_text("kind: Pod\n", "utf-8")
    with FULL.open("wb") as full:
        done = subprocess.run(
            [sys.executable, *buffered, "-m", "lsparch", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr == "lsparch: standard output: cannot be written (No space left on device)\n"


@pytest.mark.skipif(sys.platform == "win32", reason="streams are closed by a POSIX shell")
@pytest.mark.parametrize("closed", [">&-", ">&- 2>&-", "<&- >&- 2>&-"])
@pytest.mark.usefixtures("platform")
def test_a_closed_standard_output_changes_nothing_but_what_is_read(closed: str) -> None:
    shell = ["sh", "-c", f'exec "$0" -m lsparch "$@" {closed}', sys.executable]
    for arguments, code in ((("--version",), 0), (("rules",), 0), (("check", "production"), 0), (("check", "none"), 2)):
        done = subprocess.run([*shell, *arguments], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (code, ""), done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize("module", ["lsparch.cli.app", "typer", "lsparch.api.check", "lsparch.emit.report_text"])
def test_an_interrupt_at_any_moment_leaves_no_traceback(platform: Path, module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, module, "check", "--notes"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
    assert (platform / "model").is_dir()
