-- Whether a worker reads handwriting: an administrator must see when its model was refused.

-- AlterTable
ALTER TABLE "worker_heartbeat" ADD COLUMN IF NOT EXISTS "handwriting" TEXT NOT NULL DEFAULT 'ready';
