"""What is kept for accounts in Postgres beside their facts, put together."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.adapters.drivers.vault import Vault
from store.adapters.identity.blind_index import BlindIndex
from store.adapters.identity.errand_secrets import Sealed
from store.adapters.identity.errands_postgres import PostgresErrands
from store.adapters.identity.linked_logins_postgres import PostgresLinkedLogins
from store.adapters.identity.login_tokens import LoginTokens
from store.adapters.identity.mail_tokens import MailSecrets
from store.adapters.identity.mail_tokens_postgres import PostgresMailTokens
from store.adapters.identity.second_factors import FactorSecrets
from store.adapters.identity.second_factors_postgres import PostgresSecondFactors

Pool: TypeAlias = ConnectionPool[Connection[Any]]


def second_factors(pool: Pool, vault: Vault, index: BlindIndex) -> PostgresSecondFactors:
    """Secrets that codes are made of."""
    return PostgresSecondFactors(pool, FactorSecrets(vault, index))


def mail_tokens(pool: Pool, key: bytes, index: BlindIndex) -> PostgresMailTokens:
    """Secrets in links of mails."""
    return PostgresMailTokens(pool, MailSecrets(key, index))


def linked_logins(pool: Pool, vault: Vault) -> PostgresLinkedLogins:
    """Whose account an account elsewhere opens."""
    return PostgresLinkedLogins(pool, LoginTokens(vault))


def login_errands(pool: Pool, key: bytes, others: Sequence[bytes]) -> PostgresErrands:
    """Browsers on their way to a provider."""
    return PostgresErrands(pool, Sealed(key, others))
