"""From the environment to :class:`Settings`; what can't be right stops the start with a sentence about it."""

import contextlib
import difflib
import os
from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import FieldInfo, fields

from store.domain.shared.currency_codes import CODES
from store.entrypoints.wiring.in_the_clear import refused
from store.entrypoints.wiring.settings import Settings
from store.entrypoints.wiring.settings_guide import GUIDE

PREFIX: Final = "STORE_"
_FIELDS: Final[Mapping[str, FieldInfo]] = {field.name: field for field in fields(Settings)}
_NETWORKS: Final = frozenset({"trusted_proxies", "webhook_allow"})
_TOGETHER: Final = (
    ("paypal_client_id", "paypal_secret", "an app at PayPal has both"),
    ("carrier_url", "carrier_token", "a carrier has to know who asks"),
)
_YES_NO: Final = dict.fromkeys(("1", "true", "yes", "on"), True) | dict.fromkeys(("0", "false", "no", "off"), False)


class Misconfigured(Exception):
    """Variables that can't be used, one sentence each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def variable(field: str) -> str:
    """The variable that sets *field*."""
    return PREFIX + field.upper()


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """What *environment* says, or :class:`Misconfigured` with every fault at once."""
    settings, faults = examine(environment)
    if faults:
        raise Misconfigured(faults)
    return settings


def examine(environment: Mapping[str, str] = os.environ) -> tuple[Settings, list[str]]:
    """What *environment* says, with defaults where it can't be used, and what is wrong with it.

    An empty variable counts as one that isn't set: that is how compose files and unit files leave things out.
    """
    faults: list[str] = []
    values: dict[str, Any] = {}
    for name, text in sorted(environment.items()):
        if not name.startswith(PREFIX) or not text:
            continue
        field = name.removeprefix(PREFIX).lower()
        try:
            values[field] = _value(field, text)
        except _Fault as fault:
            faults.append(f"{name} {fault}")
    settings = Settings(**values)
    return settings, faults + _contradictions(settings) + refused(settings)


def _contradictions(settings: Settings) -> list[str]:
    """What each is right, and wrong together."""
    named = [variable(name) for name in _FIELDS if name.startswith("database_url_") and getattr(settings, name)]
    if named and not settings.database_url:
        return [f"{named[0]} needs STORE_DATABASE_URL beside it: both name the same outside database."]
    for name in ("google", "facebook", "github"):
        id, secret = f"{name}_client_id", f"{name}_client_secret"
        if bool(getattr(settings, id)) is not bool(getattr(settings, secret)):
            given, missing = (id, secret) if getattr(settings, id) else (secret, id)
            return [f"{variable(given)} needs {variable(missing)} beside it: an app there has both."]
    for one, other, why in _TOGETHER:
        if bool(getattr(settings, one)) is not bool(getattr(settings, other)):
            return [f"{variable(one)} and {variable(other)} go together: {why}."]
    shown = settings.stripe_publishable_key
    if settings.stripe_key and shown and settings.stripe_live is not shown.startswith("pk_live_"):
        return ["STORE_STRIPE_PUBLISHABLE_KEY is of another mode than STORE_STRIPE_KEY: one is live, one for tests."]
    return []


def _listed(text: str) -> tuple[str, ...]:
    """Words with commas between; or a list in JSON, for what has commas itself."""
    if text.startswith("["):
        with contextlib.suppress(msgspec.DecodeError):  # a word that only begins like one
            return msgspec.json.decode(text, type=tuple[str, ...])
    return tuple(one for one in map(str.strip, text.split(",")) if one)


def to_environment(settings: Settings) -> dict[str, str]:
    """The variables that make another process read the same *settings*."""
    said = {}
    for name, field in _FIELDS.items():
        value = getattr(settings, name)
        if value != field.default:
            said[variable(name)] = _text(value)
    return said


def shown(settings: Settings, field: str) -> str:
    """The value of *field* as anybody may see it."""
    value = _text(getattr(settings, field))
    return "(set, not shown)" if value and GUIDE[field].secret else value


def default(field: str) -> str:
    """What *field* is when nobody sets it."""
    return _text(_FIELDS[field].default)


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case tuple():
            odd = any("," in one or one.startswith("[") for one in value)
            return msgspec.json.encode(value).decode() if odd else ",".join(value)
        case _:
            return str(value)


class _Fault(Exception):
    """The rest of a sentence that starts with the variable's name."""


def _value(field: str, text: str) -> object:
    if field not in _FIELDS:
        near = difflib.get_close_matches(variable(field), map(variable, _FIELDS), n=1)
        hint = f"; did you mean {near[0]}?" if near else "."
        raise _Fault(f"is unknown{hint} `store config` lists what there is.")
    about = GUIDE[field]
    if about.refused:
        raise _Fault(f"is {about.refused}; unset it.")
    try:
        return _converted(field, text.strip())
    except (ValueError, LookupError) as error:
        said = "has a value (not repeated here) that can't be used" if about.secret else f"is {text!r}"
        raise _Fault(f"{said}; it must be {about.right}.") from error


def _converted(field: str, text: str) -> object:
    kind = _FIELDS[field].type
    if field == "time_zone":
        ZoneInfo(text)
    if field == "currency" and text not in CODES:
        raise LookupError(text)
    if kind is bool:
        return _YES_NO[text.lower()]
    if field in {"rate_limit_keys", "purposes", "plaintext_allow", "secret_also", *_NETWORKS}:
        several = _listed(text)
        if field == "plaintext_allow":
            several = tuple(str(ip_network(one)) if "/" in one else one.lower() for one in several)
        if field in {"purposes", "plaintext_allow", "secret_also"}:
            return msgspec.convert(several, kind)
        return tuple(str(ip_network(one)) for one in several) if field in _NETWORKS else several
    if kind in {Path, Path | None}:
        return Path(text).expanduser()
    return msgspec.convert(text, kind, strict=False)
