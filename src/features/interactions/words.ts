// The field's words for interactions: what people type, what it is called, and what leans which way (¶6.3–6.11).
import type { Outcome, PeopleBand, Tool, Way } from '../../database/generated/enums.ts';

export const OUTCOMES: Record<Outcome, { label: string; tags: string[]; hints: RegExp }> = {
  SAFE: {
    label: 'Safe',
    tags: ['safe', 'safety', 'safer'],
    hints:
      /\b(?:asb|anti-?social|crime|burglar|theft|knife|speeding|bikes?|fire safety|smoke alarm|safe(?:ty|r)?|fly-?tipping|hate)\b/i,
  },
  WELL: {
    label: 'Well',
    tags: ['well', 'wellbeing', 'health', 'healthy', 'wellness'],
    hints: /\b(?:health|wellbeing|lonel|gp|clinic|baby|drinking|drugs?|walk|mental|exercise|food)\b/i,
  },
  SKILLS: {
    label: 'Skills',
    tags: ['skills', 'skill', 'learning', 'training'],
    hints: /\b(?:course|training|school|cv|job|work experience|college|homework|learn|lessons?|volunteering)\b/i,
  },
  RESOURCES: {
    label: 'Resources',
    tags: ['resources', 'resource', 'res', 'money'],
    hints: /\b(?:food ?bank|benefits?|debt|rent|housing|furniture|bills?|heating|grant|parcels?|homeless)\b/i,
  },
};

export const TOOLS: Record<Tool, { label: string; tags: string[]; hints: RegExp }> = {
  INTERACTION: {
    label: 'Human interaction',
    tags: ['interaction', 'interact', 'int', 'human'],
    hints: /\b(?:spoke|chat|tea|met|talk|walk(?:ed|about)?|visited|listened|popped)\b/i,
  },
  INTEGRATION: {
    label: 'Community integration',
    tags: ['integration', 'integrate', 'integ', 'community'],
    hints: /\b(?:introduced|joined|group|club|volunteer|neighbours?|together|invited|befriend)\b/i,
  },
  TREATMENT: {
    label: 'Treatment',
    tags: ['treatment', 'treat', 'tre'],
    hints: /\b(?:programme|session \d|course of|therapy|clinic|appointment|referral|treatment)\b/i,
  },
  CONTROL: {
    label: 'Control',
    tags: ['control', 'ctrl', 'con', 'enforcement'],
    hints: /\b(?:warning|notice|fine[ds]?|arrest|seized|order|patrol|enforce|dispersal|breach)\b/i,
  },
  ENVIRONMENT: {
    label: 'Shaping the environment',
    tags: ['environment', 'env', 'shaping'],
    hints: /\b(?:litter|clean-?up|painted|planted|graffiti|lighting|cleared|benches?|repaired|garden)\b/i,
  },
  BELIEVING: {
    label: 'Believing is being',
    tags: ['believing', 'belief', 'believe', 'bel', 'message'],
    hints: /\b(?:celebrat|award|thank|praise|story|good news|message|newsletter)\b/i,
  },
};

/** Interaction and integration prevent; treatment and control remedy; the other two enable (¶6.8, ¶6.9). */
export const PREVENTIVE: Tool[] = ['INTERACTION', 'INTEGRATION'];
export const REMEDIAL: Tool[] = ['TREATMENT', 'CONTROL'];

export const WAYS: Record<Way, { label: string; tags: string[] }> = {
  ONE_TO_ONE: { label: 'One to one', tags: ['1:1', '1to1', '1-1', '121', 'onetoone', 'one-to-one'] },
  GROUP: { label: 'In a group', tags: ['group', 'groups'] },
};

export const BANDS: Record<PeopleBand, { label: string; from: number; to: number }> = {
  ONE: { label: '1', from: 1, to: 1 },
  TWO_TO_FIVE: { label: '2–5', from: 2, to: 5 },
  SIX_TO_TWENTY: { label: '6–20', from: 6, to: 20 },
  TWENTY_ONE_TO_FIFTY: { label: '21–50', from: 21, to: 50 },
  OVER_FIFTY: { label: '51+', from: 51, to: Number.POSITIVE_INFINITY },
};

type Named = Record<string, { tags: string[] }>;

/** The value that a tag names, in any case. */
export function valueOf<T extends string>(words: Record<T, { tags: string[] }>, tag: string): T | undefined {
  const wanted = tag.toLowerCase();
  return (Object.keys(words) as T[]).find((value) => words[value].tags.includes(wanted));
}

/** Every tag that is understood, for help and for "did you mean". */
export function allTags(): string[] {
  return ([OUTCOMES, TOOLS, WAYS] as Named[]).flatMap((words) => Object.values(words).flatMap((entry) => entry.tags));
}

/** The values whose words occur in a text, in the order of the list. */
export function hinted<T extends string>(words: Record<T, { hints: RegExp }>, text: string): T[] {
  return (Object.keys(words) as T[]).filter((value) => words[value].hints.test(text));
}

/** The band that a number of people falls into; none for nobody. */
export function bandOf(count: number): PeopleBand | undefined {
  return (Object.keys(BANDS) as PeopleBand[]).find((band) => count >= BANDS[band].from && count <= BANDS[band].to);
}
