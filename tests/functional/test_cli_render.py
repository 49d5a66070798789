"""``lsparch render`` as a whole: what is refused."""

import io
import re
import shutil
import struct
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.functional.conftest import Outcome, Run


@pytest.mark.parametrize(
    ("given", "advice"), [("productoin", "did you mean `production`?"), ("moon", "known: production, sandbox")]
)
def test_an_unknown_environment_is_told_without_a_word_of_files(command: Run, given: str, advice: str) -> None:
    assert command("render", given) == Outcome(2, "", f"lsparch: no environment `{given}`; {advice}\n")


@pytest.mark.parametrize("given", ["/tmp/nothing.yaml", "nothing.yml", "build/nothing", "./nothing"])
@pytest.mark.parametrize("form", [("render",), ("check",), ("drift", "sandbox"), ("render", "sandbox", "--diff")])
def test_a_path_to_nothing_is_told_as_a_path_with_what_a_source_can_be(
    command: Run, given: str, form: tuple[str, ...]
) -> None:
    outcome = command(*form, given)
    message = f"lsparch: {given}: no such file or folder; a SOURCE is an environment, a file or folder of manifests, "
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(message)


SHIPPED = ("--model", str(Path(__file__).parents[2] / "model"))
MANIFEST = """
apiVersion: v1
kind: Pod
metadata: {name: alone, labels: {app: alone}}
spec: {containers: [{name: main, image: "example.org/alone:1"}]}
"""


def test_manifests_are_drawn_without_a_word_of_the_model(command: Run, tmp_path: Path) -> None:
    (tmp_path / "alone.yaml").write_text(MANIFEST)
    outcome = command(
        "render",
        f"{tmp_path}/alone.yaml",
        "--view",
        "pods",
        "--format",
        "mermaid",
        *SHIPPED,
        "--out",
        f"{tmp_path}/out",
    )
    assert (outcome.code, outcome.err.splitlines()[-1]) == (0, f"wrote 1 file to {tmp_path}/out")
    assert "<b>alone</b>" in (tmp_path / "out" / "pods.mmd").read_text()


def test_manifests_are_drawn_beside_a_model_that_cannot_be_read(command: Run, platform: Path) -> None:
    (platform / "model" / "faulty.yaml").write_text("nobody: knows this")
    (platform / "diagrams" / "symbology.yaml").unlink()  # the shipped one has more symbols
    (platform / "alone.yaml").write_text(MANIFEST)
    outcome = command("render", "alone.yaml", "--format", "mermaid", "--out", "out")
    assert (outcome.code, outcome.err[:6]) == (0, "wrote ")


