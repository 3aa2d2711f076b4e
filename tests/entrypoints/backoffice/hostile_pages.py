"""Forms and addresses of pages, as those who do harm would fill them in."""

import re
from urllib.parse import quote
from uuid import uuid4

from tests.entrypoints.rest.test_hostile_walk import DATABASE
from tests.entrypoints.wandering import Page, unruly

_ERROR = re.compile(r'<p class="error" id="([^"]+)-error"[^>]*>\s*[^<\s]')
_ONCE = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


class FormToFill:
    """A form where it stands on a page, with *typed* in what nobody filled in."""

    def __init__(self, walker, address, name, typed):
        self.walker, self.address, self.name, self.typed = walker, address, name, typed
        self.form = None

    def renew(self):
        self.walker.desk.settle()  # so that no page waits a second for what nobody writes meanwhile
        forms = Page(self.address, self.walker.page(self.address) or "").forms
        fresh = next((it for it in forms if it.name == self.name), None)
        self.form = fresh or self.form
        return fresh is not None

    def ask(self, texts):
        typed = self.form.fields | {key: value for key, value in self.typed.items() if self.form.fields.get(key) == ""}
        once = {name: _ONCE.sub(str(uuid4()), typed[name]) for name in ("once", "idempotency_key") if typed.get(name)}
        return self.walker.sends(self.form, typed | once | texts)

    def blamed(self, answer, texts):
        named = set(_ERROR.findall(answer.text))
        return {it for it in texts if any(id == it or id.endswith(f"-{it}") for id in named)}


class PageToAsk:
    """A page, by what its address asks."""

    def __init__(self, walker, address):
        self.walker, self.address = walker, address

    def renew(self):
        return False

    def ask(self, texts):
        asked = "&".join(f"{name}={quote(text, safe='')}" for name, text in texts.items())
        return self.walker.asks(f"{self.address}?{asked}")

    def blamed(self, _answer, _texts):
        return set()


def harm(answer, texts):
    """What is wrong with *answer*, if anything."""
    if answer.status_code >= 500:
        return f"{answer.status_code}: {answer.text[-300:]}"
    if "a=b" in answer.headers.get("set-cookie", ""):
        return "a header of theirs"
    if re.match(r"(?:\w+:)?//", answer.headers.get("location", "")):
        return f"leads away, to {answer.headers['location']}"
    return _shown(answer, texts) if answer.headers.get("content-type", "").startswith("text/html") else None


def _shown(answer, texts):
    path = answer.request.url.path
    if not path.endswith("/html") and (found := unruly(answer.text)):
        return f"not only text: {found}"
    if DATABASE.search(answer.text) and not any(map(DATABASE.search, texts.values())) and "insight" not in path:
        return "speaks of the database"
    return None
