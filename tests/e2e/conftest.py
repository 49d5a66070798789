"""Fixtures of end-to-end tests.

`control_plane`, a `ControlPlane`, runs for the whole session. `testbed`, a `Testbed`, puts clusters and environments on
it; what a test finds there is gone when the next asks for another. `deployment`, a `Deployment`, is for tests that only
look: each environment of the shipped platform in turn, deployed, with all pods ready, shared by all tests that take it.
"""

import signal
from collections.abc import Generator, Iterator

import pytest

from lsparch.api.platform import open_platform
from tests.e2e.control_plane import ControlPlane
from tests.e2e.deployment import SHIPPED, Deployment
from tests.e2e.testbed import Testbed

_RUNNING = pytest.StashKey[ControlPlane]()


def pytest_configure() -> None:
    """Take a request to end like Ctrl-C, so that the control plane is stopped before."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show the ends of the logs of the control plane beside a failed test."""
    report = yield
    if report.failed and (plane := item.config.stash.get(_RUNNING, None)) is not None:
        report.sections.append(("logs of the control plane", plane.logs()))
    return report


@pytest.fixture(scope="session")
def control_plane(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[ControlPlane]:
    """Start a control plane, and stop it; tests are skipped where its programs are not installed."""
    plane = ControlPlane(tmp_path_factory.mktemp("control-plane"))
    request.config.stash[_RUNNING] = plane
    try:
        plane.start()
        yield plane
    finally:
        plane.stop()


@pytest.fixture(scope="session")
def testbed(control_plane: ControlPlane, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Testbed]:
    """Put clusters and environments on the control plane."""
    bed = Testbed(control_plane, tmp_path_factory.mktemp("generated"))
    try:
        yield bed
    finally:
        bed.close()


@pytest.fixture(scope="session", params=open_platform(SHIPPED).environments)
def environment(request: pytest.FixtureRequest) -> str:
    """Go through the environments of the shipped platform; all tests of one run before those of the next."""
    found: str = request.param
    return found


@pytest.fixture
def deployment(environment: str, testbed: Testbed) -> Deployment:
    """Deploy each environment of the shipped platform, with all pods ready, for tests that change nothing."""
    return testbed.shared(environment)
