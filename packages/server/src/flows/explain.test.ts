import { ruleIds } from '@tieline/domain';
import { type ExplainView, refusalSentences, type SeatId, type WireError } from '@tieline/protocol';
import {
  type Company,
  type Line,
  startTestServer,
  type TestServer,
  type WholeCast,
  wholeCast,
} from '@tieline/testkit';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

let server: TestServer;
let house: Company<WholeCast>;
beforeAll(async () => {
  server = await startTestServer({ databaseUrl: inject('databaseUrl') });
  house = await server.company({
    cast: wholeCast,
    monitoring: 'on',
    groups: { Support: 'inherit', Sales: 'off' },
  });
});
afterAll(() => server.close());

const known = new Set<string>(ruleIds);

describe('a refusal', () => {
  it('[EXPL-1] names a known rule, with a code and the sentence for it, whatever is refused', async () => {
    const [ada, bea] = [await house.join('ada', 'console'), await house.join('bea', 'console')];
    const [erik, noor] = [await house.join('erik', 'office'), await house.join('noor', 'office')];
    const carl = await house.join('carl', 'console');
    const [expert, agents] = [await ada.open(erik.seat), await ada.open(bea.seat)];
    const toNoor = await erik.open(await erik.find('office', 'Noor', 'agent'));
    await erik.say(toNoor.id, 'For the archive');
    await ada.say(expert.id, 'One message', 'one-message');
    await bea.device.logOut();
    const sam = await carl.find('agents', 'Sam');
    const refusals: WireError[] = [
      await ada.sayInVain(agents.id, 'Anybody there?'),
      await ada.sayInVain(expert.id, 'Another message', 'one-message'),
      await erik.sayInVain(expert.id, { kind: 'rich', html: '<b>Loud</b>' }),
      await noor.sayInVain(toNoor.id, 'From the archive'),
      await noor.askInVain('end-interaction', { conversation: toNoor.id }),
      await ada.askInVain('end-interaction', { conversation: expert.id }),
      await ada.askInVain('end-interaction', { conversation: agents.id }),
      await ada.askInVain('open-conversation', { seat: ada.seat }),
      await ada.askInVain('open-conversation', { seat: sam }),
      await ada.askInVain('set-status', { status: 'busy' }),
      await erik.askInVain('set-status', { status: 'wrap-up' }),
      (await erik.device.request('GET', `/explain?from=${ada.seat}&to=${bea.seat}`)).body as WireError,
    ];
    const rules = refusals.map(({ code, retry, sentence, refusal }) => {
      expect(code).toBe('refused');
      expect(retry).toBe(false);
      if (!refusal) throw new Error('A refusal without its rule');
      expect(known.has(refusal.rule)).toBe(true);
      expect(refusal.sentence).toBe(refusalSentences[refusal.code]);
      expect(sentence).toBe(refusal.sentence);
      return refusal.rule;
    });
    expect(rules).toEqual([
      ...['DEL-3', 'DEL-6', 'CONT-2', 'HIST-6', 'HIST-6', 'HIST-5', 'HIST-5'],
      ...['START-12', 'START-8', 'PRES-4', 'PRES-1', 'EXPL-2'],
    ]);
  });

  it('[EXPL-1] is foretold by what may be done, with the same rule', async () => {
    const [ada, erik] = [await house.join('ada', 'console'), await house.join('erik', 'office')];
    for (const roster of ['agents', 'directory'] as const) {
      for (const { seat, start } of await ada.roster(roster)) {
        expect(known.has(start.rule)).toBe(true);
        const reply = await ada.socket.command('open-conversation', { seat });
        const { code: _, sentence: __, ...said } = { code: null, sentence: null, ...start };
        const refusal = 'error' in reply ? reply.error.refusal : undefined;
        expect(
          refusal ? { allowed: false, rule: refusal.rule } : { ...said, allowed: 'ok' in reply },
        ).toEqual(said);
      }
    }
    const { abilities } = await erik.open(ada.seat);
    for (const ability of Object.values(abilities)) expect(known.has(ability.rule)).toBe(true);
  });
});

