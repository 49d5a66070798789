import pytest

from lsparch.load import load_model
from tests.support.small import changed, small_files, small_model

WEB = "model/aspects/web.yaml"


def shown(file: str, old: str, new: str) -> list[str]:
    return [f"{f.place}: {f.code} {f.message}" for f in changed(file, old, new).findings]


def test_the_small_platform_is_clean() -> None:
    assert load_model(small_files()).findings == ()


def test_an_unknown_key_is_found_with_what_was_meant() -> None:
    result = changed(WEB, "    replicas: 2", "    replica: 2")
    (finding,) = result.findings
    assert (str(finding.place), finding.code) == (f"{WEB}:10:5", "MOD002")
    assert finding.message == "unknown key `replica` in components.site"
    assert finding.help == "did you mean `replicas`?"


def test_an_unknown_key_inside_a_reference_is_found() -> None:
    (finding,) = changed(WEB, "{url: lab/hub.http, path: /lab}", "{url: lab/hub.http, pth: /lab}").findings
    assert finding.message == "unknown key `pth` in components.site.env.LABS"
    assert finding.help == "did you mean `path`?"


def test_a_value_of_the_wrong_type_is_found_at_the_value() -> None:
    assert shown(WEB, "    replicas: 2", "    replicas: two") == [
        f"{WEB}:10:15: MOD001 components.site.replicas: `two` should be a whole number"
    ]


def test_a_missing_key_is_found_at_what_lacks_it() -> None:
    (finding,) = changed(WEB, "for: catalogue queries, ", "").findings
    assert (finding.code, finding.message) == ("MOD003", "components.site.uses.0 lacks the key `for`")


def test_a_dangling_reference_is_found_with_what_was_meant() -> None:
    (finding,) = changed(WEB, "to: site.http, auth", "to: site.htp, auth").findings
    assert finding.message == "`site.htp` names no endpoint"
    assert "site.http" in finding.help


def test_a_reference_to_the_wrong_kind_says_what_it_is() -> None:
    (finding,) = changed(WEB, "to: site.http, auth", "to: workarea, auth").findings
    assert finding.message == "`workarea` is a volume, but an endpoint is needed"


def test_a_reference_inside_configuration_content_is_checked() -> None:
    assert shown(WEB, "port: {from: {port: role/catalogue}}", "port: {from: {port: role/catalog}}") == [
        f"{WEB}:36:33: REF001 `role/catalog` names no endpoint or role"
    ]


def test_two_files_that_claim_one_part_are_both_named() -> None:
    files = small_files()
    files["model/aspects/again.yaml"] = files[WEB]
    findings = [f for f in load_model(files).findings if f.element == "web"]
    assert [(f.code, f.place.file, f.related[0].place.file) for f in findings] == [
        ("MOD004", WEB, "model/aspects/again.yaml")
    ]


def test_two_elements_of_a_part_may_not_share_an_id() -> None:
    (finding,) = changed(WEB, "  db-auth: {keys", "  workarea: {keys").findings[-1:]
    assert any(
        f.code == "MOD004" and f.element == "web/workarea"
        for f in changed(WEB, "  db-auth: {keys", "  workarea: {keys").findings
    )
    assert finding.code in {"MOD004", "REF001"}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Sky at @{host}", "Sky at @{hots}", "placeholder `@{hots}` has no value"),
        ("Sky at @{host}", "Sky at @{host", "placeholder `@{` is not closed"),
        (" in @{work}", "", "value `work` has no placeholder in the text"),
    ],
)
def test_placeholders_are_closed(old: str, new: str, message: str) -> None:
    assert message in {f.message for f in changed(WEB, old, new).findings}


def test_a_text_file_that_does_not_exist_is_found() -> None:
    (finding,) = changed("model/services/store.yaml", "file: store/own.cnf", "file: store/on.cnf").findings
    assert finding.message == "model/files/store/on.cnf does not exist"
    assert finding.help == "did you mean `store/own.cnf`?"


def test_a_text_file_outside_the_model_is_refused() -> None:
    (finding,) = changed("model/services/store.yaml", "file: store/own.cnf", "file: store/../../own.cnf").findings
    assert finding.code == "MOD012"


def test_a_placeholder_in_a_text_file_is_found_in_that_file() -> None:
    files = small_files()
    files["model/files/store/own.cnf"] = b"[mysqld]\nport = @{prt}\n"
    places = {str(f.place): f.message for f in load_model(files).findings}
    assert places["model/files/store/own.cnf:2:8"] == "placeholder `@{prt}` has no value"


