"""A registry on this machine that answers as it is told, for faults that a real one does not make."""

import hashlib
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

__all__ = ["MANIFEST", "Answer", "FakeRegistry", "digest", "fake_registry"]

_INDEX = "application/vnd.oci.image.index.v1+json"

MANIFEST = json.dumps({"schemaVersion": 2, "mediaType": _INDEX, "manifests": []}).encode()
"""The index of an image for no architecture: enough to have a digest."""


def digest(body: bytes) -> str:
    """Return the digest of a manifest."""
    return f"sha256:{hashlib.sha256(body).hexdigest()}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered to a request."""

    status: int = 200
    body: bytes = MANIFEST
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class FakeRegistry:
    """What a registry answers, and what it was asked."""

    host: str = ""
    """Address and port; known when it listens."""

    answers: dict[str, list[Answer]] = field(default_factory=dict)
    """Answers by path, in order; the last one is repeated."""

    challenge: str = ""
    """What it demands of whoever comes without an authorization; empty if it lets everybody in."""

    allowed: str = "Bearer of no one"
    """The authorization that it accepts."""

    asked: list[tuple[str, str]] = field(default_factory=list)
    """Path with query, and authorization, of every request."""

    def has(self, repository: str, tag: str, *answers: Answer) -> None:
        """Answer to the question for one tag."""
        self.answers[f"/v2/{repository}/manifests/{tag}"] = list(answers or (Answer(),))

    def answer(self, target: str, authorization: str) -> Answer:
        """Return the answer to a request."""
        self.asked.append((target, authorization))
        path = target.partition("?")[0]
        if path.startswith("/v2/") and self.challenge and authorization != self.allowed:
            return Answer(401, b"{}", {"WWW-Authenticate": self.challenge})
        planned = self.answers.get(path, [Answer(404, b"{}")])
        return planned.pop(0) if len(planned) > 1 else planned[0]


@contextmanager
def fake_registry() -> Iterator[FakeRegistry]:
    """Run a registry on a port of its own."""
    registry = FakeRegistry()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = registry.answer(self.path, self.headers.get("Authorization", ""))
            self.send_response(answer.status)
            for name, value in {"Content-Length": str(len(answer.body)), **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    registry.host = f"127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield registry
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
