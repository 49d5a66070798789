"""Asking registries: the distribution protocol of OCI images over HTTP, with the accounts of `docker login`."""

import hashlib
import ipaddress
import json
import os
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import Any

import requests
from oras.auth import get_auth_backend
from oras.auth.token import TokenAuth
from oras.auth.utils import parse_auth_header
from oras.container import Container
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from lsparch.outside.registry import FaultKind, Limits, Reference, RegistryFault

__all__ = ["Registries", "RegistryClient"]

_ACCEPTED = (
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.v2+json",
)
"""Kinds of manifest; the index comes first, so that an image for several architectures has one digest."""

_LARGEST = 4 * 2**20
"""Bytes of a manifest that registries take at least (OCI distribution specification 1.1, pushing manifests)."""

_HUB = "docker.io"
_HUB_API = "registry-1.docker.io"
_HUB_LOGINS = ("https://index.docker.io/v1/", _HUB_API, "index.docker.io", _HUB)
"""Names under which `docker login` may keep the account of Docker Hub; the first is that of today."""


class _FaultError(Exception):
    """What a registry does wrong."""

    def __init__(self, kind: FaultKind, reason: str) -> None:
        super().__init__(reason)
        self.fault = RegistryFault(kind, reason)


class Registries:
    """Registries on the network; plain HTTP is spoken with this machine alone.

    Accounts are those of `docker login`, its credential helpers included.

    Parameters
    ----------
    limits
        How long they are waited for.
    workers
        Number of references that are asked for at a time.
    """

    def __init__(self, limits: Limits | None = None, workers: int = 8) -> None:
        self._limits = limits or Limits()
        self._workers = workers

    def digests(self, references: Iterable[Reference]) -> Mapping[Reference, str | RegistryFault]:
        """Return the digest of each reference, or why it is not known.

        The digest is computed from what the registry sends. A registry that does not answer is not asked again.
        """
        wanted = sorted(set(references))
        clients = {host: RegistryClient(host, self._limits) for host in sorted({r.registry for r in wanted})}
        pool = ThreadPoolExecutor(self._workers, thread_name_prefix="registry")
        try:
            answers = list(pool.map(lambda reference: clients[reference.registry].digest(reference), wanted))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
        return dict(zip(wanted, answers, strict=True))


class RegistryClient:
    """One registry, with the account that is used for it.

    Parameters
    ----------
    host
        Its host, with its port if that is not the usual one.
    limits
        How long it is waited for.
    """

    def __init__(self, host: str, limits: Limits) -> None:
        self._host = host
        self._limits = limits
        self._lock = Lock()
        self._opened: tuple[requests.Session, TokenAuth] | None = None
        self._down: RegistryFault | None = None

    def digest(self, reference: Reference) -> str | RegistryFault:
        """Return the digest of a reference in this registry, or why it is not known."""
        if self._down is not None:
            return self._down
        try:
            return self._digest(reference)
        except _FaultError as error:
            return error.fault
        except (requests.ConnectionError, requests.Timeout) as error:
            self._down = RegistryFault(FaultKind.UNREACHABLE, _reason(error))
            return self._down
        except (requests.RequestException, OSError, ValueError) as error:
            return RegistryFault(FaultKind.UNREACHABLE, _reason(error))

    def _digest(self, reference: Reference) -> str:
        session, account = self._open()
        host = _HUB_API if self._host == _HUB else self._host
        official = self._host == _HUB and "/" not in reference.repository
        repository = f"library/{reference.repository}" if official else reference.repository
        url = f"{_scheme(host)}://{host}/v2/{repository}/manifests/{reference.tag}"
        headers = {"Accept": ", ".join(_ACCEPTED)}
        response = session.get(url, headers=headers, stream=True)
        if response.status_code in {401, 403}:
            allowed = _authorization(account, response.headers.get("WWW-Authenticate", ""))
            response.close()
            if allowed:
                response = session.get(url, headers={**headers, "Authorization": allowed}, stream=True)
        with response:
            _require_found(response)
            body = self._body(response)
        return _verified(body, response.headers.get("Docker-Content-Digest", ""))

    def _body(self, response: requests.Response) -> bytes:
        end = time.monotonic() + self._limits.whole
        body = b""
        for piece in response.iter_content(65536):
            body += piece
            if len(body) > _LARGEST:
                raise _FaultError(FaultKind.UNREACHABLE, "sends more than a manifest can have")
            if time.monotonic() > end:
                raise _FaultError(FaultKind.UNREACHABLE, f"takes longer than {self._limits.whole:g} s")
        return body

    def _open(self) -> tuple[requests.Session, TokenAuth]:
        """Return the session and the account, made when first asked for."""
        with self._lock:
            if self._opened is None:
                session = _session(self._host, self._limits)
                self._opened = session, _account(self._host, session)
            return self._opened


