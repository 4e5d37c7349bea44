// The ways out of the guard that every feature shares.
import { z } from 'zod';
import { button, type Feature } from '../../chat/registry.ts';
import { privately } from '../../chat/replies.ts';
import { whereItGoesCard } from './views.ts';

export const privacy: Feature = {
  name: 'privacy',
  buttons: [
    button('privacy.person', 'person', z.object({}), async (act) => privately(whereItGoesCard(act.partnership))),
  ],
};
