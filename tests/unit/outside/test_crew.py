import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from lsparch.outside.crew import ProcessCrew, by_copies

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


@pytest.fixture(scope="module")
def apart() -> Iterator[ProcessPoolExecutor]:
    """Give a process without other threads, which this one may have: the driver of a browser, for example."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as executor:
        yield executor


def piece(number: int) -> bytes:
    return str(number).encode() * 50_000


def process(_: int) -> bytes:
    time.sleep(0.1)
    return str(os.getpid()).encode()


def fault(number: int) -> bytes:
    time.sleep(0.1)
    raise ValueError(number)


def children() -> bool:
    """Tell whether this process has any, ended ones included."""
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return False
    return True


def shared_here_alone() -> list[bytes]:
    here = os.getpid()

    def work(number: int) -> bytes:
        if os.getpid() != here:
            raise ValueError(number)
        time.sleep(0.1)
        return piece(number)

    return ProcessCrew(2, least=0).share(work, [1] * 4)


def is_worth_it_beside(threads: int) -> bool:
    waiting = threading.Event()
    others = [threading.Thread(target=waiting.wait) for _ in range(threads)]
    for other in others:
        other.start()
    try:
        return ProcessCrew(2, least=0).is_worth_it([1000, 1000])
    finally:
        waiting.set()
        for other in others:
            other.join()


@pytest.mark.parametrize("processes", [1, 2, 3, 4])
def test_what_comes_of_it_does_not_depend_on_the_number_of_processes(
    processes: int, apart: ProcessPoolExecutor
) -> None:
    loads = [7.0, 1, 3, 9, 9, 2, 5]
    crew = ProcessCrew(processes, least=0)
    assert apart.submit(crew.share, piece, loads).result(PATIENCE) == [piece(number) for number in range(7)]


def test_several_processes_work(apart: ProcessPoolExecutor) -> None:
    loads = [1.0] * 10
    assert len(set(apart.submit(ProcessCrew(2, least=0).share, process, loads).result(PATIENCE))) == 2
    assert len(set(apart.submit(ProcessCrew(2, least=11).share, process, loads).result(PATIENCE))) == 1


def test_what_a_copy_cannot_do_is_done_here(apart: ProcessPoolExecutor) -> None:
    assert apart.submit(shared_here_alone).result(PATIENCE) == [piece(number) for number in range(4)]


def test_a_fault_is_raised_as_ever_and_no_copy_is_left(apart: ProcessPoolExecutor) -> None:
    with pytest.raises(ValueError, match=r"[0-3]"):
        apart.submit(ProcessCrew(2, least=0).share, fault, [1.0] * 4).result(PATIENCE)
    assert not apart.submit(children).result(PATIENCE)


def test_a_process_with_threads_is_not_copied(apart: ProcessPoolExecutor) -> None:
    assert not apart.submit(is_worth_it_beside, 1).result(PATIENCE)
    assert apart.submit(is_worth_it_beside, 0).result(PATIENCE)


def late(_: int) -> bytes:
    time.sleep(PATIENCE)
    return b""


def test_copies_alone_work_where_they_are_asked_for(apart: ProcessPoolExecutor) -> None:
    here = apart.submit(process, 0).result(PATIENCE)
    found = apart.submit(by_copies, process, 3, PATIENCE).result(PATIENCE)
    assert len(found) == 3
    assert not {here, None} & set(found)
    assert apart.submit(by_copies, fault, 2, PATIENCE).result(PATIENCE) == [None, None]


def test_copies_that_take_too_long_are_ended(apart: ProcessPoolExecutor) -> None:
    with pytest.raises(TimeoutError):
        apart.submit(by_copies, late, 2, 0.1).result(PATIENCE)
    assert not apart.submit(children).result(PATIENCE)


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
