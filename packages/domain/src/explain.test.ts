import { abilityOf, type ExplainView, refusalSentences } from '@tieline/protocol';
import { describe, expect, it } from 'vitest';
import { type Explanation, explain, type ExplainFacts } from './explain.ts';
import { presenceInWords } from './explain-words.ts';
import {
  agentPresence,
  agentSeat,
  dana,
  deactivated,
  harbor,
  loggedOut,
  maya,
  officePresence,
  optionSettings,
  priya,
  sales,
  sam,
  seatId,
  stranger,
  support,
  tenantOf,
  tom,
  withOffice,
} from './facts.fixture.ts';
import { projectMessage } from './projections/index.ts';
import { classicOptions } from './rules/options.ts';
import { decideAppearance } from './rules/presence.ts';
import { fileBody, plainBody, richBody, storedMessage } from './stored-message.fixture.ts';

const off = { tenant: 'off', groups: [] } as const;

/** Priya, in the office, writes to the agent Maya. */
const expertFacts: ExplainFacts = {
  tenant: harbor,
  from: priya,
  to: maya,
  options: optionSettings(),
  monitoring: { tenant: 'on', groups: [{ id: sales, name: 'Sales', setting: 'on' }] },
  transcripts: { tenant: 'on', groups: [] },
  supervisors: [{ seat: dana.seat, assignedGroups: [], assignedQueues: [] }],
};

/** The agent Maya writes to her colleague, whose person works in the office too. */
const colleague = withOffice(agentSeat('leo', { groups: [sales] }));
const agentFacts: ExplainFacts = { ...expertFacts, from: maya, to: colleague };

const directFacts: ExplainFacts = { ...expertFacts, to: tom };

const seen = {
  office: 'The office status; offline while invisible or without a session.',
  agent: 'The status of the agent and since when; logged out without a session.',
  ofAgentInOffice:
    'Online from log-in to log-out of the console, and nothing of what the agent does meanwhile.',
  nothing: 'Nothing: no roster of theirs holds this entry.',
};

const readers = (list: Explanation['history'] | Explanation['content']): string[] =>
  list.map(({ reader, rule, sentence }) => `${reader.seat} ${reader.relation} ${rule} ${sentence}`);

