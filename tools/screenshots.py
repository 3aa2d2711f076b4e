"""Takes the pictures of the README: `PYTHONPATH=src:. .venv/bin/python tools/screenshots.py http://127.0.0.1:8000`.

Needs a running demo shop, the installed tests (`make .venv/.dev`) and a Chromium. It buys a mug and a teapot, ships
them, and takes a picture wherever the README wants one; Chromium itself writes WebP, so nothing else is needed.
"""

import argparse
import shutil
from base64 import b64decode
from pathlib import Path
from typing import Final, Literal

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from store.entrypoints.wiring.demo_logins import EMAIL, PASSWORD

FOLDER: Final = Path(__file__).resolve().parents[1] / "docs" / "images"
MOST_BYTES: Final = 120_000
DESK: Final = ViewportSize(width=1280, height=800)
PHONE: Final = ViewportSize(width=390, height=780)
QUIET: Final = (
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars",
)


def main() -> None:
    said = argparse.ArgumentParser(description=__doc__)
    said.add_argument("shop", nargs="?", default="http://127.0.0.1:8000", help="where the demo shop runs")
    said.add_argument("--no-sandbox", action="store_true", help="needed where the browser runs as root")
    options = said.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
            args=[*QUIET, *(["--no-sandbox"] if options.no_sandbox else [])],
        )
        window(browser, options.shop)
        order = bought(browser, options.shop)
        number = order.partition("/orders/")[2].partition("?")[0]
        worked(browser, options.shop, number)
        followed(browser, options.shop, order)
        browser.close()


def window(browser: Browser, shop: str) -> None:
    """What a visitor sees, by day and by night."""
    page = opened(browser, shop, DESK)
    page.goto("/")
    take(page, "home")
    page.goto("/products/harbour-mug?sku=HARBOUR-MUG-RUST")
    take(page, "product")
    page = opened(browser, shop, DESK, scheme="dark")
    page.goto("/products?q=mug")
    take(page, "search-dark")


def bought(browser: Browser, shop: str) -> str:
    """The address of an order, with the token that opens it."""
    page = opened(browser, shop, DESK)
    for address in ("/products/harbour-mug?sku=HARBOUR-MUG-RUST", "/products/tall-cappuccino-cup"):
        page.goto(address)
        with page.expect_response("**/cart/lines"):
            page.locator(".buy-form button.button-act").click()
    page.goto("/checkout")
    for field, text in (
        ("email", "ann@example.com"), ("name", "Ann Example"), ("line1", "Lindenstraße 1"), ("postal_code", "10969"),
        ("city", "Berlin"),
    ):
        page.fill(f"#f-{field}", text)
    page.evaluate("document.activeElement.blur()")
    take(page, "checkout")
    page.locator(".pay button:visible").click()
    page.wait_for_url("**/orders/**")
    [cookie] = [c for c in page.context.cookies() if c.get("name") == "store_order"]
    number, _, token = str(cookie.get("value")).strip('"').partition(":")
    return f"/orders/{number}?access_token={token}"


def worked(browser: Browser, shop: str, number: str) -> None:
    """What staff see before and after they have shipped it."""
    page = opened(browser, shop, DESK)
    page.goto("/backoffice/login")
    page.fill("#f-email", EMAIL)
    page.fill("#f-password", PASSWORD)
    page.click("button.button-act")
    page.wait_for_url("**/backoffice/orders")
    page.goto(f"/backoffice/orders/{number}")
    take(page, "backoffice-order")
    page.fill("#f-carrier", "DHL")
    page.fill("#f-tracking", "00340434161094022115")
    page.click("text=Mark as shipped")
    page.wait_for_selector(".notice-good")
    page.goto(f"/backoffice/history/order/{number}?version=2")
    take(page, "history")


def followed(browser: Browser, shop: str, order: str) -> None:
    """What the shopper sees of it then, on a phone."""
    page = opened(browser, shop, PHONE, scale=2)
    page.goto(order)
    take(page, "order-phone")


def opened(
    browser: Browser, shop: str, size: ViewportSize, *, scheme: Literal["light", "dark"] = "light", scale: float = 1
) -> Page:
    """A browser that was never here before."""
    return browser.new_context(
        base_url=shop, viewport=size, color_scheme=scheme, device_scale_factor=scale, reduced_motion="reduce"
    ).new_page()


def take(page: Page, name: str) -> None:
    """Write what *page* shows, as well as it can be had in so many bytes."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    devtools = page.context.new_cdp_session(page)
    for quality in (90, 82, 74, 66, 58, 50):
        shot = devtools.send("Page.captureScreenshot", {"format": "webp", "quality": quality})
        picture = b64decode(shot["data"])
        if len(picture) < MOST_BYTES:
            break
    else:
        raise SystemExit(f"{name} stays above {MOST_BYTES:,} bytes")
    (FOLDER / f"{name}.webp").write_bytes(picture)
    print(f"{name}.webp: {len(picture):,} bytes at quality {quality}")


if __name__ == "__main__":
    main()
