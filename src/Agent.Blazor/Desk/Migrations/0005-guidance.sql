-- 误报: words the agents said were no danger
create table desk.false_alarm (
  call_id uuid,
  word text not null,
  line text not null,
  agent text not null,
  at timestamptz not null);

-- 话术与宏: every version stays; the newest of an id holds, unless it is retired
create table desk.phrase (
  id uuid not null,
  version int not null,
  code text not null,
  kind text not null check (kind in ('say', 'write', 'macro')),
  title text not null,
  body text not null,
  field text not null check (field in ('text', 'answer')),
  type text,
  category text,
  retired boolean not null default false,
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (id, version));

insert into desk.phrase (id, version, code, kind, title, body, field, type, category, changed_by, changed_at) values
  (gen_random_uuid(), 1, 'kt', 'say', '开头', '您好，12345 热线，{agent} 号话务员，请问有什么可以帮您？', 'text', null, null, 'sample', now()),
  (gen_random_uuid(), 1, 'fs', 'say', '复述', '我跟您核对一下：您反映的是{place}的{title}，联系电话{phone}。对吗？需要保密吗？办好以后要给您回复吗？', 'text', null, null, 'sample', now()),
  (gen_random_uuid(), 1, 'bsl', 'say', '不属受理范围', '您说的这件事，热线不能直接受理。{path}。', 'text', null, null, 'sample', now()),
  (gen_random_uuid(), 1, 'cx', 'say', '查询请稍等', '我为您查一下，请稍等，半分钟内回到您这里。', 'text', null, null, 'sample', now()),
  (gen_random_uuid(), 1, 'ws', 'say', '听不到声音', '您好，我这边听不到您的声音，如果您能听到，请大声一点或换一部电话。', 'text', null, null, 'sample', now()),
  (gen_random_uuid(), 1, 'jb', 'say', '结束', '请问还有别的事吗？感谢来电，请稍后为本次服务评价，再见。', 'text', null, null, 'sample', now()),
  (gen_random_uuid(), 1, 'gj', 'write', '归纳诉求', '诉求人来电反映：{place}', 'text', null, null, 'sample', now()),
  (gen_random_uuid(), 1, 'gzdf', 'write', '已告知途径', '已向诉求人说明该事项不在热线受理范围，并告知：{path}', 'answer', null, null, 'sample', now()),
  (gen_random_uuid(), 1, 'tsbx', 'macro', '停水报修', '诉求人反映{place}停水，请{unit}尽快核实抢修并回复。', 'text', 'help', '0301', 'sample', now()),
  (gen_random_uuid(), 1, 'sbzx', 'macro', '社保卡咨询答复', '补办社会保障卡请带身份证到就近的社保经办网点或合作银行办理，也可在电子社保卡小程序申请。', 'answer', 'consultation', null, 'sample', now());
