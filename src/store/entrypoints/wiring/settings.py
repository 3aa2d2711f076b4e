"""What may be set from outside, in ``STORE_*`` variables: the field ``data_dir`` is ``STORE_DATA_DIR``.

The type of a field holds its limits; :data:`GUIDE` says what it is for, and ``store config`` prints it.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from store.adapters.drivers.roles import DatabaseRole, as_role
from store.entrypoints.wiring.kept_secret import kept_secret

Port = Annotated[int, Meta(ge=1, le=65535)]
Minutes = Annotated[int, Meta(ge=1, le=1440)]
Threads = Annotated[int, Meta(ge=1, le=64)]
CurrencyCode = Annotated[str, Meta(pattern=r"^[A-Z]{3}$")]
NameText = Annotated[str, Meta(max_length=60)]
ShortText = Annotated[str, Meta(min_length=1, max_length=60)]
WebAddress = Annotated[str, Meta(pattern=r"^(https?://[^\s/]\S*)?$")]
PostgresAddress = Annotated[str, Meta(pattern=r"^(postgres(ql)?://\S+)?$")]
RedisAddress = Annotated[str, Meta(pattern=r"^((rediss?|unix)://\S+)?$")]
SmtpAddress = Annotated[str, Meta(pattern=r"^(smtps?://[^\s/?]+(:[0-9]+)?/?(\?\S*)?)?$")]
OpenSearchAddress = Annotated[str, Meta(pattern=r"^(https?://[^\s/?]+/?(\?index=[a-z][a-z0-9-]{0,60})?)?$")]
S3Address = Annotated[str, Meta(pattern=(
    r"^((https?|s3)://([^\s/@:?]+:[^\s/@?]+@)?[^\s/@?]+/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[^\s?]*)?"
    r"(\?(region=[\w-]+|style=(path|virtual))(&(region=[\w-]+|style=(path|virtual)))?)?)?$"
))]
Token = Annotated[str, Meta(pattern=r"^\S*$")]
LongSecret = Annotated[str, Meta(pattern=r"^(\S{32,})?$")]
StripeKey = Annotated[str, Meta(pattern=r"^((sk|rk)_(test|live)_\S+)?$")]
StripePublishableKey = Annotated[str, Meta(pattern=r"^(pk_(test|live)_\S+)?$")]
NetworkText = Annotated[str, Meta(max_length=50)]
Zone = Annotated[str, Meta(pattern=r"^[A-Za-z]\S*$")]


class Settings(Struct, frozen=True, kw_only=True):
    """One process's settings, checked."""

    host: ShortText = "127.0.0.1"
    port: Port = 8000
    base_url: WebAddress = ""
    data_dir: Path = Path("data")
    keys_dir: Path | None = None
    checkpoints_dir: Path | None = None
    database_url: PostgresAddress = ""
    database_url_owner: PostgresAddress = ""
    database_url_projector: PostgresAddress = ""
    database_url_app: PostgresAddress = ""
    database_url_analyst: PostgresAddress = ""
    redis_url: RedisAddress = ""
    opensearch_url: OpenSearchAddress = ""
    s3_url: S3Address = ""
    media_url: WebAddress = ""
    stripe_key: StripeKey = ""
    stripe_publishable_key: StripePublishableKey = ""
    stripe_webhook_secret: Token = ""
    stripe_url: WebAddress = ""
    smtp_url: SmtpAddress = ""
    geocoding_url: WebAddress = ""
    shop_name: NameText = ""
    currency: CurrencyCode = "EUR"
    time_zone: Zone = "UTC"
    demo: bool = True
    staff_token: Token = ""
    staff_second_factor: Literal["optional", "required"] = "optional"
    secret: LongSecret = ""
    rate_limit_keys: tuple[Token, ...] = ()
    trusted_proxies: tuple[NetworkText, ...] = ()
    webhook_allow: tuple[NetworkText, ...] = ()
    access_token_minutes: Minutes = 15
    command_threads: Threads = 8
    recording: bool = True
    metrics: bool = True
    traces_url: WebAddress = ""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["auto", "console", "json"] = "auto"
    embedded: bool = False

    @property
    def name_over_the_door(self) -> str:
        """What the shop is called."""
        return self.shop_name or ("Hearth & Field" if self.demo else "Store")

    @property
    def address(self) -> str:
        """Where people reach the shop, without a slash at the end."""
        if self.base_url:
            return self.base_url.rstrip("/")
        everywhere = self.host in {"0.0.0.0", "::"}  # noqa: S104  # compared with, not bound to
        host = "localhost" if everywhere else f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def is_secure(self) -> bool:
        """Whether people reach the shop by HTTPS alone."""
        return self.address.startswith("https://")

    @property
    def keys_folder(self) -> Path:
        """Where the keys that seal personal data are kept."""
        return self.keys_dir or self.data_dir / "keys"

    @property
    def checkpoints_folder(self) -> Path:
        """Where the signed checkpoints of the log are kept outside of the database."""
        return self.checkpoints_dir or self.data_dir / "checkpoints"

    @property
    def postgres_folder(self) -> Path:
        """Where the embedded Postgres keeps its data."""
        return self.data_dir / "postgres"

    def database_as(self, role: DatabaseRole) -> str:
        """The database, connected to as *role*: by its own address if it has one."""
        own: str = getattr(self, f"database_url_{role.name.lower()}")
        return as_role(own or self.database_url, role, login=self.embedded and not own)

    @property
    def app_url(self) -> str:
        """The database for pages, API, workers and scheduler."""
        return self.database_as(DatabaseRole.APP)

    @property
    def projector_url(self) -> str:
        """The database for what keeps read models up."""
        return self.database_as(DatabaseRole.PROJECTOR)

    @property
    def stripe_live(self) -> bool:
        """Whether payments by card move real money."""
        return "_live_" in self.stripe_key[:8]

    def signing_secret(self) -> bytes:
        """What signing keys derive from; made on first use where none is set."""
        return self.secret.encode() or kept_secret(self.data_dir / "secret")


