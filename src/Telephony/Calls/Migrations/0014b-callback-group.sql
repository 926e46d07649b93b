-- 技能组: of the line the caller had waited on
alter table telephony.callback add column skill_group text;
