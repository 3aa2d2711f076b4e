-- Who may do what. The roles are there before the migrations begin (granting.py); whoever migrates acts as store_owner.
REVOKE ALL ON SCHEMA log, work, read FROM PUBLIC;
GRANT USAGE ON SCHEMA log, work, read TO store_app;
GRANT USAGE ON SCHEMA log, work TO store_projector;

-- The log: read by both, appended to by one, changed by none.
GRANT SELECT ON ALL TABLES IN SCHEMA log TO store_app, store_projector;
GRANT INSERT ON log.events, log.checkpoints TO store_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA log GRANT SELECT ON TABLES TO store_app, store_projector;

-- The work: the app's, but for its tables themselves.
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA work TO store_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA work GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO store_app;
-- What facts call for is written down by a reaction.
GRANT SELECT, INSERT ON work.outbox TO store_projector;

-- The read models: the projector's own, to make, fill, move and throw away, in whatever schema read_…
DO $$
DECLARE thing record;
BEGIN
    FOR thing IN SELECT n.nspname AS name FROM pg_namespace n WHERE n.nspname ~ '^read(_.*)?$' LOOP
        EXECUTE format('ALTER SCHEMA %I OWNER TO store_projector', thing.name);
        EXECUTE format('GRANT USAGE, CREATE ON SCHEMA %I TO store_owner', thing.name);
    END LOOP;
    FOR thing IN SELECT c.oid::regclass AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname ~ '^read(_.*)?$' AND c.relkind IN ('r', 'p', 'v', 'm') LOOP
        EXECUTE format('ALTER TABLE %s OWNER TO store_projector', thing.name);
    END LOOP;
END
$$;
GRANT SELECT ON ALL TABLES IN SCHEMA read TO store_app;
ALTER DEFAULT PRIVILEGES FOR ROLE store_projector GRANT SELECT ON TABLES TO store_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA read GRANT SELECT ON TABLES TO store_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA read GRANT ALL ON TABLES TO store_projector;

-- Days come and go by the app, which may not make or drop tables: these two do it for it, and nothing else.
CREATE FUNCTION work.open_idempotency_day(wanted date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s' AS $$
DECLARE name text := 'idempotency_' || to_char(wanted, 'YYYYMMDD');
BEGIN
    IF EXISTS (SELECT FROM work.idempotency_rest r WHERE r.day = wanted) THEN
        RETURN; -- Postgres refuses a partition for rows that exist: this day stays where it began
    END IF;
    -- Made aside and attached, which lets readers and writers of the other days go on.
    EXECUTE format('CREATE TABLE work.%I (LIKE work.idempotency INCLUDING ALL)', name);
    EXECUTE format(
        'ALTER TABLE work.idempotency ATTACH PARTITION work.%I FOR VALUES FROM (%L) TO (%L)', name, wanted, wanted + 1
    );
END
$$;
COMMENT ON FUNCTION work.open_idempotency_day IS 'Makes the partition for a day to come, unless that day has begun in the default one.';
CREATE FUNCTION work.drop_idempotency_day(wanted date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s' AS $$
BEGIN
    EXECUTE format('DROP TABLE work.%I', 'idempotency_' || to_char(wanted, 'YYYYMMDD'));
END
$$;
COMMENT ON FUNCTION work.drop_idempotency_day IS 'Drops the partition of a day that is over.';
REVOKE EXECUTE ON FUNCTION work.open_idempotency_day, work.drop_idempotency_day FROM PUBLIC;
GRANT EXECUTE ON FUNCTION work.open_idempotency_day, work.drop_idempotency_day TO store_app;
