"""Whether browsers get the built files of the pages from where ``STORE_STATIC_URL`` says they are."""

from email.message import Message
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from store.entrypoints.cli.desk import Check
from store.entrypoints.shared.assets import DIST, Assets, AssetsNotBuilt
from store.entrypoints.wiring.settings import Settings

_PATIENCE: Final = 5.0
_ASKED_FOR: Final = "storefront.css"
_ORIGIN: Final = "Let it fetch from /static of this shop."


def files_elsewhere(settings: Settings) -> Check:
    """One file, asked for as a page of the shop would: there, the very one, and allowed to pages of another host."""
    try:
        own, address = Assets(), Assets(elsewhere=settings.static_url)(_ASKED_FOR)
    except AssetsNotBuilt:
        return Check("static files", "warning", "not built, so not compared", "`make assets` builds them.")
    try:
        asked = Request(address, headers={"Origin": settings.address})  # noqa: S310  # http or https, says its type
        with urlopen(asked, timeout=_PATIENCE) as answer:  # noqa: S310  # as above
            found, headers = answer.read(), answer.headers
    except HTTPError as refused:
        return Check("static files", "failed", f"{address} answers {refused.code}", _ORIGIN)
    except (URLError, OSError) as reason:
        return Check("static files", "failed", f"{address}: {' '.join(str(reason).split())}",
                     "Is STORE_STATIC_URL right? Without it the shop sends them itself.")
    if found != (DIST / own(_ASKED_FOR).rpartition("/")[2]).read_bytes():
        return Check("static files", "failed", f"{address} is another file than the shop has", _ORIGIN)
    return _allowed(settings, headers)


def _allowed(settings: Settings, headers: Message) -> Check:
    if headers.get("access-control-allow-origin") not in {"*", settings.address}:
        return Check("static files", "failed", "browsers will refuse them: they may not be used by pages of the shop",
                     "Have the CDN hand on the header Access-Control-Allow-Origin.")
    if "immutable" not in headers.get("cache-control", ""):
        return Check("static files", "warning", "kept for less than for ever",
                     "Have the CDN hand on the header Cache-Control.")
    return Check("static files", "ok", f"from {settings.static_url}, the very ones, kept for ever")