describe('an explanation', () => {
  it('[EXPL-2] of an expert chat tells start, send, delivery, presence, history, signals and monitoring', () => {
    const answer = explain(expertFacts);
    expect(answer).toMatchObject({
      from: { seat: 'priya', kind: 'office' },
      to: { seat: 'maya', kind: 'agent' },
      conversation: 'expert',
      start: { allowed: true, rule: 'START-2' },
      send: { allowed: true, rule: 'DEL-4', fate: 'delivered' },
      answer: { allowed: true, rule: 'DEL-4' },
      presence: {
        fromSees: { roster: 'office', rule: 'PRES-3', sentence: seen.ofAgentInOffice },
        toSees: { roster: 'directory', rule: 'PRES-1', sentence: seen.office },
      },
      signals: {
        typing: { allowed: false, rule: 'SIG-5', code: 'no-typing-here' },
        receipts: { allowed: false, rule: 'SIG-5', code: 'no-receipts-here' },
      },
      monitoring: {
        live: { allowed: false, rule: 'MON-1', code: 'never-monitored' },
        transcript: { allowed: false, rule: 'MON-1', code: 'never-monitored' },
        source:
          'Monitoring: never for this kind of conversation. Transcripts: never for this kind of conversation.',
        supervisors: [{ seat: 'dana', may: { allowed: false, rule: 'MON-1', code: 'never-monitored' } }],
      },
    });
    expect(readers(answer.history)).toEqual([
      'priya member HIST-3 the full history',
      'maya member HIST-4 the full history',
    ]);
  });

  it('[EXPL-2] tells what each reader of an expert chat makes of text and files', () => {
    expect(readers(explain(expertFacts).content)).toEqual([
      'priya member CONT-2 Plain text: as it was written.',
      'priya member CONT-3 Rich text: a plain-text excerpt, and a link to a page with the formatted message.',
      'priya member CONT-6 File: in full, with preview or document card, and download.',
      'maya member CONT-8 Plain text: as it was written.',
      'maya member CONT-1 Rich text: with its formatting, sanitised.',
      'maya member CONT-5 File: a link with name, type and size, and no preview.',
    ]);
  });

  it('[EXPL-2, CONT-8] says of each body what the projection of the surface does', () => {
    expect(projectMessage('office', storedMessage(plainBody))).toMatchObject({
      text: plainBody.text,
      formatted: null,
    });
    expect(projectMessage('office', storedMessage(richBody)).formatted).not.toBeNull();
    expect(projectMessage('office', storedMessage(fileBody)).file).toHaveProperty('preview');
    expect(projectMessage('console', storedMessage(richBody)).html).toBe(richBody.html);
    expect(projectMessage('console', storedMessage(fileBody)).file).not.toHaveProperty('preview');
  });

  it('[EXPL-2, HIST-4] tells the 30 messages of release 9.9', () => {
    expect(readers(explain({ ...expertFacts, tenant: tenantOf(3, '9.9') }).history)).toEqual([
      'priya member HIST-3 the full history',
      'maya member HIST-4 the last 30 messages',
    ]);
  });

  it('[EXPL-2, HIST-6] tells the archive of an agent who has an office seat', () => {
    const answer = explain({ ...expertFacts, to: withOffice(maya) });
    expect(readers(answer.history)).toContain(
      'maya-office archive HIST-6 the full history, as a read-only archive',
    );
    expect(readers(answer.content)).toContain(
      'maya-office archive CONT-3 Rich text: a plain-text excerpt, and a link to a page with the formatted message.',
    );
  });

  it('[EXPL-2, DEL-4] tells when a message is kept for an agent, and who offers it', () => {
    const kept =
      'If the agent is logged in, it is delivered at once; if not, it is kept in the conversation, the sender is told, and logging in to the console does not bring it.';
    expect(explain(expertFacts).delivery).toEqual({ rule: 'DEL-4', sentence: kept });
    expect(explain({ ...expertFacts, to: withOffice(maya) }).delivery).toEqual({
      rule: 'DEL-4',
      sentence: `${kept} The office app of the same person offers it.`,
    });
  });

  it('[EXPL-2, DEL-2] tells what becomes of a message to the office', () => {
    expect(explain(directFacts).delivery).toEqual({
      rule: 'DEL-2',
      sentence:
        'It is delivered at once to a receiver who is there; else it waits, counts as unread and is offered at the next log-in.',
    });
  });

  it('[EXPL-2, DEL-3] tells when a message between agents is refused', () => {
    const answer = explain(agentFacts);
    expect(answer.start).toEqual({ allowed: true, rule: 'START-5' });
    expect(answer.send).toMatchObject({ allowed: true, rule: 'DEL-3' });
    expect(answer.delivery).toEqual({
      rule: 'DEL-3',
      sentence:
        'If the agent is logged in, it is delivered at once; if not, it is refused and nothing is stored.',
    });
  });

  it('[EXPL-2, START-2] tells that a message which may not be sent is stored nowhere', () => {
    expect(explain({ ...expertFacts, tenant: tenantOf(2) }).delivery).toEqual({
      rule: 'START-2',
      sentence: 'It is refused and nothing is stored.',
    });
  });

  it('[EXPL-2] of a direct chat leaves out what nobody can write there', () => {
    const answer = explain(directFacts);
    expect(answer).toMatchObject({
      conversation: 'direct',
      start: { rule: 'START-1' },
      send: { rule: 'DEL-2' },
    });
    expect(answer.presence).toMatchObject({
      fromSees: { roster: 'office', rule: 'PRES-1', sentence: seen.office },
    });
    expect(readers(answer.history)).toEqual([
      'priya member HIST-1 the full history',
      'tom member HIST-1 the full history',
    ]);
    expect(answer.content.map(({ reader, body }) => `${reader.seat} ${body}`)).toEqual([
      'priya plain',
      'priya file',
      'tom plain',
      'tom file',
    ]);
  });
});

