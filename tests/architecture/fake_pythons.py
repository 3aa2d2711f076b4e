"""Pythons that are as fast, as strange or as broken as a test wants them."""

import importlib.util
import sys
from pathlib import Path

TOOLS = Path(__file__).parents[2] / "tools"
REAL = sys._base_executable
MINOR = f"python3.{sys.version_info[1]}"

FAKE = """#!/bin/sh
[ "$3" = -c ] || {{ {making}; exec {real} "$@"; }}
exec {real} -I -S -c '
import itertools, signal, sys, time
sys._base_executable = sys.argv[1]
sys.version = "3.11.99 (a fake)"
time.process_time = itertools.count(step={seconds}).__next__
open(sys.argv[1] + ".asked", "a").write("time\\n" if "process_time" in sys.argv[2] else "name\\n")
{otherwise}
exec(sys.argv[2], dict(__name__="__main__"))
' "$0" "$4"
"""
"""The real Python behind another name, with a clock of its own that says each try took so many seconds."""


def script(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path


def faked(seconds: float, otherwise: str = "", making: str = ":") -> str:
    return FAKE.format(real=REAL, seconds=seconds, otherwise=otherwise, making=making)


def fake(path: Path, *args: float | str) -> Path:
    return script(path, faked(*args))


def tool(name: str):
    spec = importlib.util.spec_from_file_location(name, TOOLS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
