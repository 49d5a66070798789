"""Live clusters, read only: every request is a GET, and the values of Secrets are never asked for."""

import json
import logging
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlencode

from lsparch.diagnostics import LsparchError
from lsparch.k8s.live import LiveKind, LiveRead, Unread, kinds_to_read
from lsparch.load.validate import suggest

__all__ = ["KubeContext", "find_context", "read_cluster", "read_schemas"]

_IN_CLUSTER = "in-cluster"
"""Name that stands for the cluster in whose pod this runs, where the configuration has no such context."""

_PAGE = 500
"""Objects to a request."""

_CONNECTIONS = 8

_CONNECT_SECONDS, _READ_SECONDS = 10, 60

_DISCOVERY = (
    "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
    "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json"
)
_TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io"
_JSON = "application/json"

_OK, _UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND, _NOT_ALLOWED, _GONE = 200, 401, 403, 404, 405, 410


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
    def reason(self) -> str | None: ...

    def read(self) -> bytes: ...


class _Refused(Exception):  # noqa: N818
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

    lister: Callable[..., tuple[list[dict[str, Any]], object]] = config.list_kube_config_contexts
    try:
        contexts, _ = lister(_config_file())
    except config.ConfigException as error:
        if os.environ.get("KUBERNETES_SERVICE_HOST"):
            return {}
        raise LsparchError(f"kube: the kubectl configuration cannot be used: {_line(error)}") from error
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise LsparchError(f"kube: the kubectl configuration cannot be read: {_line(error)}") from error
    return {str(one["name"]): str((one.get("context") or {}).get("namespace") or "default") for one in contexts}


def _config_file() -> str:
    return os.environ.get("KUBECONFIG") or "~/.kube/config"


def read_cluster(
    context: KubeContext, namespaces: Sequence[str], versions: Mapping[tuple[str, str], str], *, cluster: bool = True
) -> LiveRead:
    """Read the objects of a cluster; of Secrets only names and types.

    Parameters
    ----------
    context
        Where.
    namespaces
        Namespaces to read; all when there are none.
    versions
        Version by group and kind in which to read, as far as it is served.
    cluster
        Whether to read also what lives in no namespace.

    Raises
    ------
    LsparchError
        If the cluster cannot be reached, does not accept the credentials, or lets nothing be read.
    """
    reader = _Reader(context)
    kinds = kinds_to_read(reader.served(), versions, cluster=cluster)
    places = [(kind, "") for kind in kinds if not kind.namespaced or not namespaces]
    places += [(kind, name) for kind in kinds if kind.namespaced for name in namespaces]
    secrets = [place for place in places if _is_secret(place[0])]
    with ThreadPoolExecutor(_CONNECTIONS) as pool:
        listed = list(pool.map(lambda place: reader.objects(*place), [p for p in places if not _is_secret(p[0])]))
        if secrets and not namespaces:
            named = [o["metadata"]["name"] for found, _ in listed for o in found if o["kind"] == "Namespace"]
            secrets = [(secrets[0][0], name) for name in named]
        listed += pool.map(lambda place: reader.secrets(*place), secrets)
    unread = _gathered([lack for _, lack in listed if lack is not None])
    objects = tuple(one for found, _ in listed for one in found)
    if unread and not objects and len(unread) >= len(kinds):
        raise LsparchError(f"kube:{context.name}: nothing can be read: {unread[0].reason}")
    return LiveRead(reader.version(), objects, (*reader.silent, *unread))


