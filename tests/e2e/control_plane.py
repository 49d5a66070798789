"""A Kubernetes control plane on this machine: etcd, API server, controllers, scheduler, and kwok in place of kubelets.

Everything listens on the loopback address, on ports that were free, and is stopped by process id. Nodes and pods are
simulated: no image is pulled and no container runs. There is no CNI either, so network policies are stored and not
enforced.
"""

import base64
import http.client
import json
import os
import secrets
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest
import yaml

from tests.e2e.programs import assets, program

__all__ = ["AUDITED", "CONTEXT", "Answer", "ControlPlane", "NotReadyError", "wait_until"]

CONTEXT = "e2e"
"""Name of the context in the kubeconfig."""

AUDITED = "watched"
"""Name of a service account, in the namespace `default`, whose requests are noted; a test makes it."""

_AUDIT = f"""\
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- {{level: Metadata, users: ["system:serviceaccount:default:{AUDITED}"]}}
- {{level: None}}
"""

_READY_SECONDS = 90.0
_ADDRESS = "127.0.0.1"
_DEFINITIONS = (
    "gateway-api-crds/*.yaml",
    "envoy-gateway-crds/*.yaml",
    "external-secrets-crds/external-secrets.io_*stores.yaml",
    "external-secrets-crds/external-secrets.io_*externalsecrets.yaml",
    "cilium-crds/cilium*networkpolicies.yaml",
)
_STAGES = ("node/fast", "node/heartbeat-with-lease", "pod/fast")
_SEC1 = (bytes.fromhex("30310201010420"), bytes.fromhex("a00a06082a8648ce3d030107"))
"""What stands before and behind the 32 bytes of a private key of the curve P-256 in DER (RFC 5915)."""

_T = TypeVar("_T")


class NotReadyError(AssertionError):
    """Something did not come true within its time."""


def wait_until(question: Callable[[], _T], seconds: float, what: Callable[[], str] | str, pause: float = 0.1) -> _T:
    """Ask until the answer is true, and return it.

    Raises
    ------
    NotReadyError
        If it is not within the time; `what` tells what was awaited, or the state.
    """
    end = time.monotonic() + seconds
    while not (answer := question()):
        if time.monotonic() > end:
            raise NotReadyError(f"not within {seconds:.0f} s: {what if isinstance(what, str) else what()}")
        time.sleep(pause)
    return answer


@dataclass(frozen=True, slots=True)
class Answer:
    """What the API server answered."""

    status: int
    body: dict[str, Any]
    warnings: tuple[str, ...]
    """Texts of all `Warning:` headers."""


def _signing_key() -> str:
    """Make a private key for service account tokens: ECDSA P-256, without the public part, which is optional."""
    text = base64.encodebytes(secrets.token_bytes(32).join(_SEC1)).decode()
    return f"-----BEGIN EC PRIVATE KEY-----\n{text}-----END EC PRIVATE KEY-----\n"


