/** Why somebody got no digest: their leads hear of it. */
export const UNREACHABLE = 'no chat in which they can be reached';

/** Nothing ran while it could still be sent, or it was moved to a day that had been. */
export const MISSED = 'its days had passed before it could be made';

export const STOPPED = 'stopped by the project team';
