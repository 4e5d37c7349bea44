/** Why somebody got no digest: their leads hear of it. */
export const UNREACHABLE = 'no chat in which they can be reached';
