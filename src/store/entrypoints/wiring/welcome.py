"""The first words of an open shop."""

import sys

from store.entrypoints.wiring.demo_logins import demo_logins
from store.entrypoints.wiring.settings import Settings


def welcome(settings: Settings, seconds: float) -> str:
    """Where everything is and how to get in, for whoever started the shop."""
    shop = settings.address
    lines = [
        ("Shop", f"{shop}/"),
        ("Back office", f"{shop}/backoffice"),
        ("API", f"{shop}/api/v1/docs"),
        *_logins(settings),
        ("Data", str(settings.data_dir)),
    ]
    width = max(len(label) for label, _ in lines)
    strong, quiet, end = ("\033[1m", "\033[2m", "\033[0m") if sys.stdout.isatty() else ("", "", "")
    table = "\n".join(f"  {quiet}{label:<{width}}{end}  {text}" for label, text in lines)
    return (
        f"\n  {strong}{settings.name_over_the_door} is open{end} {quiet}after {seconds:.1f} s{end}\n\n{table}\n\n"
        f"  {quiet}Ctrl-C closes it.{end}\n"
    )


def _logins(settings: Settings) -> list[tuple[str, str]]:
    """Who can log in to the demo shop, if this is one."""
    return [(f"{who} login", f"{name}   {password}") for who, name, password in demo_logins(settings)]
