"""Which file a page means when it says ``asset("storefront.css")``."""

import json
from base64 import b64encode
from hashlib import sha384
from pathlib import Path
from typing import Final

from markupsafe import Markup

DIST = Path(__file__).with_name("static") / "dist"
_AT_HOME: Final = frozenset({"icons.svg"})
"""Browsers draw no symbol out of a file of another host."""


class AssetsNotBuilt(RuntimeError):
    """The static folder is empty: the build step has not run yet."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"No built assets in {folder}. Run: python src/store/entrypoints/shared/build_assets.py"
        )


class Assets:
    """The built files by their plain names; the hash in each address lets browsers keep it for ever."""

    def __init__(self, folder: Path = DIST, url: str = "/static/", elsewhere: str = "") -> None:
        """*elsewhere*: the address of a CDN that has the files of *url*."""
        manifest = folder / "manifest.json"
        if not manifest.is_file():
            raise AssetsNotBuilt(folder)
        files: dict[str, str] = json.loads(manifest.read_bytes())["files"]
        there = f"{elsewhere.rstrip('/')}/" if elsewhere else url
        self._urls = {name: (url if name in _AT_HOME else there) + file for name, file in files.items()}
        self._digests = {
            name: b64encode(sha384((folder / file).read_bytes()).digest()).decode()
            for name, file in files.items() if elsewhere and name not in _AT_HOME
        }

    def __call__(self, name: str) -> str:
        """The address of a built file; a name nobody built is a mistake in the template (KeyError)."""
        return self._urls[name]

    def integrity(self, name: str) -> Markup:
        """What a tag says beside the address of a file of another host: which bytes it takes from there, no others."""
        if name not in self._digests:
            return Markup()
        return Markup(' integrity="sha384-{}" crossorigin="anonymous"').format(self._digests[name])
