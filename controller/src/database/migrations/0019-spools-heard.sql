-- When a spool's last report came: those not heard for long are forgotten (controller/src/reports/agentSpools.ts). From now on for those there are.
alter table agent_spools add column heard_at bigint not null default 0;
update agent_spools set heard_at = extract(epoch from clock_timestamp()) * 1000;
