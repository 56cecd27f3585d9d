#include "functions/catalog/migrations.hpp"

#include <array>

namespace callboard::catalog {
namespace {

constexpr std::array kMigrations = {
    kit::Migration{"0001-entities", R"sql(
-- The number of the last commit that changed what the catalog shows. Its row lock puts such commits in order, so that a reader who has
-- seen number N has seen everything up to N.
create table version (only_row boolean primary key default true check (only_row), change_seq bigint not null default 0);
insert into version default values;

create table entities (
  ref text primary key,
  uid uuid not null unique default gen_random_uuid(),
  location_key text not null,                 -- who may write the entity
  source_document integer not null default 0, -- its place in the source file, from 1; 0 when it stands in none
  unprocessed text not null,                  -- the document as its source says it
  unprocessed_hash text not null,
  document text,                              -- the document as the catalog shows it; null until it was valid once
  relations text not null default '[]',       -- the edges that it emits: [[source, type, target], ...]
  parents text[] not null default '{}',       -- as of the last processing
  etag text not null default '',
  result_hash text not null default '',
  problems text not null default '[]',        -- of the last processing, valid or not
  change_seq bigint not null default 0        -- the commit that last changed what is shown; 0 until then
);
create index entities_log on entities (change_seq) where change_seq > 0;

-- When each entity is due. Apart from what is shown, so that a round of processing that changes nothing writes small rows only.
create table schedule (
  ref text primary key references entities on delete cascade,
  next_processing_at timestamptz not null default now(),
  claimed_until timestamptz
);
create index schedule_due on schedule (coalesce(claimed_until, next_processing_at));

-- Which entity (or configured source) led to which. One child may have several parents.
create table parents (
  parent text not null,                       -- an entity ref, or 'source:' and the name of a configured source
  child text not null,
  primary key (parent, child)
);
create index parents_by_child on parents (child);

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
alter table entities add column if not exists created_at timestamptz not null default now();
alter table entities add column if not exists updated_at timestamptz not null default now();
-- What was created lately, without a row in the history.
create index entities_created on entities (created_at, ref);

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
};

}  // namespace

std::span<const kit::Migration> CatalogMigrations() {
  return kMigrations;
}

}  // namespace callboard::catalog
