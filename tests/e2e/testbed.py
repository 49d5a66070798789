"""The control plane of a session, and what is on it now."""

import contextlib
import shutil
from functools import cache
from pathlib import Path

from lsparch.api.platform import Platform, open_platform
from tests.e2e.cluster import SimulatedCluster
from tests.e2e.control_plane import ControlPlane, NotReadyError
from tests.e2e.deployment import SHIPPED, Deployment, generate

__all__ = ["Testbed"]


@cache
def _platform(root: Path) -> Platform:
    return open_platform(root)


class Testbed:
    """Puts clusters and environments on a control plane, one after the other.

    Parameters
    ----------
    control_plane
        A running control plane with nothing in it.
    folder
        An empty folder, for generated files.
    """

    __test__ = False  # not a class of tests

    def __init__(self, control_plane: ControlPlane, folder: Path) -> None:
        self.control_plane = control_plane
        self._folder = folder
        self._cluster: SimulatedCluster | None = None
        self._shared: Deployment | None = None
        self._refused: dict[str, str] = {}
        self._clean = True

    def cluster(self, environment: str, platform: Path = SHIPPED) -> SimulatedCluster:
        """Return the cluster of an environment, with nothing deployed; what was there before is gone."""
        self.close()
        if not self._clean:
            self.control_plane.restart()
        self._clean = False
        self._cluster = SimulatedCluster(self.control_plane, _platform(platform).environment(environment).cluster)
        self._cluster.open()
        return self._cluster

    def deploy(self, environment: str, platform: Path = SHIPPED) -> Deployment:
        """Apply an environment to its cluster, with nothing else there than its host's Services; nothing is awaited."""
        cluster = self.cluster(environment, platform)
        shared = self._host(environment, platform)
        host = None if shared == environment else self.add(shared, cluster, platform)
        return self.add(environment, cluster, platform, host)

    def _host(self, environment: str, platform: Path) -> str:
        """Return the environment that deploys the Services of which an environment's cluster has one."""
        found = _platform(platform).environment(environment).cluster.shared_services or environment
        return found.removeprefix("environment/")

    def add(
        self, environment: str, cluster: SimulatedCluster, platform: Path = SHIPPED, host: Deployment | None = None
    ) -> Deployment:
        """Apply an environment to a cluster, beside what is there."""
        out = self._folder / environment
        shutil.rmtree(out, ignore_errors=True)
        deployment = Deployment(environment, generate(environment, out, platform), cluster, host)
        deployment.apply()
        return deployment

    def shared(self, environment: str) -> Deployment:
        """Return an environment of the shipped platform, after it had time to settle; it is made if another is there.

        Raises
        ------
        AssertionError
            If it was not accepted; then it is not tried again.
        """
        if environment in self._refused:
            raise AssertionError(self._refused[environment])
        there = self._shared
        if there is None or there.environment != environment:
            try:
                if there is not None and there.environment == self._host(environment, SHIPPED):
                    deployment = self.add(environment, there.cluster, host=there)
                else:
                    deployment = self.deploy(environment)
            except AssertionError as error:
                self._refused[environment] = str(error)
                raise
            with contextlib.suppress(NotReadyError):  # a test says so
                deployment.settle()
            self._shared = there = deployment
        return there

    def close(self) -> None:
        """Leave the cluster that is there."""
        cluster, self._cluster, self._shared = self._cluster, None, None
        if cluster is not None:
            cluster.close()
