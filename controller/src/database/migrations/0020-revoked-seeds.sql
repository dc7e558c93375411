-- Tokens given from outside that were revoked: with the same secret they must not become valid again at the next start.
create table revoked_seeds (
  gid integer not null,
  id text not null,
  salt bytea not null,
  hash bytea not null,
  revoked_at bigint not null,
  primary key (gid, id, hash)
);
