"""A web server for this machine alone: pages, parts of data, and word of changes."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

from lsparch.diagnostics import LsparchError

__all__ = ["Answer", "Bulletin", "LocalServer"]

LOOPBACK = "127.0.0.1"
PULSE = 15.0
"""Seconds after which a silent stream of events says that it lives."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered to a request."""

    body: bytes
    kind: str
    """Media type."""

    status: HTTPStatus = HTTPStatus.OK
    policy: str = ""
    """Content-Security-Policy; nothing at all is allowed when empty."""


class Bulletin:
    """The newest event, for everybody who waits for it."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._number = 0
        self._event = ""
        self._closed = False

    def post(self, name: str, data: str) -> None:
        """Tell everybody; `data` is one line."""
        with self._changed:
            self._number += 1
            self._event = f"event: {name}\ndata: {data}\n\n"
            self._changed.notify_all()

    def close(self) -> None:
        """End all streams."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def after(self, number: int) -> tuple[int, str] | None:
        """Return the newest event after a number, with its own; a pulse if there is none, and None at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._number > number, PULSE)
            if self._closed:
                return None
            return (self._number, self._event) if self._number > number else (number, ": still here\n\n")


class LocalServer:
    """Answers requests of this machine.

    Parameters
    ----------
    port
        Port; any that is free when 0.
    answer
        Makes the answer to the path of a request.
    events
        What ``/events`` tells.

    Raises
    ------
    LsparchError
        If the port is taken or not allowed.
    """

    def __init__(self, port: int, answer: Callable[[str], Answer], events: Bulletin) -> None:
        handler = type("Handler", (_Handler,), {"answer": staticmethod(answer), "events": events})
        try:
            self._server = _Server((LOOPBACK, port), handler)
        except OSError as error:
            raise LsparchError(f"port {port}: {error.strerror}; give another by --port") from None
        self._events = events

    @property
    def address(self) -> str:
        """Address of the page."""
        return f"http://{LOOPBACK}:{self._server.server_port}/"

    def run(self) -> None:
        """Answer until interrupted."""
        try:
            self._server.serve_forever(poll_interval=0.2)
        finally:
            self._events.close()
            self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    answer: Callable[[str], Answer]
    events: Bulletin

    def do_GET(self) -> None:
        if not self._is_ours():
            self._send(Answer(b"this server answers its own pages alone\n", "text/plain", HTTPStatus.FORBIDDEN))
        elif self.path == "/events":
            self._stream()
        else:
            self._send(self.answer(unquote(urlsplit(self.path).path)))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named by the base class
        """Say nothing of requests."""

    def _is_ours(self) -> bool:
        """Tell whether a request names this server: pages of others may know the address, but not use it by a name."""
        assert isinstance(self.server, _Server)
        port = self.server.server_port
        return self.headers.get("Host") in {f"{LOOPBACK}:{port}", f"localhost:{port}"}

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", f"{answer.kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(answer.body)))
        self._secure(answer.policy)
        self.end_headers()
        self.wfile.write(answer.body)

    def _secure(self, policy: str) -> None:
        self.send_header("Content-Security-Policy", policy or "default-src 'none'")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")

    def _stream(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self._secure("")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        number = 0
        try:
            while (found := self.events.after(number)) is not None:
                number, text = found
                self.wfile.write(text.encode())
                self.wfile.flush()
        except OSError:
            return  # the page was closed
