-- Which grids a token reads: its controller's own, or all that share the database, as every token did before.
alter table tokens add column grid text not null default 'all' check (grid in ('own', 'all'));
