"""What somebody calls the device they are at: the family of browser and system, which tells nobody apart."""

from typing import Final

_BROWSERS: Final = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)
_SYSTEMS: Final = (
    ("iPhone", "an iPhone"), ("iPad", "an iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "a Mac"),
    ("CrOS", "a Chromebook"), ("Linux", "Linux"),
)


def device_of(user_agent: str) -> str:
    """"Firefox on Linux", or that it is something else."""
    browser = _first(_BROWSERS, user_agent)
    if not browser:
        return "Another program"
    system = _first(_SYSTEMS, user_agent)
    return f"{browser} on {system}" if system else browser


def _first(families: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for sign, name in families if sign in user_agent), "")
