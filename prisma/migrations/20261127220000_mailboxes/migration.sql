-- An invitation that went to a mailbox is taken up from there alone.
ALTER TABLE "invitation" ADD COLUMN "mailbox" TEXT;
CREATE INDEX "invitation_mailbox_idx" ON "invitation"("mailbox");
