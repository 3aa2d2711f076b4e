"""Makes the virtual environment: `python3 tools/bootstrap.py .venv requirements.lock`.

Needs a Python of 3.11 or newer and nothing else: no pip, no ensurepip (Debian keeps both in packages of their own),
no rights of root. What it installs is exactly what the lock file names, hash by hash.
"""

import glob
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
LAUNCHER = """#!{python}
from store.entrypoints.wiring.cli import main
main()
"""


def main() -> None:
    use_a_young_enough_python()
    venv, lock = Path(sys.argv[1]).absolute(), ROOT / sys.argv[2]
    python = venv / "bin" / "python"
    if not works(python):
        print(f"Making the virtual environment {venv.name} with Python {sys.version.split()[0]}")
        shutil.rmtree(venv, ignore_errors=True)
        run([sys.executable, "-m", "venv", "--without-pip", str(venv)])
    print(f"Installing what {lock.name} names; the first time this takes a minute or two", flush=True)
    with tempfile.TemporaryDirectory(prefix="store-pip-") as scratch:
        pip = find_pip(Path(scratch))
        run([*pip, "--python", str(python), "install", "--quiet", "--disable-pip-version-check", "--no-input",
             "--require-hashes", "--no-deps", "--requirement", str(lock)])
    put_project_on_path(venv, python)


def use_a_young_enough_python() -> None:
    if sys.version_info >= OLDEST:
        return
    for minor in range(20, OLDEST[1] - 1, -1):
        if found := shutil.which(f"python3.{minor}"):
            os.execv(found, [found, *sys.argv])
    sys.exit(f"Store needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {sys.version.split()[0]}, and the PATH has"
             " no newer one. `make run PYTHON=/path/to/python3` uses another.")


def works(python: Path) -> bool:
    """A virtual environment dies when the Python it was made with is removed or upgraded."""
    asked = [str(python), "-c", "import sys; print(sys.version_info[:2] >= (3, 11))"]
    return python.exists() and subprocess.run(asked, capture_output=True, text=True).stdout.strip() == "True"


def find_pip(scratch: Path) -> list[str]:
    """The machine's pip, the one inside Python, or the one in Debian's packages, unpacked but not installed."""
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip"]
    if importlib.util.find_spec("ensurepip"):
        import ensurepip

        bundled = glob.glob(os.path.join(os.path.dirname(ensurepip.__file__), "_bundled", "pip-*.whl"))
        if bundled:
            return [sys.executable, os.path.join(bundled[0], "pip")]
    shared = glob.glob("/usr/share/python-wheels/pip-*.whl")
    wheel = shared[0] if shared else pip_from_debian(scratch)
    if wheel is None:
        sys.exit("There is no pip here and no way was found to get one. Install it (on Debian: apt install"
                 " python3-pip; elsewhere the package with pip or ensurepip for your Python) and try again.")
    return [sys.executable, os.path.join(wheel, "pip")]


def pip_from_debian(scratch: Path) -> str | None:
    """apt can download for anybody, into any folder, if it may keep its lists there too."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        return None
    print("This Python has no pip; fetching Debian's", flush=True)
    for folder in ("lists/partial", "cache/archives/partial"):
        (scratch / folder).mkdir(parents=True)
    own = ["-qq", "-o", f"Dir::State::Lists={scratch}/lists", "-o", f"Dir::Cache={scratch}/cache",
           "-o", "APT::Sandbox::User=root", "-o", "Debug::NoLocking=1"]
    for command in (["apt-get", *own, "update"], ["apt-get", *own, "download", "python3-pip-whl"]):
        if subprocess.run(command, cwd=scratch).returncode:
            return None
    for package in glob.glob(str(scratch / "python3-pip-whl*.deb")):
        run(["dpkg-deb", "-x", package, str(scratch / "unpacked")])
    found = glob.glob(str(scratch / "unpacked/usr/share/python-wheels/pip-*.whl"))
    return found[0] if found else None


def put_project_on_path(venv: Path, python: Path) -> None:
    """What an editable install would do, without a build."""
    asked = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    packages = Path(subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip())
    (packages / "store.pth").write_text(f"{ROOT / 'src'}\n{ROOT}\n")
    launcher = venv / "bin" / "store"
    launcher.write_text(LAUNCHER.format(python=python))
    launcher.chmod(0o755)


def run(command: list[str]) -> None:
    code = subprocess.run(command).returncode
    if code:
        sys.exit(f"Stopped: {os.path.basename(command[0])} ended with exit code {code}; its words stand above.")


if __name__ == "__main__":
    main()
