-- Before a content is removed, every page is asked whether it still needs it.

-- CreateIndex
CREATE INDEX "page_source_image_idx" ON "page"("source_image");

-- CreateIndex
CREATE INDEX "page_rectified_image_idx" ON "page"("rectified_image");
