#include "functions/catalog/migrations.hpp"

#include <array>

namespace callboard::catalog {
namespace {

constexpr std::array kMigrations = {
    kit::Migration{"0001-log", R"sql(
-- What an earlier layout held is read from its sources again.
drop table if exists schedule, parents, removals, entities, version;

-- The number of the last commit that changed what the catalog shows. Its row lock puts such commits in order, so that a reader who has
-- seen number N has seen everything up to N. A log with another id is another log, whatever its numbers say.
create table version (
  only_row boolean primary key default true check (only_row),
  change_seq bigint not null default 0,
  log_id uuid not null default gen_random_uuid()
);
insert into version default values;

create table entities (
  ref text primary key,
  uid uuid not null,
  location_key text not null,                 -- who may write the entity
  source_document integer not null,           -- its place in the source file, from 1; 0 when it stands in none
  parents text[] not null,                    -- what led to it: entity refs, and 'source:' with the name of a source
  source_hash bytea not null,                 -- of the document as its source says it; '' when that has to be taken from there again
  source text,                                -- that document, of entities that have something to read: see schedule
  document text,                              -- the document as the catalog shows it; null until it was valid once
  relations text not null default '[]',       -- what it says of others: [[type, inverse, target], ...]
  result_hash bytea not null default '',      -- of document and relations
  problems text not null default '[]',        -- of the last processing, valid or not
  change_seq bigint not null default 0,       -- the commit that last changed what is shown; 0 until then
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
-- Where they are long, they are compressed: lz4 is read fastest.
alter table entities alter document set storage main, alter source set storage main, alter relations set storage main,
  alter problems set storage main;
do $$ begin
  alter table entities alter document set compression lz4, alter source set compression lz4, alter relations set compression lz4;
exception when others then null; -- a server without lz4 has another compression
end $$;
create index entities_log on entities (change_seq) where change_seq > 0;
create index entities_by_parent on entities using gin (parents);
create index entities_created on entities (created_at); -- what was created lately: no row in the history says so

-- When each entity is due that has something to read: Locations, and entities with placeholders. The others change with what leads to
-- them, and are processed together with it.
create table schedule (
  ref text primary key references entities on delete cascade,
  next_processing_at timestamptz not null default now(),
  claimed_until timestamptz,
  source_version text not null default '',    -- JSON: what was read last, see source_state.hpp; '' when it has to be read again
  waits_for text[] not null default '{}'      -- entities that it leads to, but another location owns
);
create index schedule_due on schedule (coalesce(claimed_until, next_processing_at));

-- What followers of the log have to forget.
create table removals (ref text primary key, change_seq bigint not null);
create index removals_log on removals (change_seq);
)sql"},
    kit::Migration{"0002-locations", R"sql(
-- Locations that were registered by API. What they lead to is in parents, below 'source:registered'.
create table locations (
  id uuid primary key default gen_random_uuid(),
  position bigint generated always as identity, -- the order of registration
  type text not null,
  target text not null,
  entity_ref text not null unique,              -- of its Location entity: stays when the target is changed
  location_key text not null,                   -- with which that entity is written: stays too
  unique (type, target)
);
)sql"},
    kit::Migration{"0020-providers", R"sql(
-- When each provider of the configuration runs, and how its last run went.
create table providers (
  id text primary key,                        -- "github:acme": its source in the catalog
  next_run_at timestamptz not null,           -- infinity: when somebody asks for it
  claimed_until timestamptz,
  claim text not null default '',             -- tells this run from later ones
  state jsonb not null default '{}',          -- what the provider knows from its last run
  last_started_at timestamptz,
  last_succeeded_at timestamptz,
  last_duration_ms bigint not null default 0,
  entity_count bigint not null default 0,     -- of the last run that succeeded
  failures integer not null default 0,        -- since then
  error text not null default '',
  budgets jsonb not null default '[]'         -- what the last run's answers said of rate limits
);

-- Events from source code hosts: a queue, and after that what was taken in already.
create table webhook_events (
  seq bigint generated always as identity primary key,
  id text not null unique,                    -- the host's name and its id of the delivery
  fingerprint text unique,                    -- of what cannot happen twice, whatever id it comes with
  key text not null,                          -- events with the same key are handled in their order
  source text not null,
  name text not null,
  payload text,                               -- null when it is done
  received_at timestamptz not null default now(),
  due_at timestamptz not null default now(),
  claimed_until timestamptz,
  attempts integer not null default 0,
  done_at timestamptz,
  error text not null default ''
);
create index webhook_events_open on webhook_events (key, seq) where done_at is null;
create index webhook_events_by_age on webhook_events (received_at);
)sql"},
    kit::Migration{"0010-pushes", R"sql(
-- What pushed sources said last: what a push is compared with, and its etag.
create table push_sources (name text primary key, pushed_at timestamptz not null default now());
create table pushed_entities (
  source text not null references push_sources on delete cascade,
  ref text not null,
  hash text not null,                         -- of the entity as it was pushed
  primary key (source, ref)
);
-- Whose token pushes a source, from when on.
create table push_subjects (source text not null, since timestamptz not null, subject text not null, primary key (source, since));
)sql"},
    kit::Migration{"0011-history", R"sql(
-- Who changed which fields of an entity. Nothing is written when one is created: entities.created_at says it.
create table history (
  id bigint generated always as identity primary key,
  ref text not null,
  uid uuid not null,
  change_seq bigint not null,                 -- of the commit
  at timestamptz not null default now(),
  actor text not null,                        -- the text of a location, or the ref of a user
  action text not null,                       -- updated or deleted
  diff text not null                          -- JSON: see document_diff.hpp
);
create index history_by_ref on history (ref, at);
create index history_by_time on history (at, ref, change_seq);
create index history_by_kind on history (split_part(ref, ':', 1), at);
)sql"},
    kit::Migration{"0012-ingestion", R"sql(
-- How the last run of what has something to read went.
alter table schedule add column last_run_at timestamptz, add column last_duration_ms bigint not null default 0;
create index entities_with_problems on entities (ref) where problems <> '[]';
)sql"},
};

}  // namespace

std::span<const kit::Migration> CatalogMigrations() {
  return kMigrations;
}

}  // namespace callboard::catalog
