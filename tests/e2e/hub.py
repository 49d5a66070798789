"""A real JupyterHub with the generated configuration, that spawns on the control plane in the name of its account.

Other than in a deployment, users log in by nothing, routes go nowhere, and since no container runs, a thread of this
process answers in place of every Lab.
"""

import contextlib
import http.client
import json
import socket
import subprocess
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import yaml

from tests.e2e.control_plane import Answer, wait_until
from tests.e2e.deployment import Deployment
from tests.e2e.programs import program

__all__ = ["CONTAINER", "Hub"]

CONTAINER = "notebook"
"""Name that KubeSpawner gives to the container of a Lab."""

_SECONDS = 90.0
_TOKEN = "not-a-secret"
_FOR_TESTS = '''
from jupyterhub.proxy import Proxy

load_subconfig({config!r})


class NoProxy(Proxy):
    """Remembers routes."""

    should_start = False
    routes = {{}}

    async def add_route(self, routespec, target, data):
        self.routes[routespec] = {{"routespec": routespec, "target": target, "data": data}}

    async def delete_route(self, routespec):
        self.routes.pop(routespec, None)

    async def get_all_routes(self):
        return dict(self.routes)


lab_url = c.KubeSpawner.get_pod_url


def answering(spawner, pod):
    """Remember where the Lab would be, and say where something answers for it."""
    Path({urls!r}).joinpath(spawner.user.name).write_text(lab_url(spawner, pod))
    return "http://127.0.0.1:{labs}"


from pathlib import Path

c.KubeSpawner.get_pod_url = answering
c.JupyterHub.proxy_class = NoProxy
c.JupyterHub.authenticator_class = "dummy"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.cookie_secret_file = {cookies!r}
c.JupyterHub.services = [{{"name": "tests", "api_token": {token!r}}}]
scopes = ["admin:users", "admin:auth_state", "admin:servers", "admin:server_state"]
c.JupyterHub.load_roles = [{{"name": "tests", "services": ["tests"], "scopes": scopes}}]
'''


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
    return port


