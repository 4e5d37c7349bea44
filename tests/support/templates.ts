/** The databases that tests copy, by name. */
export const TEMPLATES = { migrated: 'people_zones', demonstration: 'demonstration' } as const;
