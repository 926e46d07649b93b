-- 跨节点转接: the two records of one citizen who waited at one media node and was served at another.
alter table telephony.call
  add column handed_from uuid,   -- at the node of the agent: the record of the wait
  add column handed_to uuid;     -- at the node of the wait: the record of the talk
