-- When an agency last logged something in a zone is one look, however long the zone's history.
CREATE INDEX "interaction_zone_id_agency_id_created_at_idx" ON "interaction"("zone_id", "agency_id", "created_at");
