-- 保存期限 of files that went with messages: a message whose file is gone stays in the list of what was sent.
alter table tickets.notice_message drop constraint notice_message_file_id_fkey;
alter table tickets.notice_message add constraint notice_message_file_id_fkey foreign key (file_id) references tickets.message_file on delete set null;
create index notice_message_of_file on tickets.notice_message (file_id) where file_id is not null;
