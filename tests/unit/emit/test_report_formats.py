"""Every format, compared as a whole."""

import json
from textwrap import dedent
from xml.etree import ElementTree as ET

import pytest

from lsparch.diagnostics import Finding, Place, Related, Severity
from lsparch.emit.report import ReportFormat, render_report
from lsparch.emit.report_rule import RuleInfo
from lsparch.emit.report_text import report_text

ROUTE = Finding(
    code="ING001",
    severity=Severity.ERROR,
    place=Place("model/aspects/api.yaml", 12, 11),
    message="route /api is public and has no authentication",
    help="set auth: oauth2,\nor waive it in checks/policy.yaml",
    related=(Related(Place("model/environments/usdac.yaml", 3, 5), "made public here"),),
    element="api/webserv.http",
    environment="usdac",
)
DISK = Finding("CAP002", Severity.WARNING, Place("model/services/registry.yaml"), "50 GB, 100% of <disk> | full")
ODD = Finding("ZZZ999", Severity.NOTE, Place("ünicode, a:b.yaml", 2, 1), "bell \x07 & *stars*", element="x")
RULES = {
    "CAP002": RuleInfo("CAP002", "A disk is full", "Give it room."),
    "ING001": RuleInfo("ING001", "A route is open"),
    "NET003": RuleInfo("NET003", "A quiet rule"),
}
FINDINGS = (ODD, DISK, ROUTE)
FINGERPRINTS = ["1d7b8592b055", "d963c0c5d61e", "f0c3dd3cb137"]


def render(format: ReportFormat, *findings: Finding) -> str:  # noqa: A002
    return render_report(format, findings, RULES)


def test_text_puts_the_path_first_and_indents_the_rest() -> None:
    assert render(ReportFormat.TEXT, *FINDINGS) == dedent("""\
        model/aspects/api.yaml:12:11: error[ING001] route /api is public and has no authentication
          environment: usdac
          model/environments/usdac.yaml:3:5: made public here
          help: set auth: oauth2,
            or waive it in checks/policy.yaml
        model/services/registry.yaml:1:1: warning[CAP002] 50 GB, 100% of <disk> | full
        ünicode, a:b.yaml:2:1: note[ZZZ999] bell \\x07 & *stars*
        """)


def test_coloured_text_paints_place_and_label_only() -> None:
    assert report_text([DISK, ODD], rules=RULES, colour=True) == (
        "\x1b[1mmodel/services/registry.yaml:1:1\x1b[0m: "
        "\x1b[1;33mwarning[CAP002]\x1b[0m 50 GB, 100% of <disk> | full\n"
        "\x1b[1münicode, a:b.yaml:2:1\x1b[0m: \x1b[1;36mnote[ZZZ999]\x1b[0m bell \\x07 & *stars*\n"
    )
    assert report_text([ROUTE], rules=RULES, colour=True).startswith(
        "\x1b[1mmodel/aspects/api.yaml:12:11\x1b[0m: \x1b[1;31merror[ING001]\x1b[0m route"
    )


def test_json_has_every_key_of_every_finding() -> None:
    assert json.loads(render(ReportFormat.JSON, ROUTE)) == {
        "findings": [
            {
                "code": "ING001",
                "severity": "error",
                "message": "route /api is public and has no authentication",
                "help": "set auth: oauth2,\nor waive it in checks/policy.yaml",
                "file": "model/aspects/api.yaml",
                "line": 12,
                "column": 11,
                "element": "api/webserv.http",
                "environment": "usdac",
                "related": [
                    {"file": "model/environments/usdac.yaml", "line": 3, "column": 5, "message": "made public here"}
                ],
            }
        ]
    }


def test_json_text_is_indented_and_keeps_unicode() -> None:
    assert render(ReportFormat.JSON, ODD) == dedent("""\
        {
          "findings": [
            {
              "code": "ZZZ999",
              "severity": "note",
              "message": "bell \\u0007 & *stars*",
              "help": "",
              "file": "ünicode, a:b.yaml",
              "line": 2,
              "column": 1,
              "element": "x",
              "environment": "",
              "related": []
            }
          ]
        }
        """)


def test_junit_has_a_case_per_finding_and_one_per_quiet_rule() -> None:
    assert render(ReportFormat.JUNIT, *FINDINGS) == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<testsuites name="lsparch" tests="4" failures="2">\n'
        '  <testsuite name="lsparch" tests="4" failures="2" errors="0" skipped="0">\n'
        '    <testcase classname="lsparch.ING001" name="route /api is public and has no authentication (usdac)" '
        'file="model/aspects/api.yaml" line="12">\n'
        '      <failure type="error" message="route /api is public and has no authentication">'
        "model/aspects/api.yaml:12:11: route /api is public and has no authentication\n"
        "model/environments/usdac.yaml:3:5: made public here\n"
        "help: set auth: oauth2,\n"
        "or waive it in checks/policy.yaml</failure>\n"
        "    </testcase>\n"
        '    <testcase classname="lsparch.CAP002" name="50 GB, 100% of &lt;disk&gt; | full" '
        'file="model/services/registry.yaml" line="1">\n'
        '      <failure type="warning" message="50 GB, 100% of &lt;disk&gt; | full">'
        "model/services/registry.yaml:1:1: 50 GB, 100% of &lt;disk&gt; | full</failure>\n"
        "    </testcase>\n"
        '    <testcase classname="lsparch.ZZZ999" name="bell \\x07 &amp; *stars*" file="ünicode, a:b.yaml" line="2">\n'
        "      <system-out>ünicode, a:b.yaml:2:1: bell \\x07 &amp; *stars*</system-out>\n"
        "    </testcase>\n"
        '    <testcase classname="lsparch.NET003" name="A quiet rule" />\n'
        "  </testsuite>\n"
        "</testsuites>\n"
    )


