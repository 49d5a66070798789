"""Families of objects over environments."""

from lsparch.emit.targets.families import families_of, groups_of, neutral
from tests.unit.emit.targets.example import made, thing


def test_an_environments_id_is_replaced_only_where_it_stands_alone() -> None:
    assert neutral("dev-sky.dev/dev", "dev") == "environment-sky.environment/environment"
    assert neutral("device developer xdev", "dev") == "device developer xdev"


def test_objects_that_play_one_part_are_one_family() -> None:
    families = families_of([made("dev"), made("prod")])
    assert [(f.group, f.kind, f.name, sorted(f.members)) for f in families] == [
        ("cluster", "Namespace", "environment-sky", ["dev", "prod"]),
        ("sky", "ConfigMap", "config", ["dev", "prod"]),
        ("logging", "Service", "logs", ["dev", "prod"]),
        ("sky", "Deployment", "web", ["dev", "prod"]),
        ("sky", "HorizontalPodAutoscaler", "web", ["dev", "prod"]),
    ]


def test_groups_say_the_namespace_in_each_environment() -> None:
    groups = groups_of([made("dev"), made("prod", 1, "1", thing("Service", "only", "prod-sea"))])
    assert {group.name: dict(group.namespaces) for group in groups} == {
        "cluster": {"dev": "", "prod": ""},
        "logging": {"dev": "logging", "prod": "logging"},
        "sea": {"prod": "prod-sea"},
        "sky": {"dev": "dev-sky", "prod": "prod-sky"},
    }


def test_no_two_objects_of_an_environment_share_a_family() -> None:
    twins = [thing("Service", "dev", "dev-sky"), thing("Service", "environment", "dev-sky")]
    families = families_of([made("dev", 1, "1", *twins)])
    assert sorted(f.name for f in families if f.kind == "Service" and f.group == "sky") == [
        "environment",
        "environment-dev",
    ]


def test_namespaces_whose_short_names_are_taken_keep_apart() -> None:
    twins = [thing("Service", "a", "sky"), thing("Service", "a", "cluster")]
    groups = groups_of([made("dev", 1, "1", *twins)])
    spaces = [group.namespaces["dev"] for group in groups]
    assert sorted(spaces) == ["", "cluster", "dev-sky", "logging", "sky"]
    assert len({group.name for group in groups}) == len(groups)
