"""Speed of the YAML reader and emitter beside other libraries, in one run.

Run ``python tests/bench/bench_yaml.py``. Figures are CPU seconds (``time.process_time``), best of several runs, and
the megabytes are those of the one input that all of them read or write.
"""

import io
import json
import sys
import time
from collections.abc import Callable
from typing import Any

import ruamel.yaml
import yaml

from lsparch.yaml import Dialect, emit_all, read, reader_backend

DOCUMENTS = 400
READER_TARGET = 5.0
EMITTER_TARGET = 10.0


def deployment(number: int) -> dict[str, Any]:
    """Return one object of the kind that a platform consists of."""
    name = f"component-{number}"
    labels = {"app.kubernetes.io/name": name, "app.kubernetes.io/part-of": "science-platform"}
    container = {
        "name": "main",
        "image": f"registry.example.org/science/{name}:1.{number % 17}.0",
        "args": ["--listen", "0.0.0.0:8080", "--log-level=info", "--workers", str(number % 9)],
        "env": [
            {"name": "DATABASE_HOST", "value": "database.data.svc.cluster.local"},
            {
                "name": "DATABASE_PASSWORD",
                "valueFrom": {"secretKeyRef": {"name": f"{name}-db", "key": "password"}},
            },
        ],
        "ports": [{"name": "http", "containerPort": 8080, "protocol": "TCP"}],
        "readinessProbe": {"httpGet": {"path": "/health", "port": "http"}, "periodSeconds": 10},
        "resources": {
            "requests": {"cpu": "100m", "memory": "256Mi"},
            "limits": {"cpu": "2", "memory": "1Gi"},
        },
        "securityContext": {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True},
        "volumeMounts": [{"name": "config", "mountPath": "/etc/component", "readOnly": True}],
    }
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name, "namespace": f"team-{number % 7}", "labels": labels},
        "spec": {
            "replicas": number % 5 + 1,
            "selector": {"matchLabels": labels},
            "template": {
                "metadata": {"labels": labels},
                "spec": {
                    "containers": [container],
                    "volumes": [{"name": "config", "configMap": {"name": name}}],
                },
            },
        },
    }


def best(action: Callable[[], object], runs: int) -> float:
    """Return the least CPU seconds that an action took."""
    seconds = []
    for _ in range(runs):
        start = time.process_time()
        action()
        seconds.append(time.process_time() - start)
    return min(seconds)


def loaders(text: str) -> dict[str, tuple[Callable[[], object], int]]:
    """Return what reads the text, and how often it is run."""
    return {
        "lsparch": (lambda: read(text, "bench.yaml", Dialect.KUBECTL), 7),
        "PyYAML C safe": (lambda: list(yaml.load_all(text, Loader=yaml.CSafeLoader)), 5),
        "ruamel C safe": (lambda: list(ruamel.yaml.YAML(typ="safe").load_all(text)), 3),
        "ruamel round trip": (lambda: list(ruamel.yaml.YAML().load_all(text)), 1),
    }


def dumpers(objects: list[Any]) -> dict[str, tuple[Callable[[], object], int]]:
    """Return what writes the objects, and how often it is run."""
    return {
        "lsparch": (lambda: emit_all(objects), 9),
        "PyYAML C safe": (
            lambda: yaml.dump_all(objects, Dumper=yaml.CSafeDumper, sort_keys=False),
            5,
        ),
        "ruamel C safe": (lambda: ruamel.yaml.YAML(typ="safe").dump_all(objects, io.StringIO()), 3),
        "ruamel round trip": (lambda: ruamel.yaml.YAML().dump_all(objects, io.StringIO()), 1),
    }


def measure(title: str, contenders: dict[str, tuple[Callable[[], object], int]], size: float) -> dict[str, float]:
    """Print the speed of each contender and how often lsparch is faster; return these ratios."""
    seconds = {name: best(action, runs) for name, (action, runs) in contenders.items()}
    ours = seconds["lsparch"]
    print(title)  # noqa: T201
    for name, value in seconds.items():
        speeds = f"{value:8.3f} s {size / value:8.2f} MB/s   lsparch is {value / ours:6.1f} times as fast"
        print(f"  {name:<18}{speeds}")  # noqa: T201
    return {name: value / ours for name, value in seconds.items()}


def main() -> int:
    """Measure, print, and return 1 when a target is missed."""
    shared = [deployment(number) for number in range(DOCUMENTS)]
    objects = json.loads(json.dumps(shared))  # no object twice, or the others would write aliases
    text = yaml.dump_all(objects, Dumper=yaml.CSafeDumper, sort_keys=False)
    size = len(text) / 1e6
    print(f"{DOCUMENTS} documents, {size * 1000:.0f} kB; {reader_backend()}")  # noqa: T201
    reading = measure("read", loaders(text), size)["ruamel C safe"]
    writing = measure("write", dumpers(objects), size)["PyYAML C safe"]
    return int(reading < READER_TARGET or writing < EMITTER_TARGET)


if __name__ == "__main__":
    sys.exit(main())
