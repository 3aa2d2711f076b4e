"""Secrets for apps that make codes of them, as pictures to be scanned and as text to be typed."""

from urllib.parse import quote, urlencode

from store.application.identity.second_factor import WaitingSecret

_GROUP = 4


def otpauth(waiting: WaitingSecret, shop: str) -> str:
    """The address that apps read out of the picture: half minutes, six digits, and SHA-1, as all of them take."""
    label = f"{quote(shop)}:{quote(waiting.email)}"
    return f"otpauth://totp/{label}?{urlencode({'secret': waiting.secret.value, 'issuer': shop})}"


def picture_of(text: str) -> str:
    """A QR code as an address of data, which the policy lets pages show. Imported when somebody asks for one."""
    from segno import make

    return make(text, error="m").svg_data_uri(scale=4, dark="#000", light="#fff", xmldecl=False)


def to_type(waiting: WaitingSecret) -> str:
    """The secret in groups."""
    secret = waiting.secret.value
    return " ".join(secret[n:n + _GROUP] for n in range(0, len(secret), _GROUP))
