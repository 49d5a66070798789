"""A command that is killed at every step at which it touches files: ``python -m tests.support.killing``.

The command runs until it is about to touch a file for the first time. From there, one child process after another goes
on: the n-th is killed (SIGKILL) just before its n-th step, until one comes to its end; a few more are killed at any
moment. After each, what stands in the place that the command writes is told, as a line of JSON, and put back.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from lsparch.cli.app import run
from lsparch.outside import files

__all__ = ["AfterKill", "content", "kill_everywhere"]

_STEPS = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "shutil.rmtree", "ctypes.dlsym", "fcntl.flock"}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_ROOT = Path(__file__).parents[2]

Content = dict[str, str] | str | None
"""Files of a folder by path, or of a file; None when nothing is there."""


def content(path: Path) -> Content:
    """Return what stands at a path."""
    if path.is_file():
        return path.read_bytes().hex()
    if not path.is_dir():
        return None
    return {p.relative_to(path).as_posix(): p.read_bytes().hex() for p in sorted(path.rglob("*")) if p.is_file()}


@dataclass(frozen=True, slots=True)
class AfterKill:
    """What a process left."""

    step: int
    """Step before which it was killed; 0 for any moment."""

    code: int | None
    """Its exit code, if it came to its end."""

    content: Content
    beside: tuple[str, ...]
    """Names of all that stands in the folder around."""


def kill_everywhere(target: Path, arguments: Sequence[str], *, exchange: bool = True) -> list[AfterKill]:
    """Run a command in the working directory, and kill it at every step.

    Parameters
    ----------
    target
        File or folder that it writes, as it is before; it is that again after each process.
    arguments
        Arguments of ``lsparch``.
    exchange
        Whether the system can exchange two folders in one step.
    """
    command = [sys.executable, "-m", "tests.support.killing", str(target), str(int(exchange)), *arguments]
    variables = {**os.environ, "PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=variables)
    assert done.returncode == 0, done.stderr[-2000:]
    found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return [AfterKill(item["step"], item["code"], item["content"], tuple(item["beside"])) for item in found]


class _Killer:
    """Watches what the interpreter is about to do."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.backup = Path.cwd() / "backup"
        self.process = os.getpid()
        self.seen = 0
        self.fatal = 0
        self.watching = False

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.watching or not (event in _STEPS or (event == "open" and (arguments[2] or 0) & _WRITING)):
            return
        if os.getpid() == self.process:
            self.watching = False
            if not self.fork():
                os._exit(0)
            self.watching = True
        self.seen += 1
        if self.seen == self.fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    def fork(self) -> bool:
        """Make one child after another; return True in each of them, and False in the end."""
        self.put_back(self.target, self.backup)
        before = content(self.target)
        moments = random.Random(0)
        ended = False
        for step in count(1):
            if ended and step > self.fatal + 12:
                return False
            self.leave_something()
            child = os.fork()
            if child == 0:
                self.fatal = 0 if ended else step
                return True
            if ended:
                time.sleep(moments.random() / 20)
                os.kill(child, signal.SIGKILL)
            status = os.waitpid(child, 0)[1]
            self.tell(0 if ended else step, status)
            if not ended and not os.WIFSIGNALED(status):
                ended, self.fatal = True, step
            if content(self.target) != before:
                self.put_back(self.backup, self.target)
        return False

    def tell(self, step: int, status: int) -> None:
        code = None if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
        beside = sorted(path.name for path in self.target.parent.iterdir())
        item = {"step": step, "code": code, "content": content(self.target), "beside": beside}
        os.write(1, json.dumps(item).encode() + b"\n")

    def leave_something(self) -> None:
        """Tidy up, but for what one process left that was killed earlier, so that each does the same steps."""
        prefix = f".{self.target.name}.lsparch-"
        for left in sorted(self.target.parent.glob(f"{prefix}*")):
            self.put_back(self.backup / "nothing", left)
        left = self.target.with_name(f"{prefix}killed")
        for number in range(3):
            left.joinpath("below").mkdir(parents=True, exist_ok=True)
            left.joinpath("below", f"{number}.yaml").write_bytes(b"half")

    @staticmethod
    def put_back(source: Path, place: Path) -> None:
        if place.is_dir():
            shutil.rmtree(place)
        place.unlink(missing_ok=True)
        if source.is_dir():
            shutil.copytree(source, place)
        elif source.is_file():
            shutil.copy(source, place)


def _main(target: str, exchange: str, *arguments: str) -> None:
    if not int(exchange):
        files.__dict__["_exchange"] = lambda _one, _other: False
    killer = _Killer(Path(target))
    sys.addaudithook(killer)
    killer.watching = True
    os._exit(run(arguments))


if __name__ == "__main__":
    _main(*sys.argv[1:])