describe('an administrator asks', () => {
  const seats = new Map<string, SeatId>();
  let olivia: Line;
  beforeAll(async () => {
    olivia = await house.join('olivia', 'office');
    for (const { name, kind, seat } of await olivia.roster('office'))
      seats.set(`${name.toLowerCase()} ${kind}`, seat);
  });

  async function explain(from: string, to: string): Promise<ExplainView> {
    const path = `/explain?from=${seats.get(from)}&to=${seats.get(to)}`;
    const { status, body } = await olivia.device.request<ExplainView>('GET', path);
    expect(status).toBe(200);
    const rules = JSON.stringify(body).match(/"rule":"[^"]*"/g) ?? [];
    expect(rules.map((rule) => rule.slice(8, -1)).filter((rule) => !known.has(rule))).toEqual([]);
    return body;
  }

  it('[EXPL-2, START-7, MON-1] about an agent and an expert', async () => {
    const view = await explain('ada agent', 'erik office');
    expect(view).toMatchObject({
      from: { kind: 'agent', name: 'Ada' },
      to: { kind: 'office', name: 'Erik' },
      conversation: 'expert',
      start: { allowed: true, rule: 'START-7' },
      signals: { typing: { allowed: false, rule: 'SIG-5' }, receipts: { allowed: false, rule: 'SIG-5' } },
      monitoring: { live: { allowed: false, rule: 'MON-1' }, transcript: { allowed: false, rule: 'MON-1' } },
    });
    const typing = view.options.find(({ option }) => option === 'typing_across');
    expect(typing).toMatchObject({ rule: 'OPT-2', value: 'off', source: 'classic' });
    expect(typing?.sentence.length).toBeGreaterThan(10);
    expect(view.history.map(({ rule }) => rule).toSorted()).toEqual(['HIST-3', 'HIST-4']);
    expect(view.delivery.sentence.length).toBeGreaterThan(10);
  });

  it('[EXPL-2, START-5, MON-2, MON-3, MON-5] about two agents of a group, and who could look on', async () => {
    const view = await explain('ada agent', 'bea agent');
    expect(view).toMatchObject({
      conversation: 'agent',
      start: { allowed: true, rule: 'START-5' },
      signals: { typing: { allowed: false, rule: 'SIG-6' } },
      monitoring: { live: { allowed: true }, supervisors: [{ name: 'Grace', may: { allowed: true } }] },
    });
    expect(view.history.every(({ rule }) => rule === 'HIST-5')).toBe(true);
  });

  it('[EXPL-2, START-8, HIST-6] about an agent with two licenses, whose office seat reads along', async () => {
    expect(await explain('ada agent', 'sam agent')).toMatchObject({
      start: { allowed: false, rule: 'START-8', code: 'reach-at-office-entry' },
    });
    const view = await explain('erik office', 'noor agent');
    expect(view.start).toMatchObject({ allowed: true, rule: 'START-2' });
    expect(view.history.map(({ rule }) => rule)).toContain('HIST-6');
  });

  it('[EXPL-3] and is told the rules, whatever the two do at that hour', async () => {
    const pairs = [
      ['carl agent', 'sam agent'],
      ['sam agent', 'carl agent'],
      ['erik office', 'sam agent'],
      ['sam agent', 'erik office'],
      ['mei office', 'erik office'],
    ] as const;
    const all = async () => {
      const answers: ExplainView[] = [];
      for (const [from, to] of pairs) answers.push(await explain(from, to));
      return answers;
    };
    const quiet = await all();
    expect(quiet.map(({ delivery }) => delivery.rule)).toEqual(['DEL-3', 'DEL-3', 'DEL-4', 'DEL-2', 'DEL-2']);
    const [carl, sam] = [await house.join('carl', 'console'), await house.join('sam', 'console')];
    const erik = await house.join('erik', 'office');
    expect(await all()).toEqual(quiet);
    await sam.ask('set-status', { status: 'on-break' });
    await erik.ask('set-status', { status: 'invisible' });
    const agents = await sam.open(carl.seat);
    await sam.say(agents.id, 'A chat of agents runs');
    await erik.say((await erik.open(sam.seat)).id, 'And an expert chat');
    expect(await carl.conversations()).toMatchObject([
      { id: agents.id, interaction: { number: expect.any(Number) as number } },
    ]);
    expect(await all()).toEqual(quiet);
    await sam.device.logOut();
    expect(await all()).toEqual(quiet);
    for (const word of ['on-break', 'invisible', 'online', 'offline', 'logged-out', 'available'])
      expect(JSON.stringify(quiet.map((view) => ({ ...view, options: [] })))).not.toContain(`"${word}"`);
    expect(JSON.stringify(quiet)).not.toMatch(/\d{4}-\d\d-\d\dT/);
  });

  it('[EXPL-2, START-12] about an entry and itself', async () => {
    expect(await explain('ada agent', 'ada agent')).toMatchObject({
      start: { allowed: false, rule: 'START-12' },
    });
  });

  it('[EXPL-2] and nobody else, on either side, over whatever pair', async () => {
    const path = `/explain?from=${seats.get('ada agent')}&to=${seats.get('bea agent')}`;
    expect((await olivia.device.request('GET', path)).status).toBe(200);
    for (const [name, side] of [
      ['erik', 'office'],
      ['grace', 'console'],
      ['ada', 'console'],
    ] as const) {
      const device = await house.signIn(name, side);
      const answer = await device.request('GET', path);
      expect(answer).toMatchObject({
        status: 403,
        body: { refusal: { rule: 'EXPL-2', code: 'not-an-administrator' } },
      });
      const nothing = '00000000-0000-4000-8000-000000000000';
      expect(await device.request('GET', `/explain?from=${nothing}&to=${nothing}`)).toEqual(answer);
    }
  });
});