def _free_ports(number: int) -> list[int]:
    sockets = [socket.socket() for _ in range(number)]
    try:
        for one in sockets:
            one.bind((_ADDRESS, 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


class ControlPlane:
    """A running control plane.

    Parameters
    ----------
    folder
        An empty folder, for certificates, data and logs.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.kubeconfig = folder / "kubeconfig"
        self.audit = folder / "logs" / "audit.jsonl"
        """Every request of the service account `AUDITED` in the namespace `default`, a line each."""
        (folder / "audit.yaml").write_text(_AUDIT)
        self.generation = 0
        """How often it was started with nothing in it."""
        self._token = secrets.token_hex(16)
        self._etcd, self._peer, self._port = _free_ports(3)
        self.server = f"https://{_ADDRESS}:{self._port}"
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._local = threading.local()
        self._connections: list[http.client.HTTPSConnection] = []
        for name in ("logs", "tls"):
            (folder / name).mkdir()
        (folder / "tokens.csv").write_text(f'{self._token},admin,admin,"system:masters"\n')
        (folder / "service-accounts.pem").write_text(_signing_key())
        certificate = folder / "tls" / "apiserver.crt"  # the API server signs it itself
        self.kubeconfig.write_text(
            yaml.safe_dump(
                {
                    "apiVersion": "v1",
                    "kind": "Config",
                    "clusters": [
                        {"name": CONTEXT, "cluster": {"server": self.server, "certificate-authority": str(certificate)}}
                    ],
                    "users": [{"name": CONTEXT, "user": {"token": self._token}}],
                    "contexts": [{"name": CONTEXT, "context": {"cluster": CONTEXT, "user": CONTEXT}}],
                    "current-context": CONTEXT,
                }
            )
        )

    def start(self) -> None:
        """Start it, with custom resource definitions and nothing else in it.

        Raises
        ------
        NotReadyError
            If a program ends, or does not answer in time.
        """
        empty, data = self.folder / "empty", self.folder / "etcd"
        self.generation += 1
        if not empty.exists():
            self._run_all()
            self._define()
            self.stop()
            data.rename(empty)
        shutil.copytree(empty, data)
        self._run_all()

    def stop(self) -> None:
        """Stop every program that was started; nobody wants the data, so none is asked politely."""
        for connection in self._connections:
            connection.close()
        self._connections.clear()
        self._local = threading.local()  # a closed connection would open itself again, unnoticed
        for process in self._processes.values():
            process.kill()
        for process in self._processes.values():
            process.wait()
        self._processes.clear()

    def restart(self) -> None:
        """Start again, as `start` does; address, certificates and kubeconfig stay."""
        self.stop()
        shutil.rmtree(self.folder / "etcd")
        self.start()

    def logs(self, lines: int = 15) -> str:
        """Return the ends of all logs, and which program has ended."""
        parts = []
        for name, process in self._processes.items():
            state = "runs" if process.poll() is None else f"ended with {process.returncode}"
            text = (self.folder / "logs" / f"{name}.log").read_text(errors="replace").splitlines()[-lines:]
            parts.append("\n".join([f"--- {name} {state}", *text]))
        return "\n".join(parts)

    def environment(self) -> dict[str, str]:
        """Return the process environment in which kubectl, helm and `kube:` sources reach it."""
        return {**os.environ, "KUBECONFIG": str(self.kubeconfig), "HOME": str(self.folder)}

    def kubectl(
        self, *arguments: str | Path, stdin: str | None = None, check: bool = True, **settings: str
    ) -> subprocess.CompletedProcess[str]:
        """Run kubectl, with settings in its environment; warnings of the API server stand in `stderr`.

        Raises
        ------
        AssertionError
            If it fails and `check` is set.
        """
        done = subprocess.run(
            [program("kubectl"), f"--cache-dir={self.folder}/kubectl", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            text=True,
            env={**self.environment(), **settings},
            check=False,
        )
        assert not check or done.returncode == 0, f"kubectl {' '.join(map(str, arguments))}:\n{done.stderr}"
        return done

    def request(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        content: str = "application/json",
        user: str = "",
    ) -> Answer:
        """Ask the API server, as an administrator or in place of a user.

        Raises
        ------
        OSError, http.client.HTTPException
            If it does not answer.
        """
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": content, "Accept": "application/json"}
        if user:
            headers["Impersonate-User"] = user
        connection = self._connection()
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            try:
                response = connection.getresponse()
            except http.client.RemoteDisconnected:  # the API server closes connections that nobody used for long
                connection.close()
                connection.request(method, path, None if body is None else json.dumps(body), headers)
                response = connection.getresponse()
            text = response.read()
        except (OSError, http.client.HTTPException):
            connection.close()
            raise
        warnings = tuple(response.headers.get_all("Warning") or ())
        try:
            return Answer(response.status, json.loads(text), warnings)
        except ValueError:
            return Answer(response.status, {"message": text.decode(errors="replace")}, warnings)

    def _connection(self) -> http.client.HTTPSConnection:
        """Return the connection of this thread; it is kept open until the API server stops."""
        if getattr(self._local, "generation", None) != self.generation:
            context = ssl.create_default_context(cafile=self.folder / "tls" / "apiserver.crt")
            self._local.connection = http.client.HTTPSConnection(_ADDRESS, self._port, timeout=30, context=context)
            self._local.generation = self.generation
            self._connections.append(self._local.connection)
        found: http.client.HTTPSConnection = self._local.connection
        return found

    def create(self, path: str, objects: Iterable[Mapping[str, Any]], user: str = "") -> None:
        """Create objects in a collection, as an administrator or in place of a user.

        Raises
        ------
        AssertionError
            If the API server refuses one, or warns.
        """
        for item in objects:
            answer = self.request("POST", path, item, user=user)
            assert answer.status == 201, f"{item['kind']} {item['metadata']['name']}: {answer.body.get('message')}"
            assert answer.warnings == (), f"{item['kind']} {item['metadata']['name']}: {answer.warnings}"

    def items(self, path: str) -> list[dict[str, Any]]:
        """Return the objects of a collection, over all namespaces when the path names none.

        Raises
        ------
        AssertionError
            If there is no such collection.
        """
        answer = self.request("GET", path)
        assert answer.status == 200, f"{path}: {answer.body}"
        found: list[dict[str, Any]] = answer.body["items"]
        return found

    def _run_all(self) -> None:
        self._run("etcd", self._etcd_options())
        self._run("kube-apiserver", self._apiserver_options())
        wait_until(self._answers, _READY_SECONDS, self.logs)
        for name in ("kube-controller-manager", "kube-scheduler", "kwok"):
            self._run(name, self._client_options(name))
        accounts = "/api/v1/namespaces/default/serviceaccounts/default"  # made by a controller, wanted by every pod
        wait_until(lambda: self._answers(accounts), _READY_SECONDS, self.logs)

    def _define(self) -> None:
        found = [path for pattern in _DEFINITIONS for path in sorted(assets().glob(pattern))]
        if not found:
            pytest.skip("custom resource definitions are not installed; `make control-plane` installs them")
        options = [part for path in found for part in ("-f", str(path))]
        self.kubectl("apply", "--server-side", *options)
        self.kubectl("wait", "--for=condition=Established", "--timeout=60s", "crd", "--all")

    def _answers(self, path: str = "/readyz") -> bool:
        if any(process.poll() is not None for process in self._processes.values()):
            raise NotReadyError(self.logs())
        try:
            return self.request("GET", path).status == 200
        except (OSError, http.client.HTTPException):
            return False

    def _run(self, name: str, options: Sequence[str]) -> None:
        with (self.folder / "logs" / f"{name}.log").open("wb") as log:
            self._processes[name] = subprocess.Popen(
                [program(name), *options],
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                cwd=self.folder,
                env={**os.environ, "GOGC": "300"},  # memory for time: they live for minutes
            )

    def _etcd_options(self) -> list[str]:
        client, peer = f"http://{_ADDRESS}:{self._etcd}", f"http://{_ADDRESS}:{self._peer}"
        return [
            "--name=e2e",
            f"--data-dir={self.folder}/etcd",
            f"--listen-client-urls={client}",
            f"--advertise-client-urls={client}",
            f"--listen-peer-urls={peer}",
            f"--initial-advertise-peer-urls={peer}",
            f"--initial-cluster=e2e={peer}",
            "--unsafe-no-fsync",
            "--log-level=warn",
        ]

    def _apiserver_options(self) -> list[str]:
        key = f"{self.folder}/service-accounts.pem"
        return [
            f"--etcd-servers=http://{_ADDRESS}:{self._etcd}",
            f"--bind-address={_ADDRESS}",
            f"--secure-port={self._port}",
            f"--cert-dir={self.folder}/tls",
            f"--token-auth-file={self.folder}/tokens.csv",
            "--authorization-mode=RBAC,Node",
            "--allow-privileged=true",
            f"--service-account-issuer={self.server}",
            f"--service-account-key-file={key}",
            f"--service-account-signing-key-file={key}",
            "--service-cluster-ip-range=10.96.0.0/16",
            "--profiling=false",
            f"--audit-policy-file={self.folder}/audit.yaml",
            f"--audit-log-path={self.audit}",
        ]

    def _client_options(self, name: str) -> list[str]:
        kubeconfig = f"--kubeconfig={self.kubeconfig}"
        match name:
            case "kube-controller-manager":
                return [
                    kubeconfig,
                    "--controllers=*,-nodeipam,-cloud-node-lifecycle,-service,-route",
                    "--leader-elect=false",
                    "--secure-port=0",
                    "--kube-api-qps=500",
                    "--kube-api-burst=1000",
                    "--concurrent-statefulset-syncs=20",
                    f"--root-ca-file={self.folder}/tls/apiserver.crt",
                    f"--service-account-private-key-file={self.folder}/service-accounts.pem",
                ]
            case "kube-scheduler":
                return [
                    kubeconfig,
                    "--leader-elect=false",
                    "--secure-port=0",
                    "--kube-api-qps=500",
                    "--kube-api-burst=1000",
                ]
            case _:
                stages = assets() / "kwok-stages"
                files = [f"--config={path}" for name in _STAGES for path in sorted((stages / name).glob("*.yaml"))]
                return [kubeconfig, "--manage-all-nodes=true", "--node-lease-duration-seconds=40", "--v=WARN", *files]