def read_schemas(context: KubeContext, api_versions: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    """Return the OpenAPI 3 documents of some API versions, as far as the cluster publishes them.

    Parameters
    ----------
    context
        Where.
    api_versions
        As in manifests.

    Raises
    ------
    LsparchError
        If the cluster cannot be reached.
    """
    reader = _Reader(context) if api_versions else None
    found = {name: reader.schema(name) for name in api_versions} if reader else {}
    return {name: document for name, document in found.items() if document}


def _is_secret(kind: LiveKind) -> bool:
    return (kind.group, kind.kind) == ("", "Secret")


def _gathered(lacks: Sequence[Unread]) -> tuple[Unread, ...]:
    """Make one of what could not be read of a kind in several namespaces."""
    found: dict[tuple[str, str], Unread] = {}
    for one in lacks:
        before = found.get((one.group, one.kind))
        names = (*before.namespaces, *one.namespaces) if before else one.namespaces
        found[one.group, one.kind] = Unread(one.group, one.kind, (before or one).reason, names)
    return tuple(found[key] for key in sorted(found))


class _Reader:
    """A connection to one API server."""

    def __init__(self, context: KubeContext) -> None:
        self._name = f"kube:{context.name}"
        self._remarks = _Remarks()
        self.silent: list[Unread] = []
        self._client, self._configuration = self._connect(context)

    def _connect(self, context: KubeContext) -> tuple[Any, Any]:
        import urllib3  # noqa: PLC0415
        from kubernetes import client, config  # noqa: PLC0415

        settings = client.Configuration()
        settings.retries = urllib3.Retry(connect=0, read=2, redirect=0, status=0, other=0)
        settings.connection_pool_maxsize = _CONNECTIONS
        load: Callable[..., object] = config.load_kube_config
        inside: Callable[..., object] = config.load_incluster_config
        logging.getLogger().addHandler(self._remarks)
        try:
            if context.name == _IN_CLUSTER and _IN_CLUSTER not in _contexts():
                inside(client_configuration=settings)
            else:
                load(_config_file(), context.name, settings, persist_config=False)
        except (config.ConfigException, OSError, ValueError, KeyError, TypeError) as error:
            raise LsparchError(f"{self._name}: the context cannot be used: {_line(error)}") from error
        finally:
            logging.getLogger().removeHandler(self._remarks)
        if not settings.verify_ssl:
            urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
        return client.ApiClient(settings), settings

    def _get(self, path: str, accept: str = _JSON, **query: object) -> Any:
        """Return the answer to a GET.

        Raises
        ------
        _Refused
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
            status, body = response.status, response.read()
        except ApiException as error:
            if not error.status:
                raise LsparchError(f"{self._name}: {host} cannot be reached: {_line(error.reason)}") from error
            status, body = int(error.status), str(error.body or "").encode()
        except (HTTPError, OSError) as error:
            raise LsparchError(f"{self._name}: {host} cannot be reached: {_cause(error)}") from error
        if status == _UNAUTHORIZED:
            said = f" ({self._remarks.texts[0]})" if self._remarks.texts else ""
            raise LsparchError(f"{self._name}: the credentials are not accepted{said}; log in to the cluster again")
        if status != _OK:
            raise _Refused(status, _told(status, body))
        try:
            return json.loads(body)
        except ValueError as error:
            raise LsparchError(f"{self._name}: {host} does not answer as an API server") from error

    def version(self) -> str:
        """Return the version of the API server; empty if it does not tell."""
        try:
            return str(self._get("/version").get("gitVersion", ""))
        except _Refused:
            return ""

    def served(self) -> list[LiveKind]:
        """Return every kind that can be listed, in its versions, the preferred one first.

        Raises
        ------
        LsparchError
            If the API server does not tell.
        """
        try:
            found: list[LiveKind] = []
            for path in ("/api", "/apis"):
                answer = self._get(path, _DISCOVERY)
                if answer.get("kind") == "APIGroupDiscoveryList":
                    found += self._aggregated(answer)
                else:
                    found += self._one_by_one(path, answer)
        except _Refused as error:
            said = f" ({self._remarks.texts[0]})" if self._remarks.texts else ""
            raise LsparchError(f"{self._name}: the cluster does not tell what it serves: {error}{said}") from error
        return found

    def _aggregated(self, answer: Mapping[str, Any]) -> Iterator[LiveKind]:
        for item in answer.get("items") or ():
            group = str((item.get("metadata") or {}).get("name", ""))
            for version in item.get("versions") or ():
                if version.get("freshness") == "Stale" and not version.get("resources"):
                    self.silent.append(Unread(group, version["version"], "its API server does not answer"))
                for row in version.get("resources") or ():
                    if "list" in row["verbs"]:
                        kind = str((row.get("responseKind") or {}).get("kind", ""))
                        yield LiveKind(group, kind, version["version"], row["resource"], row["scope"] == "Namespaced")

    def _one_by_one(self, path: str, answer: Mapping[str, Any]) -> Iterator[LiveKind]:
        """Iterate over the kinds of a server that does not list them all at once (before 1.27)."""
        group_versions = [(path, "", version) for version in answer.get("versions") or ()]
        for group in answer.get("groups") or ():
            group_versions += [(path, group["name"], one["version"]) for one in group["versions"]]
        for root, group, version in group_versions:
            try:
                rows = self._get("/".join(filter(None, (root, group, version)))).get("resources") or ()
            except _Refused as error:
                self.silent.append(Unread(group, version, str(error)))
                continue
            for row in rows:
                if "/" not in row["name"] and "list" in row["verbs"]:
                    yield LiveKind(group, row["kind"], version, row["name"], row["namespaced"])

    def schema(self, api_version: str) -> Mapping[str, Any]:
        """Return the OpenAPI 3 document of an API version; nothing if the cluster publishes none (before 1.24)."""
        root = "apis" if "/" in api_version else "api"
        try:
            document: Mapping[str, Any] = self._get(f"/openapi/v3/{root}/{api_version}")
        except _Refused:
            return {}
        return document

    def objects(self, kind: LiveKind, namespace: str = "") -> tuple[list[dict[str, Any]], Unread | None]:
        """Return the objects of a kind, or what kept them from being read."""
        try:
            pages = self._pages(kind.path(namespace), _JSON)
        except _Refused as error:
            return [], _unread(kind, namespace, error)
        items = [item for page in pages for item in page.get("items") or ()]
        return [{**item, "apiVersion": kind.api_version, "kind": kind.kind} for item in items], None

    def secrets(self, kind: LiveKind, namespace: str) -> tuple[list[dict[str, Any]], Unread | None]:
        """Return names and types of Secrets: as a table without metadata, whose annotations may hold values."""
        try:
            pages = self._pages(kind.path(namespace), _TABLE, includeObject="None")
        except _Refused as error:
            return [], _unread(kind, namespace, error)
        found = []
        for page in pages:
            if page.get("kind") != "Table":
                return [], Unread(kind.group, kind.kind, "the API server lists them with values only", (namespace,))
            columns = [str(column["name"]) for column in page.get("columnDefinitions") or ()]
            for row in page.get("rows") or ():
                cells = dict(zip(columns, row["cells"], strict=False))
                metadata = {"name": cells["Name"], "namespace": namespace}
                found.append({"apiVersion": "v1", "kind": "Secret", "metadata": metadata, "type": cells.get("Type")})
        return found, None

    def _pages(self, path: str, accept: str, **query: str) -> list[Any]:
        """Return all pages of a list; one without limit if the list changed too much meanwhile."""
        pages: list[Any] = []
        token = ""
        while True:
            following = {"continue": token} if token else {}
            try:
                page = self._get(path, accept, limit=_PAGE, **following, **query)
            except _Refused as error:
                if error.status != _GONE:
                    raise
                return [self._get(path, accept, **query)]
            pages.append(page)
            token = str((page.get("metadata") or {}).get("continue") or "")
            if not token:
                return pages


def _unread(kind: LiveKind, namespace: str, error: _Refused) -> Unread | None:
    if error.status in {_NOT_FOUND, _NOT_ALLOWED}:
        return None  # removed since discovery, or never a list
    return Unread(kind.group, kind.kind, str(error), (namespace,) if namespace else ())


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
