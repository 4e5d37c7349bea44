// What sectors are called (¶7): every one of them can be a member.
import type { Sector } from '../../database/generated/enums.ts';

export const SECTORS: Record<Sector, string> = {
  HEALTH: 'Health',
  POLICE: 'Police',
  LOCAL_AUTHORITY: 'Local authority',
  FIRE: 'Fire',
  CRIMINAL_JUSTICE: 'Criminal justice',
  AMBULANCE: 'Ambulance',
  HOUSING: 'Housing',
  EDUCATION: 'Education',
  FAITH: 'Faith',
  THIRD_SECTOR: 'Third sector',
  COMMUNITY_BODY: 'Community body',
  BUSINESS: 'Business',
  RESIDENTS: 'Residents',
};
