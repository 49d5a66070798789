"""Pipelines for Jenkins, GitHub and GitLab: check the model, the bundle and the cluster, and run the tests."""

import json

from lsparch.emit.handover.contents import Handover

__all__ = ["pipeline_files"]


def pipeline_files(handover: Handover) -> dict[str, str]:
    """Return a pipeline for each system, by path; all run the same commands.

    They belong into the repository of the model, with the bundle committed as ``deploy/ENVIRONMENT``. `KUBECONFIG`
    names a file with access to the cluster; where it is not set, the last two stages are left out.
    """
    stages = _stages(handover)
    return {
        "pipelines/Jenkinsfile": _jenkins(stages),
        "pipelines/github.yaml": _github(handover.env.id, stages),
        "pipelines/gitlab-ci.yaml": _gitlab(stages),
    }


def _stages(handover: Handover) -> tuple[tuple[str, str, bool], ...]:
    """Return name and command of each stage, and whether it needs the cluster."""
    name = handover.env.id
    folder = f"deploy/{name}"
    stages = [
        ("check", "lsparch check", False),
        ("bundle", f"lsparch bundle {name} --out {folder} --check", False),
        ("drift", f'lsparch drift {name} "kube:$(kubectl config current-context)"', True),
    ]
    if handover.tests.deployable:
        stages.append(("test", f"sh {folder}/tests/run.sh", True))
    return tuple(stages)


def _jenkins(stages: tuple[tuple[str, str, bool], ...]) -> str:
    lines = [
        "// Needs an agent with lsparch and kubectl; KUBECONFIG names a file with access to the cluster.",
        "pipeline {",
        "    agent any",
        "    stages {",
    ]
    for name, command, on_cluster in stages:
        lines += [f"        stage('{name}') {{"]
        if on_cluster:
            lines += ["            when { expression { return env.KUBECONFIG } }"]
        lines += [f"            steps {{ sh '''{command}''' }}", "        }"]
    return "\n".join([*lines, "    }", "}"]) + "\n"


def _github(environment: str, stages: tuple[tuple[str, str, bool], ...]) -> str:
    lines = [
        "# The variable KUBECONFIG names a file with access to the cluster, on a runner with kubectl.",
        f"name: {environment}",
        "on:",
        "  pull_request:",
        "  push:",
        "    branches: [main]",
        "permissions:",
        "  contents: read",
        "jobs:",
        "  verify:",
        "    runs-on: ubuntu-latest",
        "    env:",
        "      KUBECONFIG: ${{ vars.KUBECONFIG }}",
        "    steps:",
        "      - uses: actions/checkout@v4",
        "      - uses: actions/setup-python@v5",
        '        with: {python-version: "3.11"}',
        "      - run: pip install lsparch",
    ]
    for name, command, on_cluster in stages:
        lines += [f"      - name: {name}"]
        if on_cluster:
            lines += ["        if: env.KUBECONFIG != ''"]
        lines += [f"        run: {_quoted(command)}"]
    return "\n".join(lines) + "\n"


def _gitlab(stages: tuple[tuple[str, str, bool], ...]) -> str:
    lines = ["# KUBECONFIG, a variable of type file, gives access to the cluster, in an image with kubectl."]
    lines += ["default:", "  image: python:3.11", "  before_script:", "    - pip install lsparch"]
    lines += [f"stages: [{', '.join(name for name, _, _ in stages)}]"]
    for name, command, on_cluster in stages:
        lines += [f"{name}:", f"  stage: {name}"]
        if on_cluster:
            lines += ["  rules:", "    - if: $KUBECONFIG"]
        lines += ["  script:", f"    - {_quoted(command)}"]
    return "\n".join(lines) + "\n"


def _quoted(command: str) -> str:
    """Return a command as a YAML scalar."""
    return json.dumps(command)
