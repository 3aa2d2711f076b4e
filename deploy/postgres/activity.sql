-- Run once by an administrator, after `store migrate`: which statements of which accounts are written down.
--
-- These settings belong to whoever logs in. The shop's accounts log in and then act as store_owner, store_projector or store_app
-- (docs/adr/0090-four-roles.md): put your own accounts in their place where they have names of their own.

-- Migrations and people: everything, for it is rare, and nothing it does is the shop's daily work.
ALTER ROLE store_owner SET log_statement = 'all';
-- Questions of analysts: everything. They may read views that name no person.
ALTER ROLE store_analyst SET log_statement = 'all';
-- Learning from facts: tables that come and go; rows are too many, and can be computed again.
ALTER ROLE store_projector SET log_statement = 'ddl';
-- The shop itself may change no table: whatever of this kind shows is an attack or a mistake.
ALTER ROLE store_app SET log_statement = 'ddl';
