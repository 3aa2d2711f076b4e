"""Somebody with a browser. Whatever their pages complain about is written down."""

import time

ADDRESS = {
    "email": "ann@example.org", "name": "Ann Example", "line1": "Lindenweg 4", "postal_code": "10115", "city": "Berlin",
}
MUG = "/products/harbour-mug?sku=HARBOUR-MUG-SAGE"

_EXPECTED = (
    "the server responded with a status of 4",  # a refusal is a page like any other
    "Response Status Error Code 403 from /cart/lines",  # and htmx says so too
    "Response Status Error Code 422 from /checkout",  # a field says what is wrong with it as soon as it is left
    # Pages fade into each other (base.css). Chromium gives a fade up when the window changes its size meanwhile, and
    # reports the promise of that fade, which no script of ours ever asked for, as an error. The page is there, whole,
    # unfaded. Bare HTML with nothing but `@view-transition` does the same: 1 of 30 times when resized after a link.
    # `rests` keeps tests that change the size from it.
    "Transition was aborted because of invalid state. Viewport size changed",
    # Seen in this suite on a busy machine, and never by trying: not in 30 rounds each of links, addresses, reloads,
    # going back, pages in pieces, navigations one into the other and a processor slowed six times, with and without
    # four to six busy processes beside, on bare HTML; not in 60 rounds of seven pages of this shop (Chromium 156). Of
    # bare HTML interrupted on its way Chromium said only "Transition was skipped". That the new page is drawn before
    # the picture of the old one comes is what the words suggest, and not proven. Others report it of WordPress's pages
    # on a slow machine, so it isn't ours alone. It is a fade that doesn't happen, and no more: so it is let pass.
    "Transition was aborted because of invalid state. Page already revealed",
    "Blocked script execution in",  # our own _LISTEN, in the frame of a mail, which may run nothing
    "Failed to execute 'postMessage' on 'DOMWindow'",  # axe asks such a frame, which is of no origin; no script of ours
)
_LISTEN = """
window.shifted = 0;
window.broken = [];
addEventListener("securitypolicyviolation", (event) => broken.push(`${event.violatedDirective} ${event.blockedURI}`));
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


class Visitor:
    def __init__(self, context, shop):
        self.context, self.shop = context, shop
        self.faults = []
        self.page = context.new_page()
        context.add_init_script(_LISTEN)
        context.on("request", self._outside)
        context.on("weberror", self._thrown)
        context.on("console", self._said)

    def _thrown(self, error):
        if not any(words in str(error.error) for words in _EXPECTED):
            self.faults.append(f"error: {error.error}")

    def _outside(self, request):
        if not request.url.startswith((self.shop, "data:", "about:", "blob:")):
            self.faults.append(f"foreign: {request.url}")

    def _said(self, message):
        if message.type in {"error", "warning"} and not any(words in message.text for words in _EXPECTED):
            self.faults.append(f"{message.type}: {message.text} ({message.page.url if message.page else ''})")

    def open(self, path):
        """Look at a page, as soon as everything on it is there."""
        answer = self.page.goto(path, wait_until="load")
        return answer.status

    def rests(self):
        """Until the page before has faded out."""
        self.page.evaluate(
            "Promise.allSettled(document.getAnimations()"
            ".filter((one) => one.effect?.pseudoElement?.startsWith('::view-transition')).map((one) => one.finished))"
        )

    def violations(self):
        return self.page.evaluate("window.broken")

    def until(self, seen, path, seconds=20):
        """Load *path* again and again until *seen* says so: what is awaited happens in another process."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.open(path)
            if seen():
                return
            self.page.wait_for_timeout(150)
        raise AssertionError(f"not seen on {path} within {seconds} s: {self.page.inner_text('main')[:300]}")

    def puts_in_cart(self, path=MUG):
        self.open(path)
        self.page.click(".buy-form .button-act")

    def goes_to_checkout(self):
        self.puts_in_cart()
        self.page.wait_for_selector("a[href='/checkout']:visible")
        self.page.click("a[href='/checkout']:visible")
        self.page.wait_for_url("**/checkout")

    def fills_in(self, **changes):
        for name, value in (ADDRESS | changes).items():
            self.page.fill(f"#f-{name}", value)

    def pays(self, card="success"):
        self.page.check(f"[name=payment_token][value={card}]")
        self.page.click("button:visible:has-text('Pay')")

    def buys(self, card="success", **changes):
        self.goes_to_checkout()
        self.fills_in(**changes)
        self.pays(card)

    def order_number(self):
        return self.page.url.partition("/orders/")[2].partition("?")[0]

    def heading(self):
        return self.page.inner_text("h1")
