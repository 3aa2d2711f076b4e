"""The look keeps its promises: readable colours, templates that stand, pages a strict policy lets through."""

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from store.entrypoints.shared import build_assets
from store.entrypoints.shared.assets import Assets, AssetsNotBuilt
from store.entrypoints.shared.pages import environment
from tests.entrypoints.page_fixtures import PAGES

ENTRYPOINTS = Path(build_assets.__file__).parents[1]
ROOMS = ("shared", "storefront", "backoffice")
TEMPLATES = sorted(path for room in ROOMS for path in (ENTRYPOINTS / room / "templates").rglob("*.*"))
TEXT = 4.5
CONTROL = 3.0
SURFACES = ("paper", "surface", "ground")
PAIRS = [
    *((ink, ground, TEXT) for ink in ("ink", "ink-soft", "weld-ink") for ground in SURFACES),
    *((tone, ground, TEXT) for tone in ("good", "warn", "bad") for ground in SURFACES),
    *((tone, f"{tone}-wash", TEXT) for tone in ("good", "warn", "bad")),
    *(("ink", wash, TEXT) for wash in ("good-wash", "warn-wash", "bad-wash", "weld-wash")),
    ("ink-soft", "weld-wash", TEXT), ("ink-soft", "bad-wash", TEXT), ("weld-ink", "weld-wash", TEXT),
    ("on-weld", "weld", TEXT), ("on-weld", "weld-strong", TEXT),
    ("paper", "ink", TEXT), ("paper", "bad", TEXT),
    *((edge, ground, CONTROL) for edge in ("control", "weld-edge") for ground in SURFACES),
    ("control", "weld-wash", CONTROL),
]
STANDS_ALONE = {"storefront/cart_drawer.html", "storefront/suggestions.html"}
FILLED_LATER = {"drawer-title"}


