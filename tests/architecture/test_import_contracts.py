"""The import contracts hold, and each of them bites: a planted violation breaks it."""

import configparser
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYTHON_ONLY = shutil.ignore_patterns("__pycache__", "static", "assets", "templates", "shelves", "*.sql", "*.pyc")

pytestmark = pytest.mark.requirement("R9.5")

PLANTED = {
    "hexagon": ("src/store/application/shared/bus.py", "import store.adapters.drivers.vault"),
    "four-folders": ("src/store/fifth/__init__.py", ""),
    "pure-domain": ("src/store/domain/cart/cart.py", "import random"),
    "pure-application": ("src/store/application/shared/work.py", "import psycopg"),
    "independent-domains": ("src/store/domain/cart/cart.py", "import store.domain.inventory.errors"),
    "one-context": ("src/store/application/cart/handlers.py", "import store.application.payments.messages"),
    "composition-root": ("src/store/entrypoints/rest/carts.py", "import store.adapters.drivers.world"),
    "projections-read-the-log": ("projections/shared/runner.py", "import store.adapters.privacy.keys_memory"),
    "entry-points": ("src/store/entrypoints/rest/carts.py", "import store.entrypoints.cli.desk"),
    "edge-speaks-messages": ("src/store/entrypoints/rest/carts.py", "import store.application.cart.handlers"),
    "litestar-at-the-edge": ("projections/shared/runner.py", "import litestar"),
    "drivers-stay-outside": ("src/store/entrypoints/rest/carts.py", "import psycopg"),
    "no-knots": ("src/store/domain/shared/ids.py", "import store.domain.cart.cart"),
}


def lint(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [program, "--no-cache", *arguments], cwd=folder, capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": f"{folder / 'src'}{os.pathsep}{folder}", "NO_COLOR": "1"},
    )


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tree")
    for part in ("src/store", "projections", "tests/architecture"):
        shutil.copytree(ROOT / part, folder / part, ignore=PYTHON_ONLY)
    shutil.copy(ROOT / "tests/__init__.py", folder / "tests")
    shutil.copy(ROOT / ".importlinter", folder)
    return folder


def contracts() -> dict[str, str]:
    config = configparser.ConfigParser()
    config.read(ROOT / ".importlinter")
    prefix = "importlinter:contract:"
    return {name.removeprefix(prefix): config[name]["name"] for name in config.sections() if name.startswith(prefix)}


@pytest.mark.story("US-11.1", "the architecture is checked by tests")
def test_all_contracts_are_kept(copied):
    ran = lint(copied)
    assert ran.returncode == 0, ran.stdout


@pytest.mark.story("US-11.1", "the architecture is checked by tests")
def test_for_every_contract_a_violation_is_known():
    assert set(PLANTED) == set(contracts())


@pytest.mark.story("US-11.1", "the architecture is checked by tests")
@pytest.mark.parametrize("contract", PLANTED)
def test_a_planted_violation_breaks_its_contract(copied, contract):
    place, line = PLANTED[contract]
    file = copied / place
    before = file.read_text() if file.exists() else None
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"{before or ''}\n{line}\n")
    try:
        ran = lint(copied, "--contract", contract)
    finally:
        if before is None:
            shutil.rmtree(file.parent)
        else:
            file.write_text(before)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert f"{contracts()[contract]} BROKEN" in ran.stdout
