-- The samples by the first eight bytes of their digest, up to the id that the setting storage.keyed_samples says. The
-- newest ones are held in memory and come here in order, many at once: an index that is filled by chance has most of its
-- pages written anew for every thousand rows.
CREATE TABLE sample_key(sha_key INTEGER NOT NULL, sample_id INTEGER NOT NULL, PRIMARY KEY(sha_key, sample_id)) WITHOUT ROWID;
INSERT INTO sample_key(sha_key, sample_id) SELECT sha_key, id FROM sample ORDER BY sha_key, id;
INSERT OR REPLACE INTO setting(key, value) SELECT 'storage.keyed_samples', coalesce(max(id), 0) FROM sample;
DROP INDEX sample_sha_key;

-- Of the upstream columns, which nothing else tells; NULL in rows that are older than it.
ALTER TABLE origin ADD COLUMN extra_checksum INTEGER;