def test_github_commands_escape_percent_signs_line_ends_and_property_separators() -> None:
    assert render(ReportFormat.GITHUB, *FINDINGS) == (
        "::error file=model/aspects/api.yaml,line=12,col=11,title=ING001%3A A route is open"
        "::route /api is public and has no authentication (in usdac)"
        "%0Amodel/environments/usdac.yaml:3:5: made public here"
        "%0Ahelp: set auth: oauth2,%0Aor waive it in checks/policy.yaml\n"
        "::warning file=model/services/registry.yaml,line=1,col=1,title=CAP002%3A A disk is full"
        "::50 GB, 100%25 of <disk> | full\n"
        "::notice file=ünicode%2C a%3Ab.yaml,line=2,col=1,title=ZZZ999::bell \x07 & *stars*\n"
    )


def test_gitlab_lists_issues_with_a_fingerprint_each() -> None:
    issues = json.loads(render(ReportFormat.GITLAB, *FINDINGS))
    assert [issue.pop("fingerprint")[:12] for issue in issues] == FINGERPRINTS
    assert issues == [
        {
            "description": "ING001: route /api is public and has no authentication (in usdac)",
            "check_name": "ING001",
            "severity": "major",
            "location": {"path": "model/aspects/api.yaml", "lines": {"begin": 12}},
        },
        {
            "description": "CAP002: 50 GB, 100% of <disk> | full",
            "check_name": "CAP002",
            "severity": "minor",
            "location": {"path": "model/services/registry.yaml", "lines": {"begin": 1}},
        },
        {
            "description": "ZZZ999: bell \x07 & *stars*",
            "check_name": "ZZZ999",
            "severity": "info",
            "location": {"path": "ünicode, a:b.yaml", "lines": {"begin": 2}},
        },
    ]


def test_markdown_escapes_what_would_be_markup() -> None:
    assert render(ReportFormat.MARKDOWN, *FINDINGS) == (
        "## lsparch: 1 error, 1 warning, 1 note\n"
        "\n"
        "| severity | code | place | finding |\n"
        "| --- | --- | --- | --- |\n"
        "| error | ING001 | model/aspects/api.yaml:12:11 | route /api is public and has no authentication<br>"
        "environment: usdac<br>model/environments/usdac.yaml:3:5: made public here<br>"
        "help: set auth: oauth2,<br>or waive it in checks/policy.yaml |\n"
        "| warning | CAP002 | model/services/registry.yaml:1:1 | 50 GB, 100% of \\<disk\\> \\| full |\n"
        "| note | ZZZ999 | ünicode, a:b.yaml:2:1 | bell \x07 \\& \\*stars\\* |\n"
        "\n"
        "- CAP002: A disk is full\n"
        "- ING001: A route is open\n"
    )


def test_markdown_counts_in_the_plural() -> None:
    report = render(ReportFormat.MARKDOWN, DISK, Finding("CAP002", Severity.WARNING, Place("a.yaml"), "b"))
    assert report.startswith("## lsparch: 2 warnings\n")


EMPTY = {
    ReportFormat.TEXT: "",
    ReportFormat.JSON: '{\n  "findings": []\n}\n',
    ReportFormat.GITHUB: "",
    ReportFormat.GITLAB: "[]\n",
    ReportFormat.MARKDOWN: "## lsparch: no findings\n",
    ReportFormat.JUNIT: (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<testsuites name="lsparch" tests="0" failures="0">\n'
        '  <testsuite name="lsparch" tests="0" failures="0" errors="0" skipped="0" />\n'
        "</testsuites>\n"
    ),
}


@pytest.mark.parametrize("format", EMPTY)
def test_no_findings_make_an_empty_report(format: ReportFormat) -> None:  # noqa: A002
    assert render_report(format, (), {}) == EMPTY[format]


@pytest.mark.parametrize("format", ReportFormat)
def test_every_format_sorts_and_drops_duplicates(format: ReportFormat) -> None:  # noqa: A002
    assert render(format, ODD, ROUTE, DISK, ROUTE) == render(format, DISK, ODD, ROUTE)


@pytest.mark.parametrize("format", ReportFormat)
def test_every_format_can_be_encoded_even_with_a_lone_surrogate(format: ReportFormat) -> None:  # noqa: A002
    broken = Finding("YML001", Severity.ERROR, Place("a\ud800.yaml"), "name is \udfff", element="\ud801")
    report = render(format, broken)
    assert report.encode("utf-8")
    match format:
        case ReportFormat.JSON | ReportFormat.SARIF | ReportFormat.GITLAB:
            json.loads(report)
        case ReportFormat.JUNIT:
            ET.fromstring(report)
        case ReportFormat.TEXT | ReportFormat.GITHUB | ReportFormat.MARKDOWN:
            assert "\\udfff" in report
