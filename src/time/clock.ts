// Time is a parameter: nothing in the product reads the clock but through one of these.

/** The present instant. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();
