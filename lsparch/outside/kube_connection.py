"""Connections to API servers: contexts of the kubectl configuration, and GET requests, the only ones there are."""

import json
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlencode

from lsparch.diagnostics import LsparchError
from lsparch.load.validate import suggest

__all__ = ["CONNECTIONS", "Connection", "KubeContext", "RefusedError", "find_context"]

CONNECTIONS = 8
"""Requests that run at the same time."""

_IN_CLUSTER = "in-cluster"
"""Name that stands for the cluster in whose pod this runs, where the configuration has no such context."""

_CONNECT_SECONDS, _READ_SECONDS = 10, 60

_OK, _UNAUTHORIZED, _FORBIDDEN = 200, 401, 403


@dataclass(frozen=True, slots=True)
class KubeContext:
    """A context of the user's configuration, with the namespace that is meant."""

    name: str
    namespace: str = ""
    """The one namespace to look at; empty for all."""

    default: str = "default"
    """Namespace of objects that name none."""


class _Response(Protocol):
    @property
    def status(self) -> int: ...

    @property
    def data(self) -> bytes | None: ...

    def read(self) -> bytes: ...


class RefusedError(Exception):
    """A request that the API server did not fulfil."""

    def __init__(self, status: int, reason: str) -> None:
        self.status = status
        super().__init__(reason)


class _Remarks(logging.Handler):
    """Keeps what the client library logs instead of raising it."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one line of a message."""
        self.texts.append(record.getMessage().strip().partition("\n")[0])


def find_context(text: str) -> KubeContext:
    """Return the context that a source means: ``CONTEXT`` or ``CONTEXT/NAMESPACE``.

    A context wins whose name is the whole text, since names may hold slashes.

    Raises
    ------
    LsparchError
        If the configuration cannot be read or has no such context.
    """
    known = _contexts()
    name, slash, namespace = text.rpartition("/")
    for context, only in ((text, ""), (name, namespace) if slash else ("", "")):
        if context in known or context == _IN_CLUSTER:
            return KubeContext(context, only, known.get(context, "default"))
    if not text:
        raise LsparchError("kube: no context; write `kube:CONTEXT` or `kube:CONTEXT/NAMESPACE`")
    advice = suggest(text, known) or suggest(name, known) or f"known: {', '.join(sorted(known)) or 'none'}"
    raise LsparchError(f"kube:{text}: no such context in the kubectl configuration; {advice}")


def _contexts() -> dict[str, str]:
    """Return the namespace of each context."""
    from kubernetes import config  # noqa: PLC0415
    from yaml import YAMLError  # noqa: PLC0415 - kubernetes reads its configuration with it, and lets its errors pass

    try:
        known = {str(one["name"]): one.safe_get("context") or {} for one in _stated()}
        return {name: str(context.get("namespace") or "default") for name, context in known.items()}
    except config.ConfigException as error:
        if os.environ.get("KUBERNETES_SERVICE_HOST"):
            return {}
        raise LsparchError(f"kube: the kubectl configuration cannot be used: {_line(error)}") from error
    except (OSError, ValueError, TypeError, KeyError, AttributeError, YAMLError) as error:
        raise LsparchError(f"kube: the kubectl configuration cannot be read: {_line(error)}") from error


def _stated() -> list[Any]:
    """Return the contexts of all files, whether or not one of them is the current one.

    Raises
    ------
    ConfigException
        If there is no file.
    """
    from kubernetes.config import ConfigException  # noqa: PLC0415
    from kubernetes.config.kube_config import KubeConfigMerger  # noqa: PLC0415

    merger: Callable[[str], Any] = KubeConfigMerger
    merged = merger(_config_file()).config
    if merged is None:
        raise ConfigException("no configuration found")
    return list(merged.value["contexts"])


def _config_file() -> str:
    return os.environ.get("KUBECONFIG") or "~/.kube/config"


