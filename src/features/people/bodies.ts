// Who meets for the whole partnership, beside the zones' teams (¶5.5, ¶5.6, ¶9).
import type { BodyKind } from '../../database/generated/enums.ts';

export const BODIES: Record<BodyKind, string> = {
  CHAMPION_TEAM: 'Champion Team',
  PROJECT_TEAM: 'Project Team',
  BOARD: 'Board',
};