def test_a_secret_in_a_configmap_is_refused() -> None:
    result = changed(WEB, "host: {from: {host: role/catalogue}}", "host: {from: {secret: db-auth.password}}")
    assert [f.code for f in result.findings] == ["MOD014"]


def test_all_errors_of_all_files_are_reported_together() -> None:
    files = small_files()
    files[WEB] = files[WEB].replace(b"replicas: 2", b"replica: 2")
    files["model/teams.yaml"] = files["model/teams.yaml"].replace(b"title: Core", b"titel: Core")
    files["model/roles.yaml"] = b"roles: [\n"
    assert {f.place.file for f in load_model(files).findings} == {WEB, "model/teams.yaml", "model/roles.yaml"}


def test_the_model_does_not_depend_on_the_order_of_files() -> None:
    files = small_files()
    forth, back = small_model(files), small_model(dict(reversed(files.items())))
    assert list(forth.declared) == list(back.declared)


def test_a_format_of_the_future_is_refused() -> None:
    assert shown("model/platform.yaml", "format: 1", "format: 99") == [
        "model/platform.yaml:3:9: MOD010 model format 99; this release reads 1"
    ]


def test_a_log_aggregator_is_made_for_each_aspect_and_no_service() -> None:
    names = small_model().names
    assert "web/logstash" in names
    assert "web/logstash.beats" in names
    assert "store/logstash" not in names


def test_a_reference_in_a_valid_file_is_checked_though_another_file_is_faulty() -> None:
    files = small_files()
    files["model/teams.yaml"] = files["model/teams.yaml"].replace(b"title: Core", b"titel: Core")
    files[WEB] = files[WEB].replace(b"to: site.http, auth", b"to: site.htp, auth")
    assert {(f.place.file, f.code) for f in load_model(files).findings} == {
        (WEB, "REF001"),
        ("model/teams.yaml", "MOD002"),
    }


def test_a_reference_into_a_faulty_file_is_left_alone() -> None:
    files = small_files()
    files["model/services/store.yaml"] = files["model/services/store.yaml"].replace(
        b"kind: statefulset", b"kind: stateful"
    )
    assert {f.place.file for f in load_model(files).findings} == {"model/services/store.yaml"}


@pytest.mark.parametrize(
    ("old", "new", "message", "advice"),
    [
        (
            "{user: token}",
            "user",
            "components.site.uses.1.auth: `user` should be a mapping",
            "known keys here: none, service, user",
        ),
        (
            "replicas: 2",
            'replicas: "2"',
            'components.site.replicas: `"2"` should be a whole number',
            "remove the quotes",
        ),
        ("replicas: 2", "replicas: {a: 2}", "a mapping stands here; it should be a whole number", ""),
        ("title: The site", 'title: ""', "components.site.title: should not be empty", ""),
        ("size: 10Gi", "size: 10GB", "volumes.workarea.size: `10GB` is no size", "write 16G or 16Gi"),
        ("size: 10Gi", "size: 50", "volumes.workarea.size: `50` has no unit; write 50G or 50Gi", ""),
        ("size: 10Gi", 'size: "50"', "volumes.workarea.size: `50` has no unit; write 50G or 50Gi", ""),
        ("optional: true", "optional: yes", "`yes` is read as", "write true or false"),
        (
            "image: site",
            "image: quux/quux",
            "`quux/quux` names no image",
            "declare it in images.yaml, and its tag in releases.yaml",
        ),
        (
            "image: site",
            "image: web/site",
            "`web/site` is a component, but an image is needed",
            "did you mean `site`? if not, declare it in images.yaml, and its tag in releases.yaml",
        ),
        ("aspect: web", "aspct: web", "the first key `aspct` is no kind of model file", "did you mean `aspect`?"),
        ("aspect: web\n", "", "the first key `title` is no kind of model file", "begin with one of: "),
        (
            "aspect: web\ntitle: Web Aspect\n",
            "title: Web Aspect\naspect: web\n",
            "the first key `title` is no kind of model file",
            "move `aspect` to the top",
        ),
    ],
)
def test_a_finding_says_what_was_given_and_what_to_write(old: str, new: str, message: str, advice: str) -> None:
    (finding,) = changed(WEB, old, new).findings
    assert message in finding.message
    assert finding.help.startswith(advice)