class Connection:
    """A connection to one API server.

    Parameters
    ----------
    context
        Where, and as whom.

    Raises
    ------
    LsparchError
        If the context cannot be used.
    """

    def __init__(self, context: KubeContext) -> None:
        self.name = f"kube:{context.name}"
        self._remarks = _Remarks()
        self._client, self._configuration = self._connect(context)

    def _connect(self, context: KubeContext) -> tuple[Any, Any]:
        import urllib3  # noqa: PLC0415
        from kubernetes import client, config  # noqa: PLC0415

        settings = client.Configuration()
        settings.retries = urllib3.Retry(connect=0, read=2, redirect=0, status=0, other=0)
        settings.connection_pool_maxsize = CONNECTIONS
        load: Callable[..., object] = config.load_kube_config
        inside: Callable[..., object] = config.load_incluster_config
        logging.getLogger().addHandler(self._remarks)
        try:
            if context.name == _IN_CLUSTER and _IN_CLUSTER not in _contexts():
                inside(client_configuration=settings)
            else:
                load(_config_file(), context.name, settings, persist_config=False)
        except (config.ConfigException, OSError, ValueError, KeyError, TypeError) as error:
            raise LsparchError(f"{self.name}: the context cannot be used: {_line(error)}") from error
        finally:
            logging.getLogger().removeHandler(self._remarks)
        if not settings.verify_ssl:
            urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
        return client.ApiClient(settings), settings

    def get(self, path: str, accept: str = "application/json", **query: object) -> Any:
        """Return the answer to a GET.

        Raises
        ------
        RefusedError
            If the API server does not fulfil the request.
        LsparchError
            If it does not answer, or does not accept the credentials.
        """
        from kubernetes.client import ApiException  # noqa: PLC0415
        from urllib3.exceptions import HTTPError  # noqa: PLC0415

        host = str(self._configuration.host).rstrip("/")
        url = f"{host}{path}?{urlencode(query)}" if query else f"{host}{path}"
        headers = {"Accept": accept, "User-Agent": "lsparch"}
        for setting in self._configuration.auth_settings().values():
            headers[setting["key"]] = setting["value"]
        try:
            timeout = (_CONNECT_SECONDS, _READ_SECONDS)
            response: _Response = self._client.rest_client.request(
                "GET", url, headers=headers, _request_timeout=timeout
            )
            data = response.data  # up to version 35 of the library it is there, and cannot be read
            status, body = response.status, response.read() if data is None else data
        except ApiException as error:
            if not error.status:
                raise LsparchError(f"{self.name}: {host} cannot be reached: {_line(error.reason)}") from error
            status, body = int(error.status), str(error.body or "").encode()
        except (HTTPError, OSError) as error:
            raise LsparchError(f"{self.name}: {host} cannot be reached: {_cause(error)}") from error
        if status == _UNAUTHORIZED:
            raise LsparchError(
                f"{self.name}: the credentials are not accepted{self.remark}; log in to the cluster again"
            )
        if status != _OK:
            raise RefusedError(status, _told(status, body))
        try:
            return json.loads(body)
        except ValueError as error:
            raise LsparchError(f"{self.name}: {host} does not answer as an API server") from error

    def close(self) -> None:
        """Give up the sockets."""
        self._client.rest_client.pool_manager.clear()

    @property
    def remark(self) -> str:
        """What the client library has to say about the credentials, in brackets; empty if nothing."""
        return f" ({self._remarks.texts[0]})" if self._remarks.texts else ""


def _told(status: int, body: bytes) -> str:
    if status == _FORBIDDEN:
        return "forbidden"
    try:
        message = json.loads(body).get("message")
    except (ValueError, AttributeError):
        message = ""
    return f"{status} {_line(message or '')}".strip()


def _cause(error: Exception) -> str:
    """Return the reason at the bottom of an error of the connection, in one line."""
    reason = getattr(error, "reason", None)
    return _cause(reason) if isinstance(reason, Exception) else _line(error)


def _line(error: object) -> str:
    text = " ".join(str(error).split())
    return text.rpartition(": ")[2] if text.startswith("<") else text
