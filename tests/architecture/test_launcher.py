"""The command `store` in a project folder of any name."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.requirement("R1.4")

BOOTSTRAP = Path(__file__).parents[2] / "tools" / "bootstrap.py"


@pytest.mark.parametrize("folder", ["plain", "with a space", "it's $HOME", "x" * 140])
def test_the_command_runs_wherever_the_project_lies(tmp_path, folder):
    spec = importlib.util.spec_from_file_location("bootstrap", BOOTSTRAP)
    bootstrap = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bootstrap)
    venv = tmp_path / folder / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    bootstrap.put_project_on_path(venv, venv / "bin" / "python")
    purelib = next(venv.glob("lib/python*/site-packages"))
    (purelib / "store.pth").write_text(f"{tmp_path}\n")
    cli = tmp_path / "store" / "entrypoints" / "wiring"
    cli.mkdir(parents=True)
    (cli / "cli.py").write_text("import sys\ndef main():\n    print(sys.prefix, sys.argv[1:])\n")
    alone = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    ran = subprocess.run([venv / "bin" / "store", "a b", "$c"], capture_output=True, text=True, check=False, env=alone)
    assert ran.stdout.strip() == f"{venv} ['a b', '$c']", ran.stderr
