"""What may be set from outside, in ``STORE_*`` variables: the field ``data_dir`` is ``STORE_DATA_DIR``.

The type of a field holds its limits; :data:`~store.entrypoints.wiring.settings_guide.GUIDE` says what
it is for, and ``store config`` prints it.
"""

from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct

from store.adapters.drivers.roles import DatabaseRole, as_role
from store.entrypoints.wiring.kept_secret import kept_secret

Port = Annotated[int, Meta(ge=1, le=65535)]
Minutes = Annotated[int, Meta(ge=1, le=1440)]
Hours = Annotated[int, Meta(ge=0, le=8760)]
Days = Annotated[int, Meta(ge=0, le=3650)]
BookDays = Annotated[int, Meta(ge=1, le=30)]
Years = Annotated[int, Meta(ge=0, le=30)]
Pieces = Annotated[int, Meta(ge=0, le=100_000)]
Threads = Annotated[int, Meta(ge=1, le=64)]
CurrencyCode = Annotated[str, Meta(pattern=r"^[A-Z]{3}$")]
NameText = Annotated[str, Meta(max_length=60)]
AddressText = Annotated[str, Meta(max_length=300)]
VatIdText = Annotated[str, Meta(max_length=20, pattern=r"^([A-Z]{2}[A-Z0-9 .+*-]{2,18})?$")]
TablespaceText = Annotated[str, Meta(pattern=r"^([a-z_][a-z0-9_]{0,62})?$")]
PrefixText = Annotated[str, Meta(pattern=r"^[A-Z0-9]{1,10}$")]
ShortText = Annotated[str, Meta(min_length=1, max_length=60)]
RatesAddress = Annotated[str, Meta(pattern=r"^(https?://[^\s/]\S*|file:///\S+)?$")]
WebAddress = Annotated[str, Meta(pattern=r"^(https?://[^\s/]\S*)?$")]
PlainAddress = Annotated[str, Meta(pattern=(
    r"^((https://[^\s/?#@]+|http://(localhost|127\.0\.0\.1)(:[0-9]+)?)(/[^\s?#@]*)?)?$(?![\s\S])"
))]
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
ProviderAddress = Annotated[str, Meta(
    pattern=r"^(https://[^\s/?#@]+|http://(localhost|127\.0\.0\.1)(:[0-9]+)?)?/?$"
)]
NetworkText = Annotated[str, Meta(max_length=50)]
HostText = Annotated[str, Meta(max_length=253, pattern=r"^[a-z0-9]([a-z0-9._:/-]*[a-z0-9])?$")]
Zone = Annotated[str, Meta(pattern=r"^[A-Za-z]\S*$")]


class Settings(Struct, frozen=True, kw_only=True):
    """One process's settings, checked."""

    host: ShortText = "127.0.0.1"
    port: Port = 8000
    base_url: WebAddress = ""
    data_dir: Path = Path("data")
    keys_dir: Path | None = None
    checkpoints_dir: Path | None = None
    erasures_dir: Path | None = None
    database_url: PostgresAddress = ""
    database_url_owner: PostgresAddress = ""
    database_url_projector: PostgresAddress = ""
    database_url_app: PostgresAddress = ""
    database_url_analyst: PostgresAddress = ""
    redis_url: RedisAddress = ""
    opensearch_url: OpenSearchAddress = ""
    s3_url: S3Address = ""
    media_url: WebAddress = ""
    static_url: WebAddress = ""
    stripe_key: StripeKey = ""
    stripe_publishable_key: StripePublishableKey = ""
    stripe_webhook_secret: Token = ""
    stripe_url: WebAddress = ""
    paypal_client_id: Token = ""
    paypal_secret: Token = ""
    paypal_webhook_id: Token = ""
    paypal_url: ProviderAddress = ""
    capture: Literal["at_once", "when_sent"] = "at_once"
    payment_minutes: Minutes = 30
    hold_again_hours: Hours = 24
    books_days: BookDays = 8
    smtp_url: SmtpAddress = ""
    geocoding_url: WebAddress = ""
    geoip_file: Path | None = None
    vat_register: Literal["off", "sandbox", "vies"] = "off"
    vies_url: PlainAddress = ""
    vat_check_hours: Hours = 24
    carrier: Literal["auto", "sandbox", "none"] = "auto"
    carrier_url: PlainAddress = ""
    carrier_token: Token = ""
    carrier_name: ShortText = "Carrier"
    google_client_id: Token = ""
    google_client_secret: Token = ""
    google_url: ProviderAddress = ""
    facebook_client_id: Token = ""
    facebook_client_secret: Token = ""
    facebook_url: ProviderAddress = ""
    github_client_id: Token = ""
    github_client_secret: Token = ""
    github_url: ProviderAddress = ""
    shop_name: NameText = ""
    currency: CurrencyCode = "EUR"
    rates_url: RatesAddress = ""
    time_zone: Zone = "UTC"
    demo: bool = True
    staff_token: Token = ""
    staff_second_factor: Literal["optional", "required"] = "optional"
    secret: LongSecret = ""
    secret_also: tuple[LongSecret, ...] = ()
    rate_limit_keys: tuple[Token, ...] = ()
    purposes: tuple[Literal["analytics", "personalisation"], ...] = ()
    trusted_proxies: tuple[NetworkText, ...] = ()
    webhook_allow: tuple[NetworkText, ...] = ()
    plaintext_allow: tuple[HostText, ...] = ()
    access_token_minutes: Minutes = 15
    invoice_years: Years = 10
    seller_name: NameText = ""
    seller_address: AddressText = ""
    seller_vat_id: VatIdText = ""
    invoice_prefix: PrefixText = "HF"
    low_stock: Pieces = 5
    cancel_hours: Hours = 24
    archive_orders_after: Years = 1
    archive_tablespace: TablespaceText = ""
    fraud_orders: Pieces = 0
    fraud_refused: Pieces = 0
    fraud_hours: Hours = 24
    fraud_first_order: Pieces = 0
    fraud_countries: bool = False
    fraud_returns: Pieces = 0
    review_hours: Hours = 24
    cart_days: Days = 60
    checkout: Literal["one_page", "steps"] = "one_page"
    command_threads: Threads = 8
    recording: bool = True
    count_searches: bool = True
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
    def keys_file(self) -> Path:
        """The keys of persons."""
        return self.keys_folder / "keys.sqlite3"

    @property
    def checkpoints_folder(self) -> Path:
        """Where the signed checkpoints of the log are kept outside of the database."""
        return self.checkpoints_dir or self.data_dir / "checkpoints"

    @property
    def erasures_folder(self) -> Path:
        """Where the list of erasures is kept outside of the database and of the keys."""
        return self.erasures_dir or self.data_dir / "erasures"

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
    def takes_later(self) -> bool:
        """Whether money is only held at the checkout, and taken when the parcel leaves."""
        return self.capture == "when_sent"

    @property
    def stripe_live(self) -> bool:
        """Whether payments by card move real money."""
        return "_live_" in self.stripe_key[:8]

    def signing_secret(self) -> bytes:
        """What signing keys derive from; made on first use where none is set."""
        return self.secret.encode() or kept_secret(self.secret_file)

    def other_secrets(self) -> tuple[bytes, ...]:
        """The next secret or the former one: what those signed is taken, what they wrapped is opened."""
        return tuple(secret.encode() for secret in self.secret_also)

    @property
    def secret_file(self) -> Path:
        """Where the secret is kept that nobody set."""
        return self.data_dir / "secret"
