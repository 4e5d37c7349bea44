// The guard: what stops a save, what only remarks, and what is left in peace.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldError, identifiers, inspect, redact } from '../../src/features/privacy/index.ts';
import { withoutPerson } from '../../src/features/privacy/rewrite.ts';
import { whatWasSeen } from '../../src/features/privacy/views.ts';

const NOW = new Date('2026-11-24T10:00:00Z');
const kinds = (text: string) => inspect(text, NOW).map((finding) => finding.kind);

/** An NHS number that was never issued, with its check digit by modulus 11. */
const nhsNumber = fc
  .tuple(fc.constant([9, 9, 9]), fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 6, maxLength: 6 }))
  .map(([start, rest]) => {
    const digits = [...start, ...rest];
    const rest11 = 11 - (digits.reduce((sum, digit, index) => sum + digit * (10 - index), 0) % 11);
    return rest11 === 10 ? undefined : [...digits, rest11 === 11 ? 0 : rest11].join('');
  })
  .filter((number) => number !== undefined);

const BETWEEN = ['', ' ', '-', '  ', '\u00A0', '\u2009', '\u2013', '\u2011', '\u200B', '\u200B \u200B', '.'];
const fullWidth = (digits: string) => digits.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)));

describe('a formal identifier stops the save', () => {
  it.each([
    ['NHS number', 'Her number is 943 476 5919'],
    ['NHS number', 'nhs 9434765919'],
    ['NHS number', 'NHS: 943-476-5919'],
    ['NHS number', '９４３ ４７６ ５９１９ is hers'],
    ['National Insurance number', 'NI is AB 12 34 56 C'],
    ['National Insurance number', 'ab123456c came in'],
    ['phone number', 'ring 07700 900123 after six'],
    ['phone number', '+44 7700 900123'],
    ['phone number', 'call 0116 496 0123'],
    ['phone number', '(0116) 496 0123'],
    ['email address', 'write to jo.bloggs+x@example.co.uk please'],
    ['home address', 'lives at 14 Aikman Avenue LE3 9PP'],
    ['home address', 'Rose Cottage, Mill Lane, LE3 9PP'],
    ['date of birth', 'dob 12/03/2009'],
    ['date of birth', 'born on 12 March 2009'],
    ['date of birth', 'aged 17, 12.03.2009'],
    ['vehicle registration', 'a white van AB51 CDE'],
    ['vehicle registration', 'the car ab51cde again'],
    ['bank card number', 'card 4111 1111 1111 1111'],
  ])('%s: %s', (kind, text) => {
    expect(kinds(text)).toContain(kind);
    expect(identifiers(inspect(text, NOW))).not.toEqual([]);
  });

  it('however it is spaced, dashed, widened or hidden', () => {
    fc.assert(
      fc.property(
        nhsNumber,
        fc.constantFrom(...BETWEEN),
        fc.constantFrom(...BETWEEN),
        fc.boolean(),
        (number, one, two, wide) => {
          const written = `${number.slice(0, 3)}${one}${number.slice(3, 6)}${two}${number.slice(6)}`;
          const text = `The NHS number is ${wide ? fullWidth(written) : written} I think`;
          expect(kinds(text)).toContain('NHS number');
        },
      ),
    );
  });
});

describe('a hint only remarks', () => {
  it.each([
    ['title with a name', 'Saw Mrs Patel at the shop'],
    ['house number and street', 'Bins left outside 14 Aikman Avenue'],
    ['name with a deed and a street', 'John keeps breaking windows on Aikman Avenue'],
    ['name with a deed and a street', 'Kids with Kyle Bennett smashed the shelter on Liberty Road'],
  ])('%s: %s', (kind, text) => {
    expect(kinds(text)).toContain(kind);
    expect(identifiers(inspect(text, NOW))).toEqual([]);
  });
});

describe('ordinary words are left in peace', () => {
  it.each([
    'Spoke with 12 residents at the food bank about fly-tipping',
    'Meeting at 10:30 on 12/03/2027 in LE3 9PP',
    'NP-42 again: bikes on the rec most evenings',
    'Collected 1,200 litter bags and £3,450 for the fair',
    'Litter pick on Aikman Avenue, LE3',
    'Bus 14, 74 and 104 were late between 2026-11-01 and 2026-11-20',
    'Room B12, extension 4312, car park level 3',
    'Reference 20261124-0012, order 4500012345',
    'Two PCSOs and 1 fire crew, 40 min, 3.5 miles',
    'Rang 101 and 999, then 111',
    'Born leaders at the youth club; dobbed in by nobody',
    'The A46 and the M1 were closed',
    'Jonah fixed the lamp on Oak Road',
    'Grace and Mark will meet on Oak Road in May about the drinking',
    'Windows broken on Aikman Avenue, evenings',
    'Speeding on Victoria Road East and James Street',
  ])('%s', (text) => {
    expect(kinds(text)).toEqual([]);
  });
});

