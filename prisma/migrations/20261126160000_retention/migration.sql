-- Content goes when a petition's time is over, at somebody's word; two people taken for one are told apart once.

-- AlterTable
ALTER TABLE "petition" ADD COLUMN     "destroyed_at" TIMESTAMPTZ(3),
ADD COLUMN     "destruction_ordered_at" TIMESTAMPTZ(3),
ADD COLUMN     "destruction_ordered_by_id" UUID;

-- CreateTable
CREATE TABLE "told_apart" (
    "signer_id" UUID NOT NULL,
    "other_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "told_apart_pkey" PRIMARY KEY ("signer_id","other_id")
);

-- CreateIndex
CREATE INDEX "told_apart_other_id_idx" ON "told_apart"("other_id");

-- AddForeignKey
ALTER TABLE "told_apart" ADD CONSTRAINT "told_apart_signer_id_fkey" FOREIGN KEY ("signer_id") REFERENCES "signer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "told_apart" ADD CONSTRAINT "told_apart_other_id_fkey" FOREIGN KEY ("other_id") REFERENCES "signer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE told_apart ADD CONSTRAINT told_apart_ordered CHECK (signer_id < other_id);
ALTER TABLE petition ADD CONSTRAINT destruction_has_author
  CHECK ((destruction_ordered_at IS NULL) = (destruction_ordered_by_id IS NULL));