def test_what_holds_no_objects_is_refused(command: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.yaml").write_text("# nothing\n")
    outcome = command("render", f"{tmp_path}/empty.yaml", *SHIPPED, "--out", f"{tmp_path}/out")
    assert (outcome.code, outcome.err) == (2, f"lsparch: no Kubernetes objects in {tmp_path}/empty.yaml\n")
    assert not (tmp_path / "out").exists()


def test_a_difference_wants_two_sources(command: Run) -> None:
    outcome = command("render", "usdac", "--diff", *SHIPPED)
    message = "lsparch: a difference is drawn between two sources, not 1; name the older one first\n"
    assert (outcome.code, outcome.err) == (2, message)


@pytest.mark.parametrize("shape", [(), ("--exclude", "external/*"), ("--group-by", "owner"), ("--collapse", "qserv")])
def test_the_shape_of_a_question_changes_neither_its_name_nor_its_refusal(
    shape: tuple[str, ...], command: Run, platform: Path
) -> None:
    wanted = ("render", "usdac", *SHIPPED, *shape, "--format", "mermaid", "--out", "out")
    outcome = command(*wanted, "--around", "nosuch/thing")
    assert (outcome.code, "no element `nosuch/thing` in usdac" in outcome.err) == (2, True)
    assert command(*wanted, "--around", "api/tap").code == 0
    assert [path.name for path in (platform / "out").glob("*.mmd")] == ["around-api-tap.mmd"]


@pytest.mark.parametrize(
    ("shape", "told"),
    [
        (("--include", "portl"), "no element or part `portl`; did you mean `portal`"),
        (("--exclude", "api/tapp"), "no element or part `api/tapp`; did you mean `api/tap`"),
        (("--collapse", "qservv"), "--collapse qservv: no picture has such a frame; did you mean `qserv`"),
    ],
)
@pytest.mark.parametrize("words", [("usdac", "--view", "aspects"), ("usdac", "pdac", "--diff", "--view", "aspects")])
def test_names_that_nothing_drawn_has_are_refused_as_in_the_file_of_a_view(
    words: tuple[str, ...], shape: tuple[str, ...], told: str, command: Run
) -> None:
    outcome = command("render", *words, *shape, *SHIPPED, "--format", "mermaid", "--out", "out")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(f"lsparch: {told}")
    assert not Path("out").exists()


def test_a_frame_may_be_one_box_though_a_difference_leaves_out_what_is_the_same(command: Run) -> None:
    wanted = ("render", "usdac", "pdac", "--diff", "--view", "aspects", "--collapse", "qserv", *SHIPPED)
    assert command(*wanted, "--format", "mermaid", "--out", "out").code == 0


def test_names_are_those_of_any_source_that_is_drawn(command: Run, tmp_path: Path) -> None:
    (tmp_path / "alone.yaml").write_text(MANIFEST)
    wanted = ("render", f"{tmp_path}/alone.yaml", *SHIPPED, "--format", "json", "--out", "out")
    assert command(*wanted, "--exclude", "alone").code == 0
    outcome = command(*wanted, "--exclude", "api/tap")
    assert (outcome.code, outcome.err) == (2, "lsparch: no element or part `api/tap`\n")
    assert command(*wanted, "usdac", "--exclude", "api/tap", "--exclude", "alone", "--view", "platform").code == 0
    outcome = command(*wanted[:-3], "html", "--out", "out", "--collapse", "aloone")
    assert outcome.code == 2
    assert "--collapse aloone: no picture has such a frame" in outcome.err


def test_one_file_holds_all_views_where_a_format_knows_that(command: Run, tmp_path: Path) -> None:
    wanted = [*SHIPPED, "--view", "portal-pods", "--view", "story-cut-out"]
    formats = [word for form in ("drawio", "structurizr", "json") for word in ("--format", form)]
    assert command("render", *wanted, *formats, "--out", f"{tmp_path}/out").code == 0
    assert {path.name for path in (tmp_path / "out").iterdir() if not path.name.startswith(".")} == {
        "diagrams.drawio",
        "workspace.dsl",
        "portal-pods.json",
        "story-cut-out.json",
    }


def test_a_png_has_so_many_pixels_for_each_point(command: Run, tmp_path: Path) -> None:
    sizes = []
    for scale in ("1", "3"):
        out = tmp_path / scale
        wanted = [*SHIPPED, "--view", "story-log-in", "--format", "png", "--scale", scale]
        assert command("render", *wanted, "--out", str(out)).code == 0
        sizes.append(struct.unpack(">II", (out / "story-log-in.png").read_bytes()[16:24]))
    assert [round(large / small, 2) for small, large in zip(*sizes, strict=True)] == [3.0, 3.0]


def test_pictures_fill_the_page_they_are_made_for(command: Run, tmp_path: Path) -> None:
    shapes = {}
    for page in ("16:9", "a4", "a4-portrait"):
        out = tmp_path / page.replace(":", "-")
        wanted = [*SHIPPED, "--view", "notebook-pods", "--page", page, "--format", "png", "--format", "pdf"]
        assert command("render", *wanted, "--out", str(out)).code == 0
        width, height = struct.unpack(">II", (out / "notebook-pods.png").read_bytes()[16:24])
        shapes[page] = width / height
        assert media_box(out / "diagrams.pdf") == {"16:9": (1280, 720), "a4": (842, 595)}.get(page, (595, 842))
    assert shapes["a4-portrait"] < 1 < shapes["a4"] < shapes["16:9"] + 0.1


def media_box(pdf: Path) -> tuple[int, int]:
    """Return the size of the first page of a document, in points."""
    found = re.search(rb"/MediaBox ?\[ ?0 0 ([\d.]+) ([\d.]+) ?\]", pdf.read_bytes())
    assert found
    return round(float(found[1])), round(float(found[2]))


def test_pictures_for_paper_leave_locked_layouts_of_slides_alone(command: Run, tmp_path: Path) -> None:
    wanted = ("render", *SHIPPED, "--view", "context", "--out", f"{tmp_path}/out")
    assert command(*wanted).code == 0
    slide = (tmp_path / "out/context.svg").read_bytes()
    assert command(*wanted, "--page", "a4").code == 0
    assert (tmp_path / "out/context.svg").read_bytes() != slide
    assert {path.name for path in (tmp_path / "out").iterdir() if not path.name.startswith(".")} == {"context.svg"}
    assert command(*wanted).code == 0
    assert (tmp_path / "out/context.svg").read_bytes() == slide


@pytest.mark.parametrize(
    ("option", "form", "told"),
    [
        (("--scale", "3"), "svg", "--scale is about png: leave it out, or add --format png"),
        (("--theme", "dark"), "mermaid", "--theme is about svg, png, pdf: leave it out, or add --format svg"),
        (("--theme", "light"), "html", "--theme is about svg, png, pdf: leave it out, or add --format svg"),
        (("--link-base", "x/{file}"), "png", "--link-base is about svg: leave it out, or add --format svg"),
        (("--page", "a4"), "dot", "--page is about svg, png, pdf, drawio, json: leave it out, or add --format svg"),
    ],
)
def test_a_look_that_no_format_heeds_is_refused(option: tuple[str, ...], form: str, told: str, command: Run) -> None:
    assert command("render", *SHIPPED, *option, "--format", form, "--out", "out") == Outcome(
        2, "", f"lsparch: {told}\n"
    )


def test_the_viewer_has_no_pages(command: Run, tmp_path: Path) -> None:
    outcome = command("render", *SHIPPED, "--page", "a4", "--format", "html", "--out", f"{tmp_path}/out")
    assert (outcome.code, outcome.err) == (2, "lsparch: the viewer has no pages: leave out --page, or html\n")


def test_the_viewer_is_the_same_file_from_wherever_it_is_made(
    command: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = ("portal-sandbox", "--view", "portal-pods", "--format", "html", "--no-cache")
    assert command("render", *wanted, *SHIPPED, "--out", f"{tmp_path}/here").code == 0
    monkeypatch.chdir(Path(SHIPPED[1]).parent / "docs")
    assert command("render", *wanted, "--out", f"{tmp_path}/there").code == 0
    here, there = (tmp_path / folder / "viewer.html" for folder in ("here", "there"))
    assert here.read_bytes() == there.read_bytes()
    assert b'"model/aspects/portal.yaml:' in here.read_bytes()


def test_manifests_are_shown_in_the_viewer(command: Run, tmp_path: Path) -> None:
    (tmp_path / "alone.yaml").write_text(MANIFEST)
    outcome = command("render", f"{tmp_path}/alone.yaml", "--format", "html", *SHIPPED, "--out", f"{tmp_path}/out")
    assert outcome.code == 0, outcome.err
    assert b"alone" in (tmp_path / "out" / "viewer.html").read_bytes()


def test_standard_input_is_shown_in_the_viewer_beside_pictures(
    command: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(MANIFEST.encode())))
    outcome = command("render", "-", "--format", "html", "--format", "json", *SHIPPED, "--out", f"{tmp_path}/out")
    assert outcome.code == 0, outcome.err
    assert (tmp_path / "out" / "pods.json").exists()
    assert b"alone" in (tmp_path / "out" / "viewer.html").read_bytes()


@pytest.mark.parametrize("words", [("render", "--diff"), ("render",), ("drift",), ("check",)])
def test_standard_input_is_one_source(words: tuple[str, ...], command: Run) -> None:
    message = "lsparch: -: standard input can be read only once; write one of them to a file\n"
    assert command(*words, "-", "-") == Outcome(2, "", message)


def test_standard_input_is_not_served(command: Run) -> None:
    message = "standard input cannot be read again when files change; write it to a file, and serve that"
    assert command("serve", "-") == Outcome(2, "", f"lsparch: -: {message}\n")


def test_findings_are_drawn_as_on_a_day_that_is_given_and_never_as_on_the_day_of_today(
    command: Run, platform: Path
) -> None:
    waiver = 'waivers: [{rule: AVL001, where: lab/hub, because: a test, owner: core, until: "2020-03-01"}]'
    policy = platform / "checks" / "policy.yaml"
    policy.write_text(f"{policy.read_text('utf-8')}\n{waiver}\n", "utf-8")
    views = platform / "diagrams" / "views"
    views.mkdir(parents=True, exist_ok=True)
    (views / "found.yaml").write_text("view: found\ntitle: Found\nshow: {chart: findings}\non-request: true\n")
    (platform / "diagrams" / "symbology.yaml").unlink()  # the shipped one knows what charts need
    wanted = ("render", "production", "--view", "found", "--format", "json", "--out")
    for out, day in (("never", ()), ("before", ("--as-of", "2019-01-01")), ("after", ("--as-of", "2020-04-01"))):
        outcome = command(*wanted, out, *day)
        assert outcome.code == 0, outcome.out + outcome.err
    never, before, after = (
        (platform / out / "found-production.json").read_bytes() for out in ("never", "before", "after")
    )
    assert never == before != after


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--as-of", "tomorrow"), "--as-of tomorrow: not a date; write YYYY-MM-DD"),
        (("--as-of", "2026-01-01"), "--as-of is about findings, which none of these pictures shows; leave it out"),
        (("--as-of", "2026-01-01", "--around", "web"), "--as-of is about findings, which none of these pictures shows"),
    ],
)
def test_a_day_is_one_and_has_an_effect(more: tuple[str, ...], told: str, command: Run) -> None:
    outcome = command("render", "production", *more)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(f"lsparch: {told}")


