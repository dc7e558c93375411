-- By which rule a signature was made (controller/src/failures/failureSignature.ts); those of the first one, whose version was
-- not noted, are made anew. The index holds only what is still to do.
alter table jobs add column signature_version integer;
create index on jobs_done (time_create) where error_signature is not null and coalesce(signature_version, 1) < 2;