def tokens(scheme: str) -> dict[str, str]:
    css = (ENTRYPOINTS / "shared" / "assets" / "tokens.css").read_text("utf-8")
    light, dark = css.split("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    return found if scheme == "light" else found | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark))


def luminance(colour: str) -> float:
    channels = [int(colour[at:at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


class Page(HTMLParser):
    """Collects what a page is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def of(self, *names: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag in names]


@pytest.fixture(scope="session")
def assets() -> Assets:
    build_assets.build()
    return Assets()


@pytest.fixture(scope="session")
def pages(assets: Assets) -> dict[str, str]:
    env = environment(assets)
    return {name: env.get_template(template).render(context) for name, (template, context) in PAGES.items()}


HTML = [name for name, (template, _) in PAGES.items() if template.endswith(".html")]
OPEN_TO_LETTERS = {"unsubscribe", "back-in-stock-stop"}
"""Their secret is in the address: mail programs post there, which have seen no page of ours (RFC 8058)."""
SITE = [name for name in HTML if not name.startswith("mail-")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_every_pair_of_colours_in_use_can_be_read(scheme, ink, ground, least):
    palette = tokens(scheme)
    assert contrast(palette[ink], palette[ground]) >= least


@pytest.mark.parametrize("name", list(PAGES))
def test_every_page_renders_with_the_long_the_missing_and_the_empty(name, pages):
    assert pages[name].strip()


def test_what_credit_paid_for_alone_goes_back_to_no_card(pages):
    offered = ["To your card or account" in pages[f"return-preview-{name}"] for name in ("credit", "all-credit")]
    assert offered == [True, False]


def test_every_template_is_shown_by_some_page():
    roots = {template for template, _ in PAGES.values()}
    full = {path.relative_to(ENTRYPOINTS).as_posix().replace("/templates/", "/", 1) for path in TEMPLATES}
    parts = {name for name in full if "/parts/" in name or "/macros/" in name or "/layout" in name}
    assert full - parts == roots


@pytest.mark.requirement("R10.2")
@pytest.mark.parametrize("name", SITE)
def test_a_page_carries_no_inline_style_script_or_handler(name, pages):
    page = Page(pages[name])
    assert not page.of("style")
    data = "application/ld+json"  # read by search engines, run by nobody
    assert all(script.get("src") or script.get("type") == data for script in page.of("script"))
    attributes = [pair for _, found in page.tags for pair in found.items()]
    assert not [key for key, _ in attributes if key == "style" or key.startswith(("on", "hx-on"))]
    assert not [value for _, value in attributes if (value or "").startswith("javascript:")]


@pytest.mark.requirement("R10.3")
@pytest.mark.parametrize("name", [name for name in SITE if name not in OPEN_TO_LETTERS])
def test_every_form_that_changes_something_carries_the_csrf_field(name, pages):
    posts = re.findall(r'<form[^>]*method="post"[^>]*>(.*?)</form>', pages[name], re.DOTALL)
    assert all('name="_csrf_token"' in body for body in posts)


@pytest.mark.parametrize("name", HTML)
def test_every_picture_says_its_size_so_that_nothing_jumps(name, pages):
    for image in Page(pages[name]).of("img"):
        assert {"width", "height", "alt"} <= image.keys()


@pytest.mark.parametrize("name", SITE)
def test_every_field_has_a_label_and_every_reference_leads_somewhere(name, pages):
    page = Page(pages[name])
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    labelled = {label.get("for") for label in page.of("label")}
    for field in page.of("input", "select", "textarea"):
        if field.get("type") in ("hidden", "radio", "checkbox"):
            continue
        assert field.get("id") in labelled
    for _, attributes in page.tags:
        for key in ("aria-describedby", "aria-labelledby", "for", "popovertarget", "list"):
            assert set((attributes.get(key) or "").split()) - FILLED_LATER <= set(ids)


@pytest.mark.parametrize("name", [name for name in SITE if PAGES[name][0] not in STANDS_ALONE])
def test_a_page_has_one_heading_one_main_and_a_way_past_the_header(name, pages):
    page = Page(pages[name])
    assert len(page.of("h1")) == 1
    assert [main.get("id") for main in page.of("main")] == ["main"]
    assert any(link.get("href") == "#main" for link in page.of("a"))
    assert page.of("html")[0]["lang"]


@pytest.mark.parametrize("name", SITE)
def test_no_two_regions_of_a_page_are_called_the_same(name, pages):
    called = Counter(
        it.get("aria-label") or it.get("aria-labelledby")
        for tag, it in Page(pages[name]).tags if tag == "section" or it.get("role") == "region"
    )
    assert not [label for label, times in called.items() if label and times > 1]


def test_prose_of_strangers_is_cleaned(pages):
    assert "<script>alert" not in pages["product"]
    assert "<strong>Not</strong>" in pages["product"]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_trust_no_text_on_their_own(path):
    text = path.read_text("utf-8")
    assert "|safe" not in text.replace(" ", "")
    assert "autoescape false" not in text
    assert text.startswith("{#"), "says at its top which variables it takes"


def test_a_mail_says_the_same_as_text(pages):
    for name in ("mail-confirmation", "mail-cancelled", "mail-shipped"):
        assert "€102.90" in pages[name]
        assert "€102.90" in pages[f"{name}-text"]
        assert "&#39;" not in pages[f"{name}-text"]


def test_building_again_does_nothing(assets):
    assert assets("storefront.css").startswith("/static/storefront.")
    assert build_assets.build() is False


def test_pages_cannot_be_made_before_the_assets_are(tmp_path):
    with pytest.raises(AssetsNotBuilt, match="build_assets"):
        Assets(tmp_path)


def test_only_two_third_party_packages_come_along_and_the_lock_names_no_host():
    lock = (build_assets.ROOT / "package-lock.json").read_text("utf-8")
    assert "://" not in lock
    assert "htmx.org" in lock
