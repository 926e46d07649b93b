-- 已转介: which referrals to 12356 have their ticket
create table telephony.referral_told (
  call_id uuid primary key,
  ticket text not null,      -- its number, or the fields that kept it from being made
  at timestamptz not null);
