"""Makes the virtual environment: `python3 tools/bootstrap.py .venv requirements.lock`.

Needs a Python of 3.11 or newer and nothing else: no pip, no ensurepip (Debian keeps both in packages of their
own), no rights of root. What it installs is exactly what the lock file names, hash by hash.
"""

from __future__ import annotations  # an older Python reads this file too, if only to find a young one

import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
LAUNCHER = """#!/bin/sh
'''exec' {python} "$0" "$@"
' '''
from store.entrypoints.wiring.cli import main
main()
"""
"""A line that starts with #! can't hold a path with a space in it: so the shell reads the first lines, and Python takes
them for a text."""


def main() -> None:
    use_a_young_enough_python()
    os.umask(0o022)  # the account under which Postgres runs for root must be able to read its programs
    venv, lock = Path(sys.argv[1]).absolute(), ROOT / sys.argv[2]
    python = venv / "bin" / "python"
    if not works(python):
        make(venv, python)
    print(f"Installing what {lock.name} names; the first time this takes a minute or two", flush=True)
    with tempfile.TemporaryDirectory(prefix="store-pip-") as scratch:
        pip = find_pip(Path(scratch))
        run(
            [
                *pip,
                "--python",
                str(python),
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--no-input",
                "--require-hashes",
                "--no-deps",
                "--requirement",
                str(lock),
            ]
        )
    put_project_on_path(venv, python)


def use_a_young_enough_python() -> None:
    if sys.version_info >= OLDEST:
        return
    for minor in range(20, OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found and works(Path(found)):  # a version manager's shim is there for each version, chosen or not
            os.execv(found, [found, *sys.argv])  # noqa: S606  # the same script, run by a newer Python
    sys.exit(
        f"Store needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {sys.version.split()[0]}, and the PATH"
        " has no newer one. `make run PYTHON=/path/to/python3` uses another."
    )


def make(venv: Path, python: Path) -> None:
    """With the Python that runs this, or a faster one where nobody chose: make hands on the PYTHON it was given."""
    sys.path.insert(0, str(Path(__file__).parent))  # some Pythons are told not to look there (PYTHONSAFEPATH)
    import pythons

    own, folder = sys.version.split()[0], shlex.quote(os.path.relpath(venv))
    better = None if os.environ.get("PYTHON") else pythons.faster()
    shutil.rmtree(venv, ignore_errors=True)
    if better:
        print(
            f"Making the virtual environment {venv.name} with Python {better.version} ({better.path}), which is"
            f" {better.times:.1f} times as fast as the PATH's {own}; `rm -r {folder}; make run PYTHON=python3` insists"
            " on that one",
            flush=True,
        )
        subprocess.run([better.path, "-m", "venv", "--without-pip", str(venv)], capture_output=True, check=False)
        if works(python):
            return
        shutil.rmtree(venv, ignore_errors=True)
    print(f"Making the virtual environment {venv.name} with Python {own}")
    run([sys.executable, "-m", "venv", "--without-pip", str(venv)])


def works(python: Path) -> bool:
    """A virtual environment dies when the Python it was made with is removed or upgraded."""
    asked = [str(python), "-c", "import sys; print(sys.version_info[:2] >= (3, 11))"]
    if not python.exists():
        return False
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip() == "True"


def find_pip(scratch: Path) -> list[str]:
    """The machine's pip, the one inside Python, or the one in Debian's packages: unpacked, not installed."""
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip"]
    ensurepip = importlib.util.find_spec("ensurepip")
    for folder in (ensurepip.submodule_search_locations or []) if ensurepip else []:
        for wheel in Path(folder).glob("_bundled/pip-*.whl"):
            return [sys.executable, f"{wheel}/pip"]
    wheel = next(Path("/usr/share/python-wheels").glob("pip-*.whl"), None) or pip_from_debian(scratch)
    if wheel is None:
        sys.exit(
            "There is no pip here and no way was found to get one. Install it (on Debian: apt install"
            " python3-pip; elsewhere the package with pip or ensurepip for your Python) and try again."
        )
    return [sys.executable, f"{wheel}/pip"]


def pip_from_debian(scratch: Path) -> Path | None:
    """apt can download for anybody, into any folder, if it may keep its lists there too."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        return None
    print("This Python has no pip; fetching Debian's", flush=True)
    for folder in ("lists/partial", "cache/archives/partial"):
        (scratch / folder).mkdir(parents=True)
    own = [
        "-qq",
        "-o",
        f"Dir::State::Lists={scratch}/lists",
        "-o",
        f"Dir::Cache={scratch}/cache",
        "-o",
        "APT::Sandbox::User=root",
        "-o",
        "Debug::NoLocking=1",
    ]
    for command in (["apt-get", *own, "update"], ["apt-get", *own, "download", "python3-pip-whl"]):
        ran = subprocess.run(
            command, cwd=scratch, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        if ran.returncode:
            print(ran.stdout)
            return None
    for package in scratch.glob("python3-pip-whl*.deb"):
        run(["dpkg-deb", "-x", str(package), str(scratch / "unpacked")])
    return next(scratch.glob("unpacked/usr/share/python-wheels/pip-*.whl"), None)


def put_project_on_path(venv: Path, python: Path) -> None:
    """What an editable install would do, without a build."""
    asked = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    packages = Path(subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip())
    (packages / "store.pth").write_text(f"{ROOT / 'src'}\n{ROOT}\n")
    launcher = venv / "bin" / "store"
    launcher.write_text(LAUNCHER.format(python=shlex.quote(str(python))))
    launcher.chmod(0o755)


def run(command: list[str]) -> None:
    code = subprocess.run(command, check=False).returncode
    if code:
        sys.exit(f"Stopped: {Path(command[0]).name} ended with exit code {code}; its words stand above.")


if __name__ == "__main__":
    main()
