-- Where the rollout was that a command is about; null when it is about the rollout wherever it is.
ALTER TABLE request ADD COLUMN place TEXT;

-- Of an undo, which is answered when it is asked, the revision that was asked for, empty for the
-- last one before; null for every other command.
ALTER TABLE request ADD COLUMN undo TEXT;
