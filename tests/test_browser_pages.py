"""Pages of a folder in a real browser: no barriers, nothing to scroll sideways, no request but one."""

import shutil

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import sync_playwright
from sample_report import REPORT

from classifier.render.pages import pages

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]


@pytest.mark.parametrize("width", [1_200, 390])
def test_no_barriers(tmp_path, width):
    """axe-core finds nothing on any kind of page, with everything open; a link leads to the next page."""
    for path, text in pages(REPORT):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    kinds = [
        "index.html",
        "statistics.html",
        *(next(tmp_path.glob(one)) for one in ("op/Atan*.html", "signature/m*.html")),
    ]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for page in kinds:
            address = (tmp_path / page).as_uri()
            tab = browser.new_page(viewport={"width": width, "height": 900})
            asked, said = [], []
            tab.on("request", lambda request, asked=asked: asked.append(request.url))
            tab.on("console", lambda message, said=said: said.append(message.text))
            tab.goto(address)
            assert (asked, said) == ([address], [])
            tab.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
            tab.evaluate(AXE_SCRIPT)
            result = tab.evaluate("axe.run()")
            assert [(one["id"], one["nodes"][0]["html"]) for one in result["violations"]] == []
            assert tab.evaluate("document.documentElement.scrollWidth") <= width
            tab.close()
        tab = browser.new_page()
        tab.goto((tmp_path / "index.html").as_uri())
        tab.get_by_role("link", name="Atan", exact=True).first.click()
        assert tab.locator("h1").inner_text() == "op Atan"
        browser.close()
