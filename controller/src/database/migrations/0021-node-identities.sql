-- What a node is called and which roles it may have is given by people; its agent only asks for it.
create table node_identities (
  gid      integer not null,
  nid      integer not null,
  name     text collate "C" not null,
  roles    text[] not null,
  -- TOKEN, ADMIN, SETTINGS, FORMER
  given_by text not null,
  primary key (gid, nid)
);

-- Nodes that are there go on as they were.
insert into node_identities (gid, nid, name, roles, given_by)
  select gid, nid, name, roles, 'FORMER' from nodes;

-- nodes.name and nodes.roles are what a node has of it. What its agent asks for, without roles: all of them.
alter table nodes add column asked_name text;
alter table nodes add column asked_roles text[];
update nodes set asked_name = name, asked_roles = roles;