describe('an explanation of an agent chat', () => {
  it('[EXPL-2] tells presence on the agent roster, the current interaction, signals and the archive', () => {
    const answer = explain(agentFacts);
    expect(answer).toMatchObject({
      conversation: 'agent',
      start: { allowed: true, rule: 'START-5' },
      send: { allowed: true, rule: 'DEL-3', fate: 'delivered', startsInteraction: true },
      answer: { allowed: true, rule: 'DEL-3', fate: 'delivered', startsInteraction: false },
      presence: {
        fromSees: { roster: 'agents', rule: 'PRES-4', sentence: seen.agent },
        toSees: { roster: 'agents', rule: 'PRES-4', sentence: seen.agent },
      },
      signals: {
        typing: { allowed: false, rule: 'SIG-6', code: 'no-typing-here' },
        receipts: { allowed: false, rule: 'SIG-6', code: 'no-receipts-here' },
      },
    });
    expect(readers(answer.history)).toEqual([
      'maya member HIST-5 the current interaction only',
      'leo member HIST-5 the current interaction only',
      'leo-office archive HIST-6 the full history, as a read-only archive',
    ]);
  });

  it('[EXPL-2, TEN-2, START-12] lets no signal pass where there can be no chat, whatever is chosen', () => {
    const open = { typing_across: 'on', agent_signals: 'on' } as const;
    const signals = (facts: Partial<ExplainFacts>) =>
      Object.values(explain({ ...expertFacts, ...facts }).signals).map((decision) =>
        decision.allowed ? decision.rule : `${decision.rule} ${decision.code}`,
      );
    expect(signals({ tenant: tenantOf(3, '9.10', open) })).toEqual(['OPT-2', 'SIG-5 no-receipts-here']);
    expect(signals({ tenant: tenantOf(2, '9.10', open) })).toEqual(
      Array.from({ length: 2 }, () => 'TEN-2 needs-mode-3'),
    );
    expect(signals({ tenant: tenantOf(1), to: tom })).toEqual(
      Array.from({ length: 2 }, () => 'TEN-2 no-office-side'),
    );
    expect(signals({ to: tom })).toEqual(['SIG-4', 'SIG-4']);
    expect(signals({ to: priya })).toEqual(Array.from({ length: 2 }, () => 'START-12 to-yourself'));
  });

  it('[EXPL-2, MON-3] tells where the policy came from', () => {
    expect(explain(agentFacts).monitoring).toMatchObject({
      live: { allowed: true, rule: 'MON-3' },
      transcript: { allowed: true, rule: 'MON-3' },
      source:
        'Monitoring: on, by the setting of the group "Sales". Transcripts: on, by the setting of the company.',
    });
    expect(explain({ ...agentFacts, monitoring: off }).monitoring).toMatchObject({
      live: { allowed: false, rule: 'MON-3', code: 'policy-off' },
      transcript: { allowed: true, rule: 'MON-3' },
      source:
        'Monitoring: off, by the setting of the company. Transcripts: on, by the setting of the company.',
    });
  });

  it('[EXPL-2, MON-5] tells of each supervisor whether, and why', () => {
    const supervisors = [
      { seat: seatId('all'), assignedGroups: [], assignedQueues: [] },
      { seat: seatId('of-sales'), assignedGroups: [sales], assignedQueues: [] },
      { seat: seatId('of-support'), assignedGroups: [support], assignedQueues: [] },
    ];
    expect(explain({ ...agentFacts, supervisors }).monitoring.supervisors).toEqual([
      { seat: 'all', may: { allowed: true, rule: 'MON-2' } },
      { seat: 'of-sales', may: { allowed: true, rule: 'MON-2' } },
      { seat: 'of-support', may: { allowed: false, rule: 'MON-5', code: 'not-assigned' } },
    ]);
    const unmonitored = explain({ ...agentFacts, supervisors, monitoring: off }).monitoring.supervisors;
    expect(unmonitored.map(({ may }) => may.rule)).toEqual(['MON-2', 'MON-2', 'MON-5']);
    expect(unmonitored.some(({ may }) => may.allowed)).toBe(false);
  });

  it('[EXPL-2, START-6] tells that an agent may answer a supervisor to whom the agent may not write first', () => {
    const answer = explain({ ...agentFacts, tenant: tenantOf(2), to: dana });
    expect([answer.start, answer.send]).toMatchObject([
      { allowed: false, rule: 'START-5' },
      { allowed: false, rule: 'START-5' },
    ]);
    expect(answer.answer).toMatchObject({ allowed: true, rule: 'DEL-3' });
    expect(answer.delivery.sentence).toBe(
      'It is refused and nothing is stored, unless the receiver has begun an interaction that is still running.',
    );
  });
});

