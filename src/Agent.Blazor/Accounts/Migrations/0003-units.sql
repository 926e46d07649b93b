-- A unit has clerks and a lead; both act for it.
alter table accounts.account drop constraint account_check;
alter table accounts.account add constraint account_of_unit check ((role in ('department', 'department-lead')) = (department is not null));
