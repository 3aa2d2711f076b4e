"""Pages where a card is asked for load the scripts that ``docs/payment-scripts.md`` names, and no others."""

import re
from pathlib import Path

import pytest

from store.entrypoints.shared.assets import DIST, Assets

pytestmark = [pytest.mark.requirement("R10.5"), pytest.mark.story("US-10.5", "the gateway is integrated securely")]

LISTED = re.compile(r"^\| `([^`]+)` \| (the shop|Stripe) \| ([^|]+) \| [^|]{20,} \| [^|]{20,} \|$", re.MULTILINE)
SCRIPT = re.compile(r"<script\b[^>]*>")
INVENTORY = Path(__file__).parents[3] / "docs" / "payment-scripts.md"


def listed(page):
    return {name for name, _, pages in LISTED.findall(INVENTORY.read_text("utf-8")) if page in pages.split(", ")}


def loaded(page):
    """The scripts of *page* by the names that the inventory gives them."""
    assets = Assets()
    names = {assets(name): name for name in ("htmx.js", "storefront.js", "backoffice.js")}
    found = [re.search(r'\bsrc="([^"]+)"', tag) for tag in SCRIPT.findall(page.text)]
    assert all(found), "a script stands in the page itself"
    return {names.get(at[1], at[1]) for at in found}


@pytest.fixture
def pages(shop, owner):
    checkout, bought = shop.checkout("ctoken_asking")
    bank = shop.client.get(bought.headers["location"])
    return {"checkout": checkout, "bank": bank, "new card": owner.get("/account/cards/new")}


@pytest.mark.parametrize("name", ["checkout", "bank", "new card"])
def test_a_page_loads_what_the_inventory_names_and_nothing_else(pages, name):
    assert "https://js.stripe.com/v3/" in loaded(pages[name])
    assert loaded(pages[name]) == listed(name)


@pytest.mark.parametrize("name", ["checkout", "bank", "new card"])
def test_each_script_bears_the_nonce_and_comes_from_a_place_the_policy_names(pages, name):
    policy = pages[name].headers["content-security-policy"]
    rule = re.search(r"script-src ([^;]+)", policy)[1].split()
    nonce = re.search(r"'nonce-([^']+)'", policy)[1]
    assert set(rule) == {"'self'", "https://js.stripe.com", "https://*.js.stripe.com", f"'nonce-{nonce}'"}
    assert all(f'nonce="{nonce}"' in tag for tag in SCRIPT.findall(pages[name].text))


def test_our_own_scripts_bring_no_others():
    """What the inventory can't see: a script that loads one."""
    scripts = [*DIST.glob("storefront*.js")]
    assert scripts
    for path in scripts:
        code = path.read_text("utf-8")
        assert not re.search(r"\bimport\s*\(|createElement\(\s*[\"']script|\beval\(|new Function", code), path.name


def test_another_script_would_be_noticed(pages):
    class Page:
        text = pages["checkout"].text + '<script nonce="x" src="https://cdn.example/tag.js"></script>'

    assert loaded(Page) != listed("checkout")
