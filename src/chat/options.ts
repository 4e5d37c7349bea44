// What forms offer to choose from: agencies and zones, as many as every platform shows.
import { type Act, livingZones, type ZoneEntry } from './act.ts';
import type { Option } from './forms.ts';

/** Slack shows a hundred. */
const MOST = 100;

export const agencyOptions = ({ directory }: Pick<Act, 'directory'>): Option[] =>
  directory.agencies.slice(0, MOST).map(({ id, shortName }) => ({ value: id, label: shortName }));

/** @param zones by default all that are not over */
export const zoneOptions = (act: Pick<Act, 'directory'>, zones: ZoneEntry[] = livingZones(act)): Option[] =>
  zones.slice(0, MOST).map(({ id, name }) => ({ value: id, label: name }));
