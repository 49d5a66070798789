import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from lsparch.outside.crew import ProcessCrew

SLEEPER = """\
import os, signal, sys, time
from pathlib import Path
from lsparch.outside.crew import ProcessCrew

def work(number):
    Path(sys.argv[1], str(os.getpid())).touch()
    time.sleep(60)

signal.signal(signal.SIGINT, signal.default_int_handler)  # the background ignores it
ProcessCrew(processes=3, least=0).share(work, [1] * 9)
"""
PATIENCE = 20
"""Seconds."""


def piece(number: int) -> bytes:
    return str(number).encode() * 50_000


@pytest.mark.parametrize("processes", [1, 2, 3, 4])
def test_what_comes_of_it_does_not_depend_on_the_number_of_processes(processes: int) -> None:
    loads = [7.0, 1, 3, 9, 9, 2, 5]
    assert ProcessCrew(processes, least=0).share(piece, loads) == [piece(number) for number in range(7)]


def test_several_processes_work() -> None:
    def work(_: int) -> bytes:
        time.sleep(0.1)
        return str(os.getpid()).encode()

    assert len(set(ProcessCrew(2, least=0).share(work, [1] * 10))) == 2
    assert set(ProcessCrew(2, least=11).share(work, [1] * 10)) == {str(os.getpid()).encode()}


def test_what_a_copy_cannot_do_is_done_here() -> None:
    here = os.getpid()

    def work(number: int) -> bytes:
        if os.getpid() != here:
            raise ValueError(number)
        time.sleep(0.1)
        return piece(number)

    assert ProcessCrew(2, least=0).share(work, [1] * 4) == [piece(number) for number in range(4)]


def test_a_fault_is_raised_as_ever_and_no_copy_is_left() -> None:
    def work(number: int) -> bytes:
        time.sleep(0.1)
        raise ValueError(number)

    with pytest.raises(ValueError, match=r"[0-3]"):
        ProcessCrew(2, least=0).share(work, [1] * 4)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_a_process_with_threads_is_not_copied() -> None:
    waiting = threading.Event()
    thread = threading.Thread(target=waiting.wait)
    thread.start()
    try:
        assert not ProcessCrew(2, least=0).is_worth_it([1000, 1000])
    finally:
        waiting.set()
        thread.join()
    assert ProcessCrew(2, least=0).is_worth_it([1000, 1000])


def is_there(process: int) -> bool:
    """Tell whether a process runs; one that has ended and is not yet asked for does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_behind_by_a_process_that_is_ended(sent: signal.Signals, tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", SLEEPER, str(tmp_path)], stderr=subprocess.DEVNULL) as started:
        until = time.monotonic() + PATIENCE
        while len(list(tmp_path.iterdir())) < 3 and time.monotonic() < until:
            time.sleep(0.05)
        there = [int(path.name) for path in tmp_path.iterdir()]
        assert len(there) == 3
        started.send_signal(sent)
        started.wait(PATIENCE)
    while any(is_there(process) for process in there) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(is_there(process) for process in there)
