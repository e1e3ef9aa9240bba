-- Doors for machines: keys that open the upload alone, and batches that a watched folder fills.

-- AlterTable
ALTER TABLE "batch" ADD COLUMN     "watched_folder" TEXT;

-- AlterTable
ALTER TABLE "scan" ADD COLUMN     "received_through_id" UUID;

-- CreateTable
CREATE TABLE "access_token" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "access_token_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "access_token_token_hash_key" ON "access_token"("token_hash");

-- AddForeignKey
ALTER TABLE "scan" ADD CONSTRAINT "scan_received_through_id_fkey" FOREIGN KEY ("received_through_id") REFERENCES "access_token"("id") ON DELETE SET NULL ON UPDATE CASCADE;