class _Lab(BaseHTTPRequestHandler):
    """Answers everything, as a Lab that runs."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of its base class
        """Write nothing."""


class Hub:
    """A running JupyterHub.

    Parameters
    ----------
    deployment
        An environment with a component `notebook/hub`.
    folder
        An empty folder.
    """

    def __init__(self, deployment: Deployment, folder: Path) -> None:
        self.plane = deployment.control_plane
        self._objects = {(item["kind"], item["metadata"]["name"]): item for item in deployment.objects()}
        self._folder = folder
        self._port = _free_port()
        self._labs = ThreadingHTTPServer(("127.0.0.1", 0), _Lab)
        self._process: subprocess.Popen[bytes] | None = None
        self.namespace: str = self.generated("ConfigMap", "hub-config")["metadata"]["namespace"]
        self.account = f"system:serviceaccount:{self.namespace}:hub"
        (folder / "urls").mkdir()
        self._configure()

    def generated(self, kind: str, name: str) -> dict[str, Any]:
        """Return a generated object; of those with the same name in several namespaces, any."""
        return self._objects[kind, name]

    def _configure(self) -> None:
        """Write the generated files where the overlay finds them, and a kubeconfig of the hub's account."""
        pod = self.generated("Deployment", "hub")["spec"]["template"]["spec"]
        main = next(one for one in pod["containers"] if one["name"] == "hub")
        mounted = {mount["name"]: mount["mountPath"] for mount in main["volumeMounts"]}
        files = {
            **self.generated("ConfigMap", "hub-config")["data"],
            **self.generated("ConfigMap", "lab-resources")["data"],
        }
        for name, text in files.items():
            here = text.replace(f"{mounted['lab-resources']}/", f"{self._folder}/")
            (self._folder / name).write_text(here)
        values = {
            "config": str(self._folder / "jupyterhub_config.py"),
            "urls": str(self._folder / "urls"),
            "labs": self._labs.server_address[1],
            "port": self._port,
            "cookies": str(self._folder / "cookies"),
            "token": _TOKEN,
        }
        (self._folder / "for_tests.py").write_text(_FOR_TESTS.format_map(values))
        self._environment = {
            one["name"]: one.get("value") or self._value(one["valueFrom"]) for one in main.get("env", ())
        }
        self._environment["SESSION_DB_URL"] = f"sqlite:///{self._folder}/sessions.sqlite"

    def _value(self, source: Mapping[str, Any]) -> str:
        """Return what Kubernetes tells the container: a fact of the pod, or a secret, of which any will do."""
        fact = source.get("fieldRef", {}).get("fieldPath")
        assert fact in {None, "metadata.namespace"}
        return self.namespace if fact else "00" * 32

    def _kubeconfig(self) -> Path:
        """Write down how the hub's account reaches the API server: by a token, as a pod has it."""
        path = f"/api/v1/namespaces/{self.namespace}/serviceaccounts/hub/token"
        request = {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {}}
        answer = self.plane.request("POST", path, request)
        assert answer.status == 201, answer.body
        config = yaml.safe_load(self.plane.kubeconfig.read_text())
        config["users"][0]["user"] = {"token": answer.body["status"]["token"]}
        found = self._folder / "kubeconfig"
        found.write_text(yaml.safe_dump(config))
        return found

    def start(self) -> None:
        """Start it, and wait until it answers.

        Raises
        ------
        AssertionError
            If it ends, or does not answer in time.
        """
        threading.Thread(target=self._labs.serve_forever, daemon=True).start()
        self.again()

    def again(self) -> None:
        """Start it, after it was stopped if it ran, with what it remembers."""
        self._end()
        settings = {"KUBECONFIG": str(self._kubeconfig()), "HOME": str(self._folder), "TMPDIR": str(self._folder)}
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [program("jupyterhub"), "--config", str(self._folder / "for_tests.py")],
                cwd=self._folder,
                env={**self._environment, **settings, "PATH": "/usr/bin:/bin"},
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
            )
        wait_until(self._answers, _SECONDS, self.log)

    def close(self) -> None:
        """Stop it; what it made is left."""
        self._end()
        self._labs.shutdown()
        self._labs.server_close()

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def log(self) -> str:
        """Return the end of what it wrote."""
        return "\n".join((self._folder / "log").read_text(errors="replace").splitlines()[-40:])

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, self.log()
        with contextlib.suppress(OSError, http.client.HTTPException):
            return self.ask("GET", "").status == 200
        return False

    def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Answer:
        """Ask its API."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=_SECONDS)
        with contextlib.closing(connection):
            text = None if body is None else json.dumps(body)
            headers = {"Authorization": f"token {_TOKEN}", "Content-Type": "application/json"}
            connection.request(method, f"/nb/hub/api{path}", text, headers)
            response = connection.getresponse()
            found = response.read()
        return Answer(response.status, json.loads(found) if found else {}, ())

    def add_user(self, name: str, groups: tuple[str, ...] = ()) -> None:
        """Make a user, who has logged in with some groups."""
        assert self.ask("POST", f"/users/{name}").status == 201
        state = self.ask("PATCH", f"/users/{name}", {"auth_state": {"groups": list(groups)}})
        assert state.status == 200, state.body

    def home(self, name: str) -> str:
        """Return the namespace of a user."""
        return f"{self.namespace}-{name}"

    def spawn(self, name: str, **options: str) -> dict[str, Any]:
        """Start the Lab of a user, and return its pod.

        Raises
        ------
        AssertionError
            If the hub says that it failed, or nothing in time.
        """
        answer = self.ask("POST", f"/users/{name}/server", options)
        assert answer.status in {201, 202}, f"{answer.body}\n{self.log()}"
        server = wait_until(lambda: self._ready(name), _SECONDS, self.log) or {}
        path = f"/api/v1/namespaces/{self.home(name)}/pods/{server['state']['pod_name']}"
        return self.plane.request("GET", path).body

    def _ready(self, name: str) -> dict[str, Any] | None:
        servers: dict[str, Any] = self.ask("GET", f"/users/{name}").body["servers"]
        assert "" in servers, f"the Lab of {name} did not start\n{self.log()}"
        return servers[""] if servers[""]["ready"] else None

    def url(self, name: str) -> str:
        """Return where the hub found a user's Lab."""
        return (self._folder / "urls" / name).read_text()

    def stop(self, name: str) -> None:
        """Stop the Lab of a user, and wait until the hub says that it is gone."""
        answer = self.ask("DELETE", f"/users/{name}/server")
        assert answer.status in {202, 204}, answer.body
        wait_until(lambda: not self.ask("GET", f"/users/{name}").body["servers"], _SECONDS, self.log)
