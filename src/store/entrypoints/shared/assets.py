"""Which file a page means when it says ``asset("storefront.css")``."""

import json
from pathlib import Path

DIST = Path(__file__).with_name("static") / "dist"


class AssetsNotBuilt(RuntimeError):
    """The static folder is empty: the build step has not run yet."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"No built assets in {folder}. Run: python src/store/entrypoints/shared/build_assets.py"
        )


class Assets:
    """The built files by their plain names; the hash in each address lets browsers keep it for ever."""

    def __init__(self, folder: Path = DIST, url: str = "/static/") -> None:
        manifest = folder / "manifest.json"
        if not manifest.is_file():
            raise AssetsNotBuilt(folder)
        self._urls: dict[str, str] = {
            name: url + file for name, file in json.loads(manifest.read_bytes())["files"].items()
        }

    def __call__(self, name: str) -> str:
        """The address of a built file; a name nobody built is a mistake in the template (KeyError)."""
        return self._urls[name]
