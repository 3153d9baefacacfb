import { conversationKinds } from '@tieline/protocol';
import { describe, expect, it } from 'vitest';
import { decideSignal, type Signal, type SignalFacts } from './signals.ts';

const codes: Record<Signal, string> = { typing: 'no-typing-here', receipt: 'no-receipts-here' };

const between = (change: Partial<SignalFacts>): SignalFacts => ({
  signal: 'typing',
  kind: 'agent',
  from: 'agent',
  to: 'agent',
  relation: 'member',
  ...change,
});

describe.each(['typing', 'receipt'] as const)('a signal: %s', (signal) => {
  const no = (rule: string) => ({ allowed: false, rule, code: codes[signal] });

  it('[SIG-1] passes from agent to agent, and both ways between agent and customer', () => {
    expect(decideSignal(between({ signal }))).toEqual({ allowed: true, rule: 'SIG-1' });
    const chat = { signal, kind: 'customer' } as const;
    expect(decideSignal(between({ ...chat, to: 'customer' }))).toEqual({ allowed: true, rule: 'SIG-1' });
    expect(decideSignal(between({ ...chat, from: 'customer' }))).toEqual({ allowed: true, rule: 'SIG-1' });
  });

  it.each(['direct', 'room', 'expert'] as const)('[SIG-1] never passes in a chat of kind %s', (kind) => {
    expect(decideSignal(between({ signal })).allowed).toBe(true);
    expect(decideSignal(between({ signal, kind }))).toEqual(no('SIG-1'));
  });

  it.each(conversationKinds)('[SIG-2] never comes from or to the office, in a chat of kind %s', (kind) => {
    expect(decideSignal(between({ signal })).allowed).toBe(true);
    expect(decideSignal(between({ signal, kind, from: 'office' }))).toEqual(no('SIG-2'));
    expect(decideSignal(between({ signal, kind, to: 'office' }))).toEqual(no('SIG-2'));
    expect(decideSignal(between({ signal, kind, from: 'office', to: 'office' }))).toEqual(no('SIG-2'));
  });

  it('[SIG-2] is not caused by reading the archive, which is the office app', () => {
    expect(decideSignal(between({ signal })).allowed).toBe(true);
    expect(decideSignal(between({ signal, relation: 'archive' }))).toEqual(no('SIG-2'));
  });

  it.each(['agent', 'customer'] as const)(
    '[SIG-3] is not caused by looking on at a chat of kind %s',
    (kind) => {
      expect(decideSignal(between({ signal, kind })).allowed).toBe(true);
      expect(decideSignal(between({ signal, kind, relation: 'monitor' }))).toEqual(no('SIG-3'));
    },
  );
});