class _Bounded(HTTPAdapter):
    """Requests that end, and that go in plain text to this machine alone, also when they are redirected."""

    def __init__(self, limits: Limits) -> None:
        retry = Retry(
            1, read=False, backoff_factor=0.5, status_forcelist=(502, 503, 504),
            respect_retry_after_header=False, raise_on_status=False,
        )  # fmt: skip
        super().__init__(max_retries=retry)
        self._timeouts = (limits.connect, limits.read)

    def send(
        self, request: requests.PreparedRequest, stream: bool = False, timeout: Any = None, verify: Any = True,
        cert: Any = None, proxies: Any = None,
    ) -> requests.Response:  # fmt: skip
        """Send a request, with bounds of time."""
        scheme, _, rest = (request.url or "").partition("://")
        host = rest.partition("/")[0]
        if scheme != "https" and _scheme(host) != "http":
            raise _FaultError(FaultKind.UNREACHABLE, f"leads to {host} without encryption")
        return super().send(request, stream, timeout or self._timeouts, verify, cert, proxies)


def _session(host: str, limits: Limits) -> requests.Session:
    session = requests.Session()
    session.trust_env = _scheme(host) == "https"  # no proxy stands between this machine and itself
    for prefix in ("http://", "https://"):
        session.mount(prefix, _Bounded(limits))
    return session


def _account(host: str, session: requests.Session) -> TokenAuth:
    """Return the account that `docker login` keeps for a registry; none if there is none."""
    account: TokenAuth = get_auth_backend("token", session, insecure=_scheme(host) == "http")
    folder = os.environ.get("DOCKER_CONFIG")
    files = [str(Path(folder) / "config.json")] if folder else []
    for name in _HUB_LOGINS if host == _HUB else (host,):
        if not getattr(account, "_basic_auth", None):
            _load(account, Container("image", registry=name), files)
    return account


def _load(account: TokenAuth, registry: Container, files: list[str]) -> None:
    try:
        account.load_configs(registry, configs=files)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        reason = "cannot be asked: the file of `docker login` is faulty"
        raise _FaultError(FaultKind.DENIED, reason) from error


def _authorization(account: TokenAuth, challenge: str) -> str:
    """Return the header by which a registry lets in what it has challenged; empty if there is no way."""
    basic: str = getattr(account, "_basic_auth", None) or ""
    scheme = challenge.partition(" ")[0].lower()
    if scheme == "basic":
        return f"Basic {basic}" if basic else ""
    if scheme != "bearer":
        return ""
    wanted = parse_auth_header(challenge)
    if wanted.realm is None:
        return ""
    token = account.request_token(wanted)
    return f"Bearer {token}" if isinstance(token, str) else ""


def _require_found(response: requests.Response) -> None:
    match response.status_code:
        case 200:
            return
        case 401 | 403:
            raise _FaultError(FaultKind.DENIED, "asks for an account that may read this")
        case 404:
            raise _FaultError(FaultKind.UNKNOWN, "does not have this")
        case 429:
            raise _FaultError(FaultKind.UNREACHABLE, "has been asked too often; log in, or try later")
        case status:
            raise _FaultError(FaultKind.UNREACHABLE, f"answers with status {status}")


def _verified(body: bytes, said: str) -> str:
    """Return the digest of a manifest, which must be that which the registry says, if it says one."""
    try:
        manifest = json.loads(body)
    except ValueError:
        manifest = None
    if not isinstance(manifest, dict) or not ({"manifests", "layers"} & set(manifest)):
        raise _FaultError(FaultKind.UNREACHABLE, "answers with what is no manifest of an image")
    digest = f"sha256:{hashlib.sha256(body).hexdigest()}"
    if said.startswith("sha256:") and said != digest:
        raise _FaultError(FaultKind.WRONG, f"says {said}, but the content has {digest}")
    return digest


def _scheme(host: str) -> str:
    name = host.removeprefix("[").partition("]")[0] if host.startswith("[") else host.partition(":")[0]
    try:
        local = name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        local = False
    return "http" if local else "https"


def _reason(error: Exception) -> str:
    """Return why a request failed, without the details of the library, which differ from run to run."""
    match error:
        case requests.exceptions.SSLError():
            return "has a certificate that is not accepted"
        case requests.Timeout():
            return "does not answer in time"
        case requests.exceptions.ProxyError():
            return "is not reached through the proxy"
        case requests.ConnectionError():
            return "does not answer"
        case _:
            return f"does not answer as a registry does ({type(error).__name__})"