class About(Struct, frozen=True):
    """What a setting is for, and what a value of it looks like."""

    what: str
    right: str
    unit: str = ""
    secret: bool = False
    """Never shown."""
    inside: bool = False
    """Said by one part of the shop to another; not for people to set."""
    refused: str = ""
    """Why this version can't honour it: better no start than a setting without effect."""


_ITS_ADDRESS: Final = "an address such as postgresql://account:password@host:5432/store"

GUIDE: Final[Mapping[str, About]] = {
    "host": About("Address to listen on; 0.0.0.0 lets other machines in.", "a host name or an IP address"),
    "port": About("Port to listen on.", "a free port from 1 to 65535"),
    "base_url": About(
        "Address under which shoppers reach the shop, for links in mails. Empty: made of host and port.",
        "an address such as https://shop.example",
    ),
    "data_dir": About("Folder for everything the shop keeps.", "a folder that may be written to"),
    "keys_dir": About(
        "Folder for the keys that seal personal data; back it up apart from the data. Empty: 'keys' in the"
        " data folder.",
        "a folder that may be written to",
    ),
    "checkpoints_dir": About(
        "Folder for the signed checkpoints of the log: best a disk that whoever looks after the database can't write"
        " to. Empty: 'checkpoints' in the data folder.",
        "a folder that may be written to",
    ),
    "database_url": About(
        "Postgres (15 or newer) to use instead of the embedded one.",
        "an address such as postgresql://user:password@host:5432/store",
        secret=True,
    ),
    "database_url_owner": About(
        "Address of the same database for whoever migrates it. Empty: STORE_DATABASE_URL, which turns into"
        " store_owner.",
        _ITS_ADDRESS, secret=True,
    ),
    "database_url_projector": About(
        "Address for the projector. Empty: STORE_DATABASE_URL, which turns into store_projector.",
        _ITS_ADDRESS, secret=True,
    ),
    "database_url_app": About(
        "Address for pages, API, workers and scheduler. Empty: STORE_DATABASE_URL, which turns into store_app.",
        _ITS_ADDRESS, secret=True,
    ),
    "database_url_analyst": About(
        "Address for what analysts ask; its account must be in the role store_analyst and in no other, or nothing can"
        " be asked. The embedded database needs none.",
        _ITS_ADDRESS, secret=True,
    ),
    "redis_url": About(
        "Redis for rate limits and jobs, so that several HTTP processes and workers share them.",
        "an address such as redis://host:6379/0",
        secret=True,
    ),
    "opensearch_url": About(
        "OpenSearch (2 or newer) for product search. While it is away, Postgres answers; index= names what its indexes"
        " begin with (store-products), for several shops on one cluster.",
        "an address such as https://user:password@host:9200?index=my-shop",
        secret=True,
    ),
    "s3_url": About(
        "S3-compatible storage for pictures, instead of a folder among the data. Without key and secret, AWS_*"
        " variables or the machine's role are used; style=virtual puts the bucket before the host's name.",
        "an address such as https://key:secret@host/bucket/folder?region=eu-central-1&style=path",
        secret=True,
    ),
    "media_url": About(
        "CDN that shows the pictures of /media, which then sends visitors there. Empty: the shop shows them.",
        "an address such as https://pictures.shop.example",
    ),
    "stripe_key": About(
        "Stripe's secret key: payments are made by card, with Stripe. Without one, they go to the sandbox.",
        "a key such as sk_test_... or rk_live_...",
        secret=True,
    ),
    "stripe_publishable_key": About(
        "Stripe's publishable key, for the card form at the checkout. Without one, only the API takes cards.",
        "a key such as pk_test_..., of the same mode as the secret key",
    ),
    "stripe_webhook_secret": About(
        "Secret that Stripe signs its notices with (to /api/v1/webhooks/stripe); two with a comma between while one"
        " replaces the other. Without one, the shop asks Stripe by itself, and hears of late payments later.",
        "a secret such as whsec_..., without spaces",
        secret=True,
    ),
    "stripe_url": About(
        "Address of a server that stands in for Stripe's API, for tests. Empty: Stripe itself.",
        "an address such as http://localhost:12111",
    ),
    "smtp_url": About(
        "Mail server; without one, mails go to the sandbox's outbox.",
        "an address such as smtp://user:password@host:587?from=shop@example.org, smtps:// for TLS at once",
        secret=True,
    ),
    "geocoding_url": About(
        "Geocoding service (of Geoapify's shape) that suggests addresses and looks whether they are there. Without one,"
        " or while it is away, the countries' own rules decide.",
        "an address such as https://api.geoapify.com/v1/geocode?apiKey=my-key",
        secret=True,
    ),
    "shop_name": About(
        "Name over the door. Empty: Hearth & Field in the demo shop, Store otherwise.", "up to 60 characters"
    ),
    "currency": About(
        "Currency of the shop's own prices; decide before the first sale.",
        "three capital letters of ISO 4217, such as EUR",
    ),
    "time_zone": About("Time zone in which the shop's days begin and end.", "a name such as Europe/Berlin"),
    "demo": About("Fill an empty shop with demo goods and logins.", "1 or 0"),
    "staff_token": About(
        "Bearer token that gives scripts the rights of staff. Empty: none does.",
        "text without spaces",
        secret=True,
    ),
    "staff_second_factor": About(
        "Whether whoever works here needs a second factor to log in: where it is required, the door leads through"
        " setting it up. Scripts with the staff token need none.",
        "optional or required",
    ),
    "secret": About(
        "What sessions and links are signed with, and keys wrapped. Empty: made once and kept in the data folder.",
        "32 characters or more, without spaces",
        secret=True,
    ),
    "rate_limit_keys": About(
        "API keys that no rate limit applies to.", "keys with commas between, without spaces", secret=True
    ),
    "trusted_proxies": About(
        "Networks of your own proxies, whose word (X-Forwarded-For) is taken for where visitors come from. Empty:"
        " nobody's, and behind a proxy all visitors share its limits.",
        "networks with commas between, such as 10.0.0.0/8",
    ),
    "webhook_allow": About(
        "Networks that webhooks may be sent into although they are not public, and without TLS. Empty: public addresses"
        " by https alone.", "networks with commas between, such as 127.0.0.1/32,10.20.0.0/16",
    ),
    "access_token_minutes": About(
        "How long an access token of the API is good for. Logging out ends it at once all the same.",
        "a number from 1 to 1440", unit="minutes",
    ),
    "command_threads": About(
        "Commands that one HTTP process carries out at once.", "a number from 1 to 64", unit="threads"
    ),
    "recording": About(
        "Keep what commands were given (clock, ids, prices, the gateway's answers) for a week, persons sealed, so that"
        " `store capsule` can pack a wish to be carried out again elsewhere.", "1 or 0",
    ),
    "metrics": About("Serve Prometheus metrics at /metrics.", "1 or 0"),
    "traces_url": About(
        "OTLP/HTTP collector that traces are sent to; needs the extra 'tracing'.",
        "an address such as http://host:4318/v1/traces",
    ),
    "log_level": About("Least severity that is logged.", "debug, info, warning or error"),
    "log_format": About(
        "How log lines look; auto: for people on a terminal, else JSON.", "auto, console or json"
    ),
    "embedded": About("The database is the embedded one and already runs.", "1 or 0", inside=True),
}
