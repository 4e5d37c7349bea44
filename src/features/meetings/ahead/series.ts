// How a series keeps its rhythm.
import type { Rhythm } from '../../../language/repeat.ts';

/** A rhythm as a series keeps it. */
export const kept = ({ rule, until, except }: Rhythm) => ({
  rule,
  endsOn: until === undefined ? null : new Date(Date.parse(until) + 86_400_000),
  except: except.map((day) => new Date(day)),
});

/** The same as it is kept. */
export const keptRhythm = ({
  rule,
  endsOn,
  except,
}: {
  rule: string;
  endsOn: Date | null;
  except: Date[];
}): Rhythm => ({
  rule,
  until: endsOn === null ? undefined : new Date(endsOn.getTime() - 86_400_000).toISOString().slice(0, 10),
  except: except.map((day) => day.toISOString().slice(0, 10)),
});
