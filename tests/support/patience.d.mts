export function measurePatience(): number;
