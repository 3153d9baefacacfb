import type { ErrorCode, FreshReason } from '@tieline/protocol';
import fc from 'fast-check';
import type { Mishap } from './network.ts';

const tab = fc.nat(1);
const place = fc.nat(2);

const kinds = {
  /** Somebody at one of the two tabs writes. */
  send: [6, { tab, place }],
  /** The other one writes. */
  hear: [5, { place, count: fc.constantFrom(1, 1, 2, 9, 40) }],
  /** A message is edited, deleted or reacted to. */
  alter: [
    3,
    {
      place,
      back: fc.constantFrom(0, 0, 1, 3, 12),
      how: fc.constantFrom('edit' as const, 'delete' as const, 'react' as const),
    },
  ],
  wait: [5, { time: fc.constantFrom(5, 30, 30, 200, 3_000, 40_000) }],
  cut: [4, { tab }],
  open: [3, { tab, place }],
  mark: [2, { tab }],
  /** The interaction of an agent chat ends. */
  end: [3, { place }],
  /** A reload, or a crash and a start. */
  restart: [3, { tab, tidily: fc.boolean() }],
  /** What the next send meets. */
  mishap: [2, { tab, mishap: fc.constantFrom<Mishap>('unavailable', 'unsaid', 'too-many-requests') }],
  older: [1, { tab, place }],
  read: [1, { tab, place }],
  readElsewhere: [1, { place }],
  /** The company is changed, and one chat may be stopped by it. */
  change: [1, { stopped: fc.option(place) }],
  /** Somebody else is changed by the administrators. */
  rename: [1, { place }],
  /** Tokens so far are too old from now on. */
  forget: [1, {}],
  verdict: [1, { reason: fc.constantFrom<FreshReason>('unreadable', 'foreign', 'future', 'too-old') }],
  /** The next resume fails. */
  deaf: [1, { tab, code: fc.constantFrom<ErrorCode>('unavailable', 'too-many-requests') }],
  /** Nothing reaches the server, or everything does again. */
  network: [2, { isUp: fc.boolean() }],
  /** Whoever sees a message that was turned away tries again, or gives it up. */
  answer: [1, { tab, discards: fc.boolean() }],
} as const;

type Kinds = typeof kinds;
type Values<Parts> = { [Key in keyof Parts]: Parts[Key] extends fc.Arbitrary<infer Value> ? Value : never };
export type Step = { [Name in keyof Kinds]: { readonly do: Name } & Values<Kinds[Name][1]> }[keyof Kinds];

/** Anything that may happen, the usual things more often. */
export const steps: fc.Arbitrary<Step> = fc.oneof(
  ...Object.entries(kinds).map(([name, [weight, parts]]) => ({
    weight,
    arbitrary: fc.record({ do: fc.constant(name), ...parts }) as unknown as fc.Arbitrary<Step>,
  })),
);
