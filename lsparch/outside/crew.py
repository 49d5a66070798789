"""Work shared with copies of this process, so that all processors are used.

A copy has everything that this process has, and takes the next piece of work when it has done one; what it made goes
back when nothing is left. It changes nothing else, and does not outlive this process.
"""

import marshal
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

__all__ = ["ProcessCrew", "by_copies"]

LEAST = 250.0
"""Milliseconds of work below which a copy costs more than it saves."""

MOST = 4
"""Most processes at once."""

MOST_PIECES = 1024
"""What the queue holds, a pipe that nobody reads while it is filled."""

NUMBER = 4
"""Bytes of a number in the queue."""

PAUSE = 0.5
"""Seconds between two looks of a copy whether this process is still there."""


@dataclass(frozen=True, slots=True)
class ProcessCrew:
    """The process that asks, and copies of it.

    Parameters
    ----------
    processes
        Processes, this one counted; one for each processor when 0.
    least
        Milliseconds of work below which this process does all alone.
    """

    processes: int = 0
    least: float = LEAST

    def is_worth_it(self, loads: Sequence[float]) -> bool:
        """Tell whether pieces of work that take about so many milliseconds are done faster when they are shared."""
        return sum(loads) >= self.least and self._copies(loads) > 0

    def share(self, work: Callable[[int], bytes], loads: Sequence[float]) -> list[bytes]:
        """Return what comes of each piece of work, by its number, in order; what takes longest is begun first."""
        order = sorted(range(len(loads)), key=lambda number: -loads[number])
        found: dict[int, bytes] = {}
        if self.is_worth_it(loads):
            with queue_of(order) as queue, copies_of(self._copies(loads), queue, work) as pipes:
                found |= {number: work(number) for number in taken(queue)}
                for pipe in pipes:
                    found |= told_by(pipe)
        return [found[number] if number in found else work(number) for number in range(len(loads))]

    def _copies(self, loads: Sequence[float]) -> int:
        """Return how many copies are made."""
        if not can_be_copied() or len(loads) > MOST_PIECES:
            return 0
        return min(self.processes or processors(), MOST, len(loads)) - 1


def by_copies(work: Callable[[int], bytes], count: int, seconds: float) -> list[bytes | None]:
    """Return what comes of pieces of work that this process cannot do itself, such as what cannot be interrupted.

    Parameters
    ----------
    work
        Does a piece of work, by its number, in a copy of this process.
    count
        Pieces of work, each of which has a copy.
    seconds
        Real time after which the copies are ended.

    Returns
    -------
    list
        What comes of each piece; None for one that failed, and for all where this process cannot be copied.

    Raises
    ------
    TimeoutError
        If it takes longer.
    """
    if not can_be_copied():
        return [None] * count
    end = time.monotonic() + seconds
    found: dict[int, bytes] = {}
    with queue_of(range(count)) as queue, copies_of(count, queue, work) as pipes:
        for pipe in pipes:
            if not is_told_by(pipe, max(0.0, end - time.monotonic())):
                raise TimeoutError
            found |= told_by(pipe)
    return [found.get(number) for number in range(count)]


def can_be_copied() -> bool:
    """Tell whether this process can be copied: other threads would be missing in a copy, and their locks held."""
    return sys.platform == "linux" and threading.active_count() == 1


def processors() -> int:
    """Return the number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def queue_of(numbers: Sequence[int]) -> Iterator[int]:
    """Yield a pipe from which each number is read once, whoever reads."""
    reader, writer = os.pipe()
    try:
        os.write(writer, b"".join(number.to_bytes(NUMBER, "big") for number in numbers))
        os.close(writer)
        yield reader
    finally:
        os.close(reader)


def taken(queue: int) -> Iterator[int]:
    """Yield the numbers that nobody else has taken, one when the one before is done."""
    while found := os.read(queue, NUMBER):
        yield int.from_bytes(found, "big")


@contextmanager
def copies_of(count: int, queue: int, work: Callable[[int], bytes]) -> Iterator[list[int]]:
    """Yield pipes from which can be read what copies of this process made; no copy is left afterwards."""
    pipes: list[int] = []
    copies: list[int] = []
    try:
        for _ in range(count):
            reader, writer = os.pipe()
            pipes.append(reader)
            parent = os.getpid()
            with suppress(BlockingIOError):  # too many processes: those that are there do the work
                copy = os.fork()
                if not copy:
                    be_a_copy(parent, queue, writer, work)
                copies.append(copy)
            os.close(writer)
        yield pipes
    finally:
        for pipe in pipes:
            os.close(pipe)
        for copy in copies:
            end(copy)


def be_a_copy(parent: int, queue: int, writer: int, work: Callable[[int], bytes]) -> None:
    """Do pieces of work, tell what came of them, and end. What fails is left to the process that was copied."""
    try:
        os.setpgid(0, 0)  # so that it ends with its own children, and only by the hand of the process that was copied
        threading.Thread(target=end_with, args=(parent,), daemon=True).start()
        made = {number: work(number) for number in taken(queue)}
        with open(writer, "wb") as pipe:
            marshal.dump(made, pipe)
    finally:
        os._exit(0)


def end_with(parent: int) -> None:
    """End this process and its children when its parent is gone."""
    while os.getppid() == parent:
        time.sleep(PAUSE)
    os.killpg(0, signal.SIGKILL)


def is_told_by(pipe: int, seconds: float) -> bool:
    """Wait until a copy tells what it made, or has ended; False if it does not in time."""
    waiting = select.poll()
    waiting.register(pipe, select.POLLIN)
    return bool(waiting.poll(seconds * 1000))


def told_by(pipe: int) -> dict[int, bytes]:
    """Return what a copy made; nothing if it failed."""
    with open(pipe, "rb", closefd=False) as file:
        text = file.read()
    try:
        found: dict[int, bytes] = marshal.loads(text)  # noqa: S302 - a copy of this process wrote it
    except (EOFError, TypeError, ValueError):
        return {}
    return found


def end(copy: int) -> None:
    """End a copy with its children, if it has not ended."""
    for kill in (os.killpg, os.kill):
        with suppress(ProcessLookupError, PermissionError):
            kill(copy, signal.SIGKILL)
    with suppress(ChildProcessError):
        os.waitpid(copy, 0)
