"""Statements about deliveries. Each but the first answers whether the webhook is still its holder's."""

from typing import Final, LiteralString

TAKE: Final[LiteralString] = """
WITH log AS (
    SELECT number AS life, (SELECT coalesce(max(position), 0) FROM log.events WHERE position < log.horizon()) AS head
    FROM log.incarnations ORDER BY number DESC LIMIT 1
), due AS (
    SELECT r.id FROM read.webhooks r CROSS JOIN log LEFT JOIN work.webhooks w ON w.id = r.id
    WHERE r.id <> ALL(%(busy)s::uuid[]) AND (w.leased_until IS NULL OR w.leased_until < now() OR w.holder = %(holder)s)
      AND (
        (r.active AND (w.id IS NULL OR w.version < r.version OR (
            (w.next_try_at IS NULL OR w.next_try_at <= %(now)s) AND (w.life <> log.life OR w.position < log.head)
        ))) OR EXISTS (SELECT FROM work.webhook_deliveries d WHERE d.webhook = r.id AND d.again_by IS NOT NULL)
      )
    ORDER BY w.tries NULLS FIRST, r.id LIMIT %(most)s
)
INSERT INTO work.webhooks AS w (id, holder, leased_until)
SELECT id, %(holder)s, now() + make_interval(secs => %(lease)s) FROM due ORDER BY id
ON CONFLICT (id) DO UPDATE SET holder = excluded.holder, leased_until = excluded.leased_until
WHERE w.leased_until IS NULL OR w.leased_until < now() OR w.holder = excluded.holder
RETURNING w.id, w.version, w.started, w.life, w.position, w.tries, w.failing_since, w.next_try_at
"""

PENDING: Final[LiteralString] = """
SELECT id, after, until, facts, reset, again_by IS NOT NULL AS wanted, state = 'open' AND started = %(started)s AS begun
FROM work.webhook_deliveries WHERE webhook = %(id)s AND (again_by IS NOT NULL OR state = 'open') ORDER BY number
"""

LOOK: Final[LiteralString] = """
WITH mine AS (
    UPDATE work.webhooks SET version = %(version)s, started = %(new_start)s, life = %(life)s, position = %(position)s,
        tries = 0, failing_since = NULL, next_try_at = NULL, faulty_since = NULL, fault = ''
    WHERE id = %(id)s AND holder = %(holder)s RETURNING id
), left_behind AS (
    UPDATE work.webhook_deliveries SET state = 'left'
    WHERE webhook = (SELECT id FROM mine) AND state = 'open' AND started <> %(new_start)s
)
SELECT EXISTS (SELECT FROM mine)
"""

BEGIN: Final[LiteralString] = """
WITH mine AS (
    UPDATE work.webhooks SET leased_until = now() + make_interval(secs => %(lease)s), faulty_since = NULL, fault = ''
    WHERE id = %(id)s AND holder = %(holder)s RETURNING id
), old AS (
    DELETE FROM work.webhook_deliveries WHERE state <> 'open' AND again_by IS NULL AND id <> %(batch)s AND id IN (
        SELECT id FROM work.webhook_deliveries WHERE webhook = (SELECT id FROM mine) ORDER BY number DESC OFFSET 200
    )
), left_behind AS (
    UPDATE work.webhook_deliveries SET state = 'left'
    WHERE webhook = (SELECT id FROM mine) AND state = 'open' AND id <> %(batch)s
), begun AS (
    INSERT INTO work.webhook_deliveries (id, webhook, started, after, until, facts, reset, begun_at)
    SELECT %(batch)s, id, %(started)s, %(after)s, %(until)s, %(facts)s, %(reset)s, %(now)s FROM mine
    ON CONFLICT (id) DO UPDATE SET state = 'open' WHERE webhook_deliveries.state <> 'open'
)
SELECT EXISTS (SELECT FROM mine)
"""
"""What was confirmed and forgotten (a restored schema ``work``) is begun again under the same id."""

_TRIED: Final[LiteralString] = """
tried AS (
    INSERT INTO work.webhook_attempts (delivery, number, at, status, words, seconds)
    SELECT d.id, (SELECT coalesce(max(number), 0) + 1 FROM work.webhook_attempts a WHERE a.delivery = d.id),
        %(now)s, %(status)s, %(words)s, %(seconds)s
    FROM work.webhook_deliveries d WHERE d.id = %(batch)s AND EXISTS (SELECT FROM mine)
)
SELECT EXISTS (SELECT FROM mine)
"""

CONFIRMED: Final[LiteralString] = """
WITH mine AS (
    UPDATE work.webhooks SET life = %(life)s, position = %(position)s, tries = 0, failing_since = NULL,
        next_try_at = NULL, delivered = delivered + 1, last_at = %(now)s, last_status = %(status)s,
        last_words = %(words)s
    WHERE id = %(id)s AND holder = %(holder)s AND started = %(started)s RETURNING id
), settled AS (
    UPDATE work.webhook_deliveries SET state = 'delivered', again_by = NULL
    WHERE id = %(batch)s AND EXISTS (SELECT FROM mine)
), """ + _TRIED

FAILED: Final[LiteralString] = """
WITH mine AS (
    UPDATE work.webhooks SET tries = tries + 1, failing_since = coalesce(failing_since, %(now)s),
        next_try_at = %(next_try_at)s, failed = failed + 1, last_at = %(now)s, last_status = %(status)s,
        last_words = %(words)s
    WHERE id = %(id)s AND holder = %(holder)s AND started = %(started)s RETURNING id
), done AS (
    UPDATE work.webhook_deliveries SET again_by = NULL WHERE id = %(batch)s AND EXISTS (SELECT FROM mine)
), """ + _TRIED

TRIED_AGAIN: Final[LiteralString] = """
WITH mine AS (
    UPDATE work.webhooks SET last_at = %(now)s, last_status = %(status)s, last_words = %(words)s,
        delivered = delivered + (%(status)s::int IS NOT NULL AND %(status)s::int / 100 = 2)::int,
        failed = failed + (%(status)s::int IS NULL OR %(status)s::int / 100 <> 2)::int
    WHERE id = %(id)s AND holder = %(holder)s RETURNING id
), done AS (
    UPDATE work.webhook_deliveries SET again_by = NULL WHERE id = %(batch)s AND EXISTS (SELECT FROM mine)
), """ + _TRIED

PASSED: Final[LiteralString] = """
UPDATE work.webhooks SET life = %(life)s, position = %(position)s, faulty_since = NULL, fault = ''
WHERE id = %(id)s AND holder = %(holder)s AND started = %(started)s RETURNING true
"""

FALTERED: Final[LiteralString] = """
UPDATE work.webhooks SET next_try_at = %(until)s, faulty_since = coalesce(faulty_since, %(now)s), fault = %(fault)s
WHERE id = %(id)s AND holder = %(holder)s RETURNING true
"""

REST: Final[LiteralString] = """
UPDATE work.webhooks SET next_try_at = %(until)s WHERE id = %(id)s AND holder = %(holder)s RETURNING true
"""

LET_GO: Final[LiteralString] = "UPDATE work.webhooks SET holder = NULL, leased_until = NULL WHERE holder = %s"
