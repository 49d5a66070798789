"""No text of a model is ever markup, style or script: it is shown as it is."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.sync_api import expect

from lsparch.api import open_platform
from lsparch.api.viewer import ViewerData, viewer_file
from tests.browser.conftest import ROOT, Open
from tests.support.hostile import HOSTILE, hostile_files
from tests.support.models import BASE

ATTACKS = (
    "<script>window.hacked=1</script>",
    "</script><script>window.hacked=1</script>",
    "<img src=x onerror=window.hacked=1>",
    '"><svg onload=window.hacked=1>',
    "' onfocus='window.hacked=1' autofocus='",
    "</text><script>window.hacked=1</script>",
    "</title><foreignObject><iframe src=javascript:window.hacked=1></foreignObject>",
    "<![CDATA[<script>window.hacked=1</script>]]>",
    "<!--<script>",
    "<style>*{display:none}</style>",
    "<a href=javascript:window.hacked=1>x</a>",
    "&lt;script&gt;&#60;img&#62;",
    "javascript:window.hacked=1",
    "{{constructor.constructor('window.hacked=1')()}}",
    "${window.hacked=1}",
    "url(http://example.org/x)",
)
CONTROLS = ("\N{RIGHT-TO-LEFT OVERRIDE}x", "\N{LINE SEPARATOR}x", "&a *a", "`", '"', "'", "]]>", "\\", "%s %d")


def files_of(text: str) -> Mapping[str, bytes]:
    """Return a platform with a text in every place that takes any."""
    drawn = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for path in (ROOT / "diagrams/symbology.yaml", *(ROOT / "diagrams/views").glob("platform.yaml"))
    }
    quoted = json.dumps(text)
    drawn["diagrams/views/pods.yaml"] = (
        f"view: pods\ntitle: {quoted}\ndescription: {quoted}\nshow: {{level: pod, aspect: portal}}\n".encode()
    )
    model = {name: content.encode() for name, content in {**BASE, **hostile_files(text)}.items()}
    return {**model, **drawn}


@pytest.mark.parametrize("text", [*ATTACKS, *CONTROLS], ids=lambda text: ascii(text)[:40])
def test_a_hostile_text_is_shown_and_does_nothing(show: Open, tmp_path: Path, text: str) -> None:
    assert text in (*ATTACKS, *HOSTILE)
    for name, content in files_of(text).items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    file = tmp_path / "viewer.html"
    file.write_bytes(viewer_file(ViewerData(open_platform(tmp_path))))
    page = show("#/pods/lab?element=portal%2Fweb", file)
    aside = page.get_by_role("complementary", name="Details")
    expect(aside.locator("h2")).to_have_text(text)
    expect(aside.locator(".excerpt .row")).not_to_have_count(0)
    aside.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
    page.keyboard.press("/")
    page.keyboard.type(text[:12])
    page.wait_for_timeout(50)
    page.keyboard.press("Escape")
    for key in ("n", "f", "c", "?"):
        page.keyboard.press(key)
    assert page.evaluate("() => window.hacked") is None
    unexpected = page.evaluate(
        """() => [...document.querySelectorAll("script, iframe, object, embed, foreignObject, img, link, base, form")]
        .filter((element) => !(element.matches("script[type='application/json'], script[type='module']")))
        .map((element) => element.outerHTML)"""
    )
    assert unexpected == []
    attributes = page.evaluate(
        """() => [...document.querySelectorAll("*")].flatMap((element) => [...element.attributes])
        .filter(({name, value}) => /^on/.test(name) || (/href$/.test(name) && !value.startsWith("#")))
        .map(({name, value}) => `${name}=${value}`)"""
    )
    assert attributes == []
