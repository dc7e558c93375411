-- When a grid's service could last be used, by any controller, and the last time before that it could not (epoch milliseconds,
-- by the clock of the database).
create table service_beats (
  gid integer primary key,
  beat_at bigint not null,
  gap_from bigint,
  gap_until bigint
) with (fillfactor = 50);