describe('a line about one person, said without them', () => {
  it.each([
    [
      'John at 14 Aikman Ave LE3 6AA (dob 1/2/2010, mum 07700 900123) keeps breaking windows, evenings',
      'Windows broken on Aikman Avenue, evenings',
    ],
    ['John keeps breaking windows on Aikman Avenue', 'Windows broken on Aikman Avenue'],
    [
      'Kyle Bennett (dob 03/04/2009) of 22 Oak Road LE3 9AB is dealing drugs behind the shops most nights',
      'Dealing drugs on Oak Road behind the shops most nights',
    ],
    ['Ryan has been shouting at people on Liberty Road', 'Shouting at people on Liberty Road'],
    ['Jamie and Kieran set fire to bins on Oak Road', 'Setting fire to bins on Oak Road'],
    ['Danny born 4/5/2011 rides a quad bike on the rec every evening', 'Riding a quad bike on the rec every evening'],
    ['Visited Mr Khan at 14 Oak Road LE3 6AA about benefits', 'Visited a resident on Oak Road about benefits'],
    ['Rubbish dumped at 14 Aikman Avenue LE3 6AA', 'Rubbish dumped on Aikman Avenue'],
    ['Mum of Liam at 3 Elm Close LE3 8QQ says he throws stones', undefined],
    ['Wendy hit by a car on Station Road', undefined],
    ['John 07700 900123', undefined],
  ])('%s', (text, expected) => {
    expect(withoutPerson(text, NOW)).toBe(expected);
  });

  it('never holds what was found, nor a name, whatever it was made from', () => {
    const part = fc.constantFrom(
      'John',
      'Kyle Bennett',
      'Mr Khan',
      'at 14 Aikman Ave LE3 6AA',
      '(dob 1/2/2010)',
      'mum 07700 900123',
      'keeps breaking windows',
      'on Oak Road',
      'he',
      'about benefits',
      'most evenings,',
      'visited',
      'and',
      'NHS 943 476 5919',
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 8 }), (parts) => {
        const said = withoutPerson(parts.join(' '), NOW);
        if (said === undefined) return;
        expect(identifiers(inspect(said, NOW))).toEqual([]);
        expect(said).not.toMatch(/John|Kyle|Bennett|Khan|\b14\b|LE3|900123|943/);
        expect(said).not.toMatch(/\b(?:he|she|his|her)\b/i);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('what is taken out', () => {
  it('leaves nothing to find and the rest as it was', () => {
    const text = 'John at 14 Aikman Ave LE3 9PP (dob 12/03/2009, mum 07700 900123) keeps breaking windows';
    const clean = redact(text, identifiers(inspect(text, NOW)));
    expect(clean).toContain('John at [removed]');
    expect(clean).toContain('keeps breaking windows');
    expect(identifiers(inspect(clean, NOW))).toEqual([]);
  });

  it('is all of it, whatever stands around it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        nhsNumber,
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        (before, number, after) => {
          const text = `${before} NHS ${number} ${after}`;
          const findings = inspect(text, NOW);
          expect(redact(text, findings)).not.toContain(number);
          expect(identifiers(inspect(redact(text, findings), NOW)).map((finding) => finding.kind)).not.toContain(
            'NHS number',
          );
        },
      ),
    );
  });

  it('is never repeated in what the person is told', () => {
    fc.assert(
      fc.property(nhsNumber, (number) => {
        const text = `for ${number} and 07700 900123`;
        const findings = inspect(text, NOW);
        const told = whatWasSeen(text, findings) + fieldError(text, findings);
        expect(told.replace(/\D/g, '')).not.toContain(number.slice(0, 6));
        expect(told).not.toContain('900123');
      }),
    );
  });
});

it('answers any text, and soon', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      for (const finding of inspect(text, NOW)) for (const [from, to] of finding.spans) expect(from).toBeLessThan(to);
      expect(typeof redact(text, inspect(text, NOW))).toBe('string');
    }),
  );
  for (const hostile of [
    '0'.repeat(10_000),
    '1 '.repeat(5000),
    'a@'.repeat(5000),
    'AB12 '.repeat(2000),
    '(0'.repeat(5000),
    'Mr '.repeat(3000),
    'John Bell Road breaks '.repeat(450),
    '(John '.repeat(1600),
    'Aaron and '.repeat(1000),
  ]) {
    // Its own work, and not how long others kept the machine: what grows with the square would take minutes.
    const began = process.cpuUsage();
    inspect(hostile, NOW);
    withoutPerson(hostile, NOW);
    expect(process.cpuUsage(began).user / 1e6, hostile.slice(0, 6)).toBeLessThan(5);
  }
});
