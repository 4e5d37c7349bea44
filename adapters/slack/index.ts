export function createSlackAdapter(_: unknown): never { throw new Error("x") }
