"""Pages whose files come from another host: a real browser takes them from there, and no other bytes."""

import pytest

from store.entrypoints.shared.build_assets import build
from store.entrypoints.wiring.settings import Settings
from tests.harness.drivers.http import _server
from tests.servers import free_port

pytestmark = [pytest.mark.requirement("R9.1"), pytest.mark.story("US-9.1", "static files can come from a CDN")]
_WATCH = """
window.refused = [];
addEventListener("securitypolicyviolation", (event) => refused.push(event.blockedURI));
"""


@pytest.fixture
def page(chromium, migrated_url, tmp_path):
    """A shop at 127.0.0.1, to whose pages localhost is somebody else; and all that was asked for."""
    build()
    port = free_port()
    settings = Settings(
        database_url=migrated_url, data_dir=tmp_path, demo=False, port=port, log_level="critical",
        static_url=f"http://localhost:{port}/static",
    )
    with _server(settings):
        context = chromium.new_context(base_url=settings.address)
        context.add_init_script(_WATCH)
        page = context.new_page()
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url))
        yield page
        context.close()


@pytest.mark.parametrize("path", ["/", "/backoffice/login"])
def test_styles_scripts_and_the_typeface_come_from_there_and_icons_from_here(page, path):
    page.goto(path, wait_until="networkidle")
    loaded = "document.fonts.ready.then(() => [...document.fonts].filter((it) => it.status == 'loaded').length)"
    assert page.evaluate(loaded) > 0
    assert "Besley" in page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily")
    assert page.evaluate("typeof htmx") == "object"
    assert page.evaluate("refused") == []
    files = [address for address in page.asked if "/static/" in address]
    assert {address.partition("/static/")[0].rpartition(":")[0] for address in files if "icons" not in address} == {
        "http://localhost"
    }
    assert all("127.0.0.1" in address for address in files if "icons" in address)


def test_other_bytes_from_there_are_not_run(page):
    page.route("**/static/storefront.*.js", lambda route: route.fulfill(
        body="window.evil = true", content_type="text/javascript", headers={"access-control-allow-origin": "*"},
    ))
    page.goto("/", wait_until="networkidle")
    assert page.evaluate("[typeof evil, typeof htmx]") == ["undefined", "object"]
