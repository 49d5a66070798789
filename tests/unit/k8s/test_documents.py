"""Kubernetes objects as they stand in files."""

import pytest

from lsparch.k8s.documents import scan_objects
from lsparch.k8s.identity import NameRule, generated_name_fault
from lsparch.k8s.store import ObjectStore

JOB = "apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: load-, namespace: shop}\n"
OTHER = JOB.replace("load-", "tidy-")


def test_objects_whose_names_are_made_up_later_are_told_apart_by_their_beginning_and_number() -> None:
    read = scan_objects({"b.yaml": JOB, "a.yaml": f"{JOB}---\n{OTHER}"})
    assert read.strangers == ()
    assert [str(found.key) for found in read.objects] == [
        "Job.batch/shop/load-*",
        "Job.batch/shop/tidy-*",
        "Job.batch/shop/load-*#2",
    ]
    assert [found.name for found in read.objects] == ["load-*", "tidy-*", "load-*#2"]
    assert ObjectStore(read.objects).duplicates == []


def test_a_name_that_is_stated_counts_before_its_beginning() -> None:
    (found,) = scan_objects({"a.yaml": JOB.replace("{gen", "{name: load, gen")}).objects
    assert (found.name, found.is_named) == ("load", True)


def test_an_object_without_name_and_beginning_is_none() -> None:
    read = scan_objects({"a.yaml": JOB.replace("load-", "''")})
    assert [found.message for found in read.strangers] == ["not a Kubernetes object: metadata.name missing"]


@pytest.mark.parametrize(("beginning", "refused"), [("load-", False), ("l" * 70, False), ("Load-", True), ("-l", True)])
def test_the_beginning_of_a_name_is_judged_as_what_the_server_makes_of_it(beginning: str, refused: bool) -> None:
    assert (generated_name_fault(beginning, NameRule.DNS_LABEL) is not None) is refused
