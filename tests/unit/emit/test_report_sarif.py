"""The SARIF report: its whole content, and the demands of the standard that readers check."""

import json

from lsparch.diagnostics import Finding, Place, Related, Severity
from lsparch.emit.report import ReportFormat, render_report
from lsparch.emit.report_fingerprint import finding_fingerprints
from lsparch.emit.report_rule import RuleInfo

ROUTE = Finding(
    code="ING001",
    severity=Severity.ERROR,
    place=Place("model/aspects/api.yaml", 12, 11),
    message="route /api is public",
    help="set auth",
    related=(Related(Place("model/environments/usdac.yaml", 3, 5), "made public here"),),
    element="api/webserv.http",
    environment="usdac",
)
NOTE = Finding("ZZZ999", Severity.NOTE, Place("/tmp/a: ü.yaml", 2, 1), "odd")
WARNING = Finding("CAP002", Severity.WARNING, Place("a#b.yaml"), "disk is full")
RULES = {"ING001": RuleInfo("ING001", "A route is open", "Set auth."), "CAP002": RuleInfo("CAP002", "A disk is full")}


def test_the_whole_report() -> None:
    fingerprints = finding_fingerprints((NOTE, WARNING, ROUTE))
    assert json.loads(render_report(ReportFormat.SARIF, (ROUTE, NOTE, WARNING), RULES)) == {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "lsparch",
                        "rules": [
                            {
                                "id": "CAP002",
                                "shortDescription": {"text": "A disk is full"},
                                "help": {"text": "A disk is full"},
                            },
                            {
                                "id": "ING001",
                                "shortDescription": {"text": "A route is open"},
                                "help": {"text": "Set auth."},
                            },
                            {"id": "ZZZ999"},
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [
                    {
                        "ruleId": "ZZZ999",
                        "ruleIndex": 2,
                        "level": "note",
                        "message": {"text": "odd"},
                        "locations": [physical("file:///tmp/a%3A%20%C3%BC.yaml", 2, 1)],
                        "partialFingerprints": {"finding/v1": fingerprints[0]},
                    },
                    {
                        "ruleId": "CAP002",
                        "ruleIndex": 0,
                        "level": "warning",
                        "message": {"text": "disk is full"},
                        "locations": [physical("a%23b.yaml", 1, 1)],
                        "partialFingerprints": {"finding/v1": fingerprints[1]},
                    },
                    {
                        "ruleId": "ING001",
                        "ruleIndex": 1,
                        "level": "error",
                        "message": {"text": "route /api is public\nset auth"},
                        "locations": [
                            {
                                **physical("model/aspects/api.yaml", 12, 11),
                                "logicalLocations": [{"fullyQualifiedName": "api/webserv.http"}],
                            }
                        ],
                        "partialFingerprints": {"finding/v1": fingerprints[2]},
                        "relatedLocations": [
                            {
                                "id": 0,
                                **physical("model/environments/usdac.yaml", 3, 5),
                                "message": {"text": "made public here"},
                            }
                        ],
                        "properties": {"environment": "usdac"},
                    },
                ],
            }
        ],
    }


def physical(uri: str, line: int, column: int) -> dict[str, object]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": uri},
            "region": {"startLine": line, "startColumn": column},
        }
    }


def test_every_rule_that_ran_is_listed_even_without_findings() -> None:
    report = json.loads(render_report(ReportFormat.SARIF, (), RULES))
    run = report["runs"][0]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["CAP002", "ING001"]
    assert run["results"] == []
