-- Every claim asks for the reviewer's latest decision.

-- CreateIndex
CREATE INDEX "decision_person_id_created_at_idx" ON "decision"("person_id", "created_at");