describe('what an explanation does not give away', () => {
  it.each([
    ['an expert chat', expertFacts],
    ['an agent chat', agentFacts],
    ['a direct chat', directFacts],
    ['an agent and an expert', { ...expertFacts, from: maya, to: priya }],
  ])('[EXPL-3] who is logged in makes no difference: %s', (_, facts) => {
    const answer = explain(facts);
    expect(answer.send.allowed).toBe(true);
    const { from, to } = facts;
    for (const one of [from, loggedOut(from)])
      for (const other of [to, loggedOut(to)])
        expect(explain({ ...facts, from: one, to: other })).toEqual(answer);
  });

  it.each(['online', 'coarse'] as const)(
    '[EXPL-3, OPT-5] the rules of presence are those by which a roster shows the entry: %s',
    (shown) => {
      const options = { ...classicOptions, agent_presence_in_office: shown };
      const agent = agentPresence({ agentPresence: shown });
      for (const roster of ['office', 'agents', 'directory'] as const)
        expect(presenceInWords('agent', roster, options).rule).toBe(decideAppearance(agent, roster).rule);
      for (const roster of ['office', 'directory'] as const)
        expect(presenceInWords('office', roster, options).rule).toBe(
          decideAppearance(officePresence(), roster).rule,
        );
    },
  );

  it('[TEN-1] of a seat of another tenant it tells what it tells of one that does not exist', () => {
    const abroad = { ...withOffice(maya), tenant: stranger };
    expect(readers(explain({ ...expertFacts, to: withOffice(maya) }).history)).toHaveLength(3);
    const answer = explain({ ...expertFacts, to: abroad });
    const missing = { allowed: false, rule: 'START-12', code: 'receiver-deactivated' };
    expect([answer.start, answer.send]).toEqual([missing, missing]);
    expect(answer.presence.fromSees).toEqual({ roster: null, rule: 'PRES-9', sentence: seen.nothing });
    expect([answer.history, answer.content]).toEqual([[], []]);
  });

  it('[TEN-2] in mode 2 neither side sees the other', () => {
    const answer = explain({ ...expertFacts, tenant: tenantOf(2) });
    expect(explain(expertFacts).presence.fromSees.roster).toBe('office');
    expect(answer.start).toEqual({ allowed: false, rule: 'START-2', code: 'needs-mode-3' });
    expect([answer.presence.fromSees.roster, answer.presence.toSees.roster]).toEqual([null, null]);
  });

  it('[START-12] of somebody to themselves, and of a deactivated seat, it is a refusal', () => {
    expect(explain({ ...expertFacts, to: priya })).toMatchObject({
      start: { rule: 'START-12', code: 'to-yourself' },
      history: [],
      content: [],
    });
    expect(explain({ ...expertFacts, to: deactivated(maya) })).toMatchObject({
      start: { rule: 'START-12', code: 'receiver-deactivated' },
      presence: { fromSees: { roster: null } },
    });
    expect(explain({ ...expertFacts, from: maya, to: sam }).start.allowed).toBe(true);
  });
});

describe('the wire form of an explanation', () => {
  it('[EXPL-2] needs names and sentences, and nothing else', () => {
    const { from, to, conversation, start, send, answer, delivery, presence, ...rest } = explain(agentFacts);
    const named = ({ reader, rule, sentence }: Explanation['history'][number]) => ({
      reader: reader.seat,
      rule,
      sentence,
    });
    const look = ({ roster, rule, sentence }: typeof presence.fromSees) => ({ roster, rule, sentence });
    const view: ExplainView = {
      from: { seat: from.seat, kind: from.kind, name: 'Maya Lind' },
      to: { seat: to.seat, kind: to.kind, name: 'Leo Berg' },
      conversation,
      start: abilityOf(start),
      send: abilityOf(send),
      answer: abilityOf(answer),
      delivery: { rule: delivery.rule, sentence: delivery.sentence },
      presence: { fromSees: look(presence.fromSees), toSees: look(presence.toSees) },
      history: rest.history.map(named),
      content: rest.content.map(named),
      signals: { typing: abilityOf(rest.signals.typing), receipts: abilityOf(rest.signals.receipts) },
      options: [...rest.options],
      monitoring: {
        live: abilityOf(rest.monitoring.live),
        transcript: abilityOf(rest.monitoring.transcript),
        source: rest.monitoring.source,
        supervisors: rest.monitoring.supervisors.map(({ seat, may }) => ({
          seat,
          name: 'Dana Ruiz',
          may: abilityOf(may),
        })),
      },
    };
    expect(view.send).toEqual({ allowed: true, rule: 'DEL-3' });
    const refused = explain({ ...agentFacts, to: deactivated(colleague) }).send;
    expect(abilityOf(refused)).toMatchObject({ sentence: refusalSentences['receiver-deactivated'] });
  });
});
