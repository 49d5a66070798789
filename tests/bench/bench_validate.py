"""Deployments per second: compiled schemas against jsonschema, in one process.

Run it by hand::

    python tests/bench/bench_validate.py
"""

import copy
import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import jsonschema

from lsparch.k8s.canonical import canonical, leaves
from lsparch.k8s.schemas import load_schema
from lsparch.k8s.validate import is_valid
from lsparch.k8s.version import KubernetesVersion
from tests.unit.k8s.objects import deployment

VERSION = KubernetesVersion(1, 37)


def workload() -> dict[str, Any]:
    """Return a Deployment of about 2.5 kB of JSON, as real ones are."""
    obj = deployment()
    spec = obj["spec"]["template"]["spec"]
    while len(json.dumps(obj, separators=(",", ":"))) < 2500:
        spec["containers"].append({**copy.deepcopy(spec["containers"][1]), "name": f"c{len(spec['containers'])}"})
    return obj


def rate(action: Callable[[dict[str, Any]], object], count: int) -> float:
    """Objects per second: median of five runs, by processor time."""
    objects = [workload() for _ in range(count)]
    action(objects[0])
    times = []
    for _ in range(5):
        start = time.process_time()
        for obj in objects:
            action(obj)
        times.append(time.process_time() - start)
    return count / statistics.median(times)


def main() -> None:
    """Measure and print."""
    start = time.process_time()
    assert is_valid(workload(), VERSION)
    first = time.process_time() - start
    reference = jsonschema.Draft202012Validator(load_schema(VERSION.line).document("apps/v1", "Deployment"))
    assert reference.is_valid(workload())
    ours = rate(lambda obj: is_valid(obj, VERSION), 500)
    theirs = rate(reference.is_valid, 50)
    lines = [
        f"first object (reading and compiling the schema): {first * 1000:.0f} ms",
        f"compiled:   {ours:9.0f} Deployments/s",
        f"jsonschema: {theirs:9.0f} Deployments/s",
        f"ratio:      {ours / theirs:9.0f}",
        f"canonical:  {rate(canonical, 100):9.0f} Deployments/s",
        f"leaves:     {rate(leaves, 100):9.0f} Deployments/s",
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