def test_a_symbol_that_a_view_needs_and_nobody_declared_is_told_and_nothing_is_written(
    command: Run, platform: Path, edit: Callable[[str, str, str], None]
) -> None:
    edit("diagrams/symbology.yaml", "  cluster: {title: Cluster, glyph: cluster}\n", "")
    told = "diagrams/symbology.yaml:14:1: error[VIW004] the symbology has no frame `cluster`, which the view `overview`"
    outcome = command("render", "--out", "out")
    assert outcome.code == 2
    assert told in outcome.out + outcome.err
    assert not (platform / "out").exists()
    outcome = command("check")
    assert outcome.code == 1
    assert told in outcome.out


@pytest.mark.parametrize(
    ("given", "told"),
    [(["--diff"], "leave out --diff"), (["--format", "html"], "leave out html"), (["./out"], "./out is not one")],
)
def test_what_is_decided_is_drawn_of_environments_alone(command: Run, given: list[str], told: str) -> None:
    command("generate", "--out", "out")
    assert command("render", *given, "--option", "dashboards=one", "--out", "pictures") == Outcome(
        2, "", f"lsparch: --option draws pictures of environments of the model: {told}\n"
    )


def test_manifests_of_which_nothing_can_be_drawn_are_told_with_their_kinds(command: Run, platform: Path) -> None:
    text = "".join(
        f"apiVersion: {version}\nkind: {kind}\nmetadata: {{name: {name}}}\n---\n"
        for version, kind, name in (("v1", "ConfigMap", "a"), ("v1", "ConfigMap", "b"), ("v1", "Namespace", "c"))
    )
    (platform / "odd.yaml").write_text(text, "utf-8")
    message = "lsparch: odd.yaml: no picture shows what is in it: 2 ConfigMap of v1, 1 Namespace of v1\n"
    assert command("render", "odd.yaml", "--out", "out") == Outcome(2, "", message)
    assert not (platform / "out").exists()


@pytest.mark.parametrize("sources", [(), ("production",)])
def test_a_model_without_views_is_told(command: Run, platform: Path, sources: tuple[str, ...]) -> None:
    shutil.rmtree(platform / "diagrams" / "views", ignore_errors=True)
    outcome = command("render", *sources, "--format", "mermaid", "--out", "out")
    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err.startswith("lsparch: diagrams/views has no view, so no picture shows the model; write one (")
    assert "has no view" not in command("render", "--around", "web/site", "--format", "mermaid", "--out", "out2").err
