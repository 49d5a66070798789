"""Live clusters, read only: every request is a GET, and the values of Secrets are never asked for."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

from lsparch.diagnostics import LsparchError
from lsparch.k8s.live import LiveKind, LiveRead, Unread, kinds_to_read
from lsparch.outside.kube_connection import CONNECTIONS, Connection, KubeContext, RefusedError

__all__ = ["read_cluster", "read_schemas"]

_PAGE = 500
"""Objects to a request."""

_DISCOVERY = (
    "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
    "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json"
)
_TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io"
_JSON = "application/json"

_NOT_FOUND, _NOT_ALLOWED, _GONE = 404, 405, 410


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
    with closing(_Reader(context)) as reader:
        return _read(reader, context, namespaces, kinds_to_read(reader.served(), versions, cluster=cluster))


def _read(reader: "_Reader", context: KubeContext, namespaces: Sequence[str], kinds: Sequence[LiveKind]) -> LiveRead:
    places = [(kind, "") for kind in kinds if not kind.namespaced or not namespaces]
    places += [(kind, name) for kind in kinds if kind.namespaced for name in namespaces]
    secrets = [place for place in places if _is_secret(place[0])]
    with ThreadPoolExecutor(CONNECTIONS) as pool:
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
    if not api_versions:
        return {}
    with closing(_Reader(context)) as reader:
        found = {name: reader.schema(name) for name in api_versions}
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
    """Reads one cluster."""

    def __init__(self, context: KubeContext) -> None:
        self._connection = Connection(context)
        self._name = self._connection.name
        self._get = self._connection.get
        self.close = self._connection.close
        self.silent: list[Unread] = []

    def version(self) -> str:
        """Return the version of the API server; empty if it does not tell."""
        try:
            return str(self._get("/version").get("gitVersion", ""))
        except RefusedError:
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
        except RefusedError as error:
            remark = self._connection.remark
            raise LsparchError(f"{self._name}: the cluster does not tell what it serves: {error}{remark}") from error
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
            except RefusedError as error:
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
        except RefusedError:
            return {}
        return document

    def objects(self, kind: LiveKind, namespace: str = "") -> tuple[list[dict[str, Any]], Unread | None]:
        """Return the objects of a kind, or what kept them from being read."""
        try:
            pages = self._pages(kind.path(namespace), _JSON)
        except RefusedError as error:
            return [], _unread(kind, namespace, error)
        items = [item for page in pages for item in page.get("items") or ()]
        return [{**item, "apiVersion": kind.api_version, "kind": kind.kind} for item in items], None

    def secrets(self, kind: LiveKind, namespace: str) -> tuple[list[dict[str, Any]], Unread | None]:
        """Return names and types of Secrets: as a table without metadata, whose annotations may hold values."""
        try:
            pages = self._pages(kind.path(namespace), _TABLE, includeObject="None")
        except RefusedError as error:
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
            except RefusedError as error:
                if error.status != _GONE:
                    raise
                return [self._get(path, accept, **query)]
            pages.append(page)
            token = str((page.get("metadata") or {}).get("continue") or "")
            if not token:
                return pages


def _unread(kind: LiveKind, namespace: str, error: RefusedError) -> Unread | None:
    if error.status in {_NOT_FOUND, _NOT_ALLOWED}:
        return None  # removed since discovery, or never a list
    return Unread(kind.group, kind.kind, str(error), (namespace,) if namespace else ())
