"""Where pods go: filters, preferences and order."""

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from lsparch.analysis.placement import NodeShape, PodShape, Requests, Toleration, accepts, place

NODE = NodeShape("general", 2, Requests(4000, 8 << 30, 100 << 30))
WEB = PodShape("web/site", "web/site", Requests(1000, 1 << 30))


def test_pods_go_to_the_node_with_most_left() -> None:
    outcome = place([(WEB, 2), (replace(WEB, name="web/other"), 2)], [NODE])
    assert outcome.placed == {"web/site": {"general": 2}, "web/other": {"general": 2}}
    assert outcome.pending == {}
    assert outcome.used["general"] == WEB.requests.times(4)


def test_what_no_node_has_left_is_pending() -> None:
    assert place([(WEB, 9)], [NODE]).pending == {"web/site": 1}


def test_memory_and_disk_count_as_cores_do() -> None:
    big = replace(WEB, requests=Requests(1, 8 << 30))
    bigger = replace(WEB, requests=Requests(1, 1, 101 << 30))
    assert place([(big, 3)], [NODE]).pending == {"web/site": 1}
    assert not accepts(NODE, bigger)


def test_a_node_takes_no_more_pods_than_a_kubelet() -> None:
    tiny = replace(WEB, requests=Requests(1, 1))
    assert place([(tiny, 221)], [NODE]).pending == {"web/site": 1}


def test_labels_choose_the_node_and_any_of_several_terms_will_do() -> None:
    fast = replace(NODE, pool="fast", labels={"disk": "ssd"})
    picky = replace(WEB, terms=({"disk": ("ssd", "nvme")},))
    assert place([(picky, 1)], [NODE, fast]).placed == {"web/site": {"fast": 1}}
    either = replace(WEB, terms=({"disk": ("nvme",)}, {"disk": ("ssd",)}))
    assert accepts(fast, either)
    assert not accepts(NODE, either)


def test_a_taint_keeps_off_what_does_not_tolerate_it() -> None:
    tainted = replace(NODE, taints=(("dedicated", "qserv", "NoSchedule"),))
    assert not accepts(tainted, WEB)
    for toleration in (
        Toleration("dedicated", "qserv", "NoSchedule"),
        Toleration("dedicated", None, ""),
        Toleration(),
        Toleration("", None, "NoSchedule"),
    ):
        assert accepts(tainted, replace(WEB, tolerations=(toleration,)))
    for toleration in (
        Toleration("dedicated", "other"),
        Toleration("owner"),
        Toleration("dedicated", None, "NoExecute"),
    ):
        assert not accepts(tainted, replace(WEB, tolerations=(toleration,)))


def test_a_preference_keeps_nothing_off() -> None:
    assert accepts(replace(NODE, taints=(("spare", "", "PreferNoSchedule"),)), WEB)


def test_pods_that_stay_apart_need_a_node_each() -> None:
    assert place([(replace(WEB, apart=True), 3)], [NODE]).pending == {"web/site": 1}


def test_strict_spread_waits_rather_than_crowd_a_node() -> None:
    small = replace(NODE, pool="small", count=1, allocatable=Requests(1000, 1 << 30))
    spread = replace(WEB, skew=1)
    assert place([(spread, 5)], [replace(NODE, count=1), small]).pending == {"web/site": 2}
    assert place([(WEB, 5)], [replace(NODE, count=1), small]).pending == {}


def test_a_daemon_is_on_every_node_that_takes_it() -> None:
    agent = PodShape("logging/agent", "logging/agent", Requests(100, 1), daemon=True)
    other = replace(NODE, pool="other", count=1, taints=(("dedicated", "", "NoSchedule"),))
    outcome = place([(WEB, 8), (agent, 0)], [NODE, other])
    assert outcome.placed["logging/agent"] == {"general": 2}
    assert outcome.pending == {"web/site": 2}


pods_that_may_meet = st.lists(
    st.tuples(
        st.builds(
            PodShape,
            st.sampled_from("abc"),
            st.just("x"),
            st.builds(Requests, st.sampled_from([0, 500, 700, 1500]), st.sampled_from([0, 1, 3])),
            apart=st.booleans(),
            skew=st.sampled_from([None, None, 1, 2]),
        ),
        st.integers(0, 6),
    ),
    max_size=4,
)


@given(pods_that_may_meet, st.frozensets(st.sampled_from(["small", "large"])))
def test_every_pod_goes_where_it_would_if_all_nodes_were_compared_for_it(
    pods: list[tuple[PodShape, int]], crowded: frozenset[str]
) -> None:
    nodes = [NodeShape("small", 3, Requests(2000, 4)), NodeShape("large", 2, Requests(4000, 6))]
    outcome = place(pods, nodes, crowded)
    placed, pending = compared(pods, nodes, crowded)
    assert outcome.placed == placed
    assert outcome.pending == pending


def compared(
    pods: list[tuple[PodShape, int]], nodes: list[NodeShape], crowded: frozenset[str]
) -> tuple[dict[str, dict[str, int]], dict[str, int]]:
    """Place pods one after the other, each on the best of all nodes."""
    machines = [(shape, Counter[str]()) for shape in nodes for _ in range(shape.count)]
    free = [shape.allocatable for shape, _ in machines]
    placed: dict[str, Counter[str]] = {}
    pending: Counter[str] = Counter()
    for pod in (pod for pod, count in pods for _ in range(count)):
        fewest = min(running[pod.name] for _, running in machines)
        best, place_of_best = (False, -99.0), None
        for n, (shape, running) in enumerate(machines):
            count, left, has = running[pod.name], free[n], shape.allocatable
            spread = pod.skew is None or count + 1 - fewest <= pod.skew
            if spread and pod.requests.fits(left) and not (pod.apart and count):
                weight = shape.pool in crowded, (left.cpu / has.cpu + left.memory / has.memory) / 2 - 2 * count
                if weight > best:
                    best, place_of_best = weight, n
        if place_of_best is None:
            pending[pod.name] += 1
        else:
            shape, running = machines[place_of_best]
            running[pod.name] += 1
            free[place_of_best] -= pod.requests
            placed.setdefault(pod.name, Counter())[shape.pool] += 1
    return {name: dict(found) for name, found in placed.items()}, dict(pending)


class Asked(Requests):
    """Requests that count how often a node is asked for room."""

    times_asked = 0

    def fits(self, other: Requests) -> bool:
        """Tell whether this fits, and count."""
        Asked.times_asked += 1
        return super().fits(other)


def test_nodes_are_not_compared_anew_for_each_of_equal_pods() -> None:
    Asked.times_asked = 0
    outcome = place([(replace(WEB, requests=Asked(10, 1 << 20)), 400)], [replace(NODE, count=100)])
    assert outcome.placed == {"web/site": {"general": 400}}
    assert Asked.times_asked == 100 + 400
