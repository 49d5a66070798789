"""Recall and false alarms of drift: every value of every environment and of every generated object, mutated.

Run ``python -m tests.bench.bench_drift_recall [STEP]``; with a step, only each STEP-th value is mutated.
"""

import sys
import time
from collections.abc import Iterable
from pathlib import Path

from lsparch.api.drift import drift_policy
from lsparch.api.platform import Platform
from lsparch.drift import EnvironmentSide, ObjectSide, compare_environments, read_objects
from lsparch.emit.targets import plain_files
from tests.unit.drift.mutations import AS_OF, Outcome, mutated_graphs, mutated_objects, mutated_relations

SHOWN = 20


def measure(title: str, outcomes: Iterable[Outcome]) -> bool:
    start = time.perf_counter()
    seen = list(outcomes)
    wanted = sum(outcome.wanted for outcome in seen)
    missed = sum(outcome.missed for outcome in seen)
    alarms = sum(outcome.false_alarms for outcome in seen)
    misplaced = sum(outcome.misplaced for outcome in seen)
    took = time.perf_counter() - start
    recall = 1 - missed / wanted if wanted else 1.0
    sys.stdout.write(
        f"{title:40} {len(seen):6} mutations, recall {recall:.4f}, false alarms {alarms}, "
        f"misplaced {misplaced}, {took:.1f} s\n"
    )
    for outcome in [o for o in seen if not o.right][:SHOWN]:
        found = "; ".join(f"{f.place} {f.code} {f.message}" for f in outcome.found)
        sys.stdout.write(
            f"    {outcome.what}: wanted {outcome.wanted} at {outcome.place}, found {found or 'nothing'}\n"
        )
    return all(outcome.right for outcome in seen)


def main(step: int) -> int:
    platform = Platform(Path(__file__).parents[2])
    policy = drift_policy(platform)
    domain = platform.model.platform.pods.label_domain
    right = True
    for name in platform.environments:
        side = EnvironmentSide(name, platform.environment(name), platform.graph(name))
        right &= measure(f"{name}: values", mutated_graphs(side, policy, step))
        right &= measure(f"{name}: relations", mutated_relations(side, policy, step))
        made = platform.manifests(name)
        written = read_objects({n: t for n, t in plain_files(made).items() if n.endswith(".yaml")})
        generated = ObjectSide(name, tuple(made.objects), name)
        right &= measure(f"{name}: objects", mutated_objects(generated, written, domain, step))
    names = platform.environments
    sides = [EnvironmentSide(name, platform.environment(name), platform.graph(name)) for name in names]
    start = time.perf_counter()
    pairs = [compare_environments(one, other, policy, AS_OF) for one in sides for other in sides]
    each = (time.perf_counter() - start) / len(pairs)
    findings = sum(len(pair.findings) for pair in pairs)
    sys.stdout.write(f"{len(pairs)} pairs of environments: {findings} findings, {each * 1000:.1f} ms each\n")
    return int(not right)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1))
