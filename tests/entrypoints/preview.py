"""Renders every page to a folder and serves it, to be looked at.

``PYTHONPATH=src:. python -m tests.entrypoints.preview FOLDER [PORT]``
"""

import http.server
import re
import shutil
import sys
from functools import partial
from pathlib import Path

from store.adapters.catalogue.demo.pictures.piece import Piece
from store.adapters.catalogue.demo.pictures.studio import portrait
from store.entrypoints.shared import build_assets
from store.entrypoints.shared.assets import DIST, Assets
from store.entrypoints.shared.pages import environment
from tests.adapters.identity.test_portraits import picture
from tests.entrypoints.page_fixtures import PAGES

_DEMO = 2
"""Dots in the name of a drawing of the demo shop: family, colour and kind."""


def render(folder: Path) -> None:
    """Write all pages, the built assets and the pictures they show into *folder*."""
    build_assets.build()
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(DIST, folder / "static", dirs_exist_ok=True)
    pages = environment(Assets())
    pictures: set[str] = set()
    for name, (template, context) in PAGES.items():
        text = pages.get_template(template).render(context)
        if name == "cart-drawer":
            frame = pages.get_template("storefront/listing.html").render(PAGES["listing"][1])
            place = '<div class="drawer-body" id="drawer-content">'
            text = frame.replace(place, place + text)
            text = text.replace('<dialog class="drawer"', '<dialog open class="drawer"')
        pictures |= set(re.findall(r'src="/media/([^"]+)"', text))
        (folder / f"{name}.html").write_text(text, "utf-8")
    (folder / "media").mkdir(exist_ok=True)
    for file in (name for name in pictures if name.count(".") == _DEMO):
        family, colour, kind = file.split(".")
        drawn = portrait(file, Piece(family, {"colour": colour})) if kind == "svg" else picture("PNG")
        (folder / "media" / file).write_bytes(drawn)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    render(target)
    if len(sys.argv) > 2:
        handler = partial(http.server.SimpleHTTPRequestHandler, directory=target)
        http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), handler).serve_forever()
