"""What ``store doctor`` asks of others: the database, Redis, the mail server, pictures, search, carrier and places."""

from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from store.entrypoints.cli.desk import Check
from store.entrypoints.wiring.doctor_carrier import carrier_there
from store.entrypoints.wiring.doctor_files import files_elsewhere
from store.entrypoints.wiring.doctor_places import places_known
from store.entrypoints.wiring.settings import Settings

_MIGRATED: Final = "SELECT to_regclass('work.erasure_proofs') IS NOT NULL"
_PATIENCE: Final = 5.0
"""Seconds for which each is waited for."""


def outside(settings: Settings) -> Iterator[Check]:
    """Those that the settings name, each asked something that changes nothing."""
    yield from _database(settings)
    if settings.redis_url:
        yield _redis(settings)
    if settings.smtp_url:
        yield _mail(settings)
    yield _pictures(settings)
    if settings.static_url:
        yield files_elsewhere(settings)
    if settings.opensearch_url:
        yield _search(settings)
    if settings.carrier_url:
        yield carrier_there(settings)
    if settings.geoip_file:
        yield places_known(settings)


def _line(reason: Exception) -> str:
    """What went wrong, on one line."""
    return " ".join(str(reason).split()) or type(reason).__name__


def _database(settings: Settings) -> Iterator[Check]:
    import psycopg

    from store.adapters.privacy.master_key import AnotherSecret
    from store.entrypoints.wiring.reachable_database import reachable_database

    if not settings.database_url and not settings.postgres_folder.exists():
        yield Check("database", "ok", "embedded, will be made on the first start")
        return
    try:
        with reachable_database(settings) as found:  # two lines read better
            with psycopg.connect(found.database_url, connect_timeout=5) as connection:
                version = connection.info.server_version
                migrated = connection.execute(_MIGRATED).fetchone() == (True,)
            forgotten = list(_forgotten(found)) if migrated else []
    except AnotherSecret:
        yield Check("database", "warning", "not looked at with another secret", "First set the secret the shop had.")
    except Exception as reason:  # noqa: BLE001  # whatever it is, the report is where it belongs
        yield Check(
            "database", "failed", _line(reason), "Is STORE_DATABASE_URL right, and the server running?"
            if settings.database_url else "The log of the shop says more.",
        )
    else:
        kind = "embedded" if found.embedded else "outside"
        yield Check("database", "ok", f"{kind}, Postgres {version // 10000}.{version % 10000}")
        yield from forgotten


def _forgotten(settings: Settings) -> Iterator[Check]:
    """Whether the keys are those of a shop that has forgotten whom it should have."""
    from store.entrypoints.wiring.application import postgres_shop
    from store.entrypoints.wiring.erasing_again import readable_again

    with postgres_shop(settings) as shop:
        back = readable_again(shop)
    if back:
        yield Check(
            "erasures", "failed", f"the keys of {back} forgotten persons are there again", "They were restored from a"
            " backup. `store serve` or `store migrate` destroys them again before anything is served.",
        )
    else:
        yield Check("erasures", "ok", "whoever was forgotten can't be read")


def _redis(settings: Settings) -> Check:
    from redis import Redis
    from redis.exceptions import RedisError

    try:
        with Redis.from_url(
            settings.redis_url, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE
        ) as connection:
            version = connection.info("server")["redis_version"]
    except (RedisError, OSError, ValueError) as reason:
        return Check("redis", "failed", _line(reason), "Is STORE_REDIS_URL right, and the server running?")
    return Check("redis", "ok", f"Redis {version}")


def _mail(settings: Settings) -> Check:
    import smtplib

    from store.adapters.notifications.smtp_server import Server, connected

    server = replace(Server.at(settings.smtp_url), timeout=_PATIENCE)
    try:
        with connected(server, server.sender.rpartition("@")[2]) as connection:
            connection.ehlo_or_helo_if_needed()
    except (OSError, smtplib.SMTPException) as reason:
        return Check(
            "mail", "failed", f"{server.host}:{server.port}: {_line(reason)}",
            "Mails wait meanwhile. Is STORE_SMTP_URL right, with its account and its security?",
        )
    return Check("mail", "ok", f"{server.host}:{server.port} takes mails ({server.security})")


def _pictures(settings: Settings) -> Check:
    from store.application.catalogue.ports import MediaAway
    from store.entrypoints.wiring.pictures import media

    if not settings.s3_url and not settings.data_dir.exists():
        return Check("pictures", "ok", "a folder, will be made on the first start")
    try:
        return Check("pictures", "ok", media(settings).probe())
    except MediaAway as reason:
        return Check("pictures", "failed", str(reason), "Is STORE_S3_URL right, and may its key read, write and delete?"
                     if settings.s3_url else "Choose another folder with STORE_DATA_DIR.")


def _search(settings: Settings) -> Check:
    from store.adapters.drivers.opensearch import NotThere, OpenSearch, OpenSearchAway

    cluster = OpenSearch(settings.opensearch_url, timeout=5.0)
    try:
        found = f"OpenSearch {cluster.ask('GET', '/')['version']['number']}"
        try:
            cluster.ask("GET", f"/_alias/{cluster.index}")
        except NotThere:
            return Check("search", "ok", f"{found}; its index will be built by `store projector`")
        return Check("search", "ok", f"{found}, index {cluster.index}")
    except OpenSearchAway as reason:
        return Check("search", "warning", str(reason), "Postgres answers meanwhile. Is STORE_OPENSEARCH_URL right?")
    finally:
        cluster.close()
