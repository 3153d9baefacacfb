import { type CommandInput, type CommandName, commands } from '@tieline/protocol';
import type { CommandOrigin } from '../../delivery/live-session.ts';
import { type Answer, no, yes } from '../../features/answer.ts';
import type { Actor, Context } from '../../features/context.ts';
import { endInteraction } from '../../features/conversations/end-interaction.ts';
import { openConversation } from '../../features/conversations/open-conversation.ts';
import { markRead } from '../../features/messages/mark-read.ts';
import { resume } from '../../features/messages/resume.ts';
import { sendMessage } from '../../features/messages/send-message.ts';
import { setIdle } from '../../features/presence/set-idle.ts';
import { setStatus } from '../../features/presence/set-status.ts';
import { watchPresence } from '../../features/presence/watch-presence.ts';
import { setTyping } from '../../features/signals/set-typing.ts';
import { compileCheck } from '../check-schema.ts';
import type { ResultOf } from './command-results.ts';

type Handler<Name extends CommandName> = (
  context: Context,
  actor: Actor,
  input: CommandInput<Name>,
  origin: CommandOrigin,
) => Promise<Answer<ResultOf<Name>>>;

const handlers: { readonly [Name in CommandName]: Handler<Name> } = {
  'open-conversation': openConversation,
  'send-message': sendMessage,
  'end-interaction': endInteraction,
  'mark-read': markRead,
  'set-typing': setTyping,
  'set-status': setStatus,
  'set-idle': (context, actor, input, { socket }) => setIdle(context, actor, socket, input),
  'watch-presence': (context, actor, input, { socket }) => watchPresence(context, actor, socket, input),
  resume,
  ping: () => Promise.resolve(yes({ at: new Date().toISOString() })),
};

type Run = (
  context: Context,
  actor: Actor,
  input: unknown,
  origin: CommandOrigin,
) => Promise<Answer<unknown>>;

function runner<Name extends CommandName>(name: Name): Run {
  const check = compileCheck<CommandInput<Name>>(commands[name].input);
  const handle = handlers[name];
  return (context, actor, input, origin) => {
    const checked = check(input);
    return checked.ok
      ? handle(context, actor, checked.value, origin)
      : Promise.resolve(no('invalid', checked.problem));
  };
}

const runners = new Map<string, Run>(
  (Object.keys(commands) as CommandName[]).map((name) => [name, runner(name)]),
);

/** Runs a command, if there is one of this name and its input is as it should be. */
export function runCommand(
  name: string,
  context: Context,
  actor: Actor,
  input: unknown,
  origin: CommandOrigin,
): Promise<Answer<unknown>> {
  const run = runners.get(name);
  return run ? run(context, actor, input, origin) : Promise.resolve(no('unknown-command'));
}
