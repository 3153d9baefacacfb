import Type, { type Static } from 'typebox';
import { words } from './words.ts';

/**
 * Every reason for which a rule says no, with the sentence that a person reads.
 * Clients translate by code; the sentence is the English text and the fallback.
 */
export const refusalSentences = {
  'sender-logged-out': 'You are not logged in on the side this conversation belongs to.',
  'receiver-logged-out': 'This agent is logged out. Agent chats need both of you to be logged in.',
  'receiver-deactivated': 'This entry is no longer active.',
  'sender-deactivated': 'Your entry is no longer active.',
  'to-yourself': 'You cannot write to yourself.',
  'to-own-seat': 'This is your own entry on the other side. You cannot write to yourself.',
  'no-office-side': 'This company runs the contact center alone; it has no office side.',
  'needs-mode-3': 'In this company the office and the contact center have separate directories.',
  'no-shared-group': 'You and this agent are not in the same agent group.',
  'reach-at-office-entry': 'This agent also works in the office: write to the office entry instead.',
  'customers-start-chats': 'Only customers start customer chats.',
  'office-never-customer': 'Office users do not chat with customers.',
  'customer-only-queue': 'Customers start a chat with a queue, never with a person.',
  'queue-closed': 'This queue is closed at the moment.',
  'no-rooms-for-agents': 'The contact center has one-to-one conversations only.',
  'not-invited': 'There is no such room.',
  'room-archived': 'This room is archived; nothing can be written in it.',
  'no-interaction': 'This chat has ended.',
  'reached-no-device': 'It reached no device before the chat ended.',
  'read-only-archive': 'This is an archive. It can be read, not written to.',
  'rich-not-from-office': 'The office app writes plain text.',
  'rich-not-from-customers': 'Plain text only, please.',
  'files-not-from-console': 'In this company files cannot be sent from the console.',
  'files-not-in-conversation': 'Files can be sent in direct chats, rooms and expert chats only.',
  'files-not-from-customers': 'Files cannot be sent from here.',
  'no-previews-here': 'The console shows a file as a link.',
  'client-id-reused': 'A different message was already sent under this id.',
  'no-typing-here': 'Typing indicators are not passed on in this conversation.',
  'no-receipts-here': 'Read receipts are not passed on in this conversation.',
  'invisible-sends-nothing': 'While you are invisible, nobody is told that you type or have read.',
  'never-monitored': 'This kind of conversation is never monitored.',
  'not-a-supervisor': 'Only supervisors look on.',
  'not-assigned': 'This group or queue is not assigned to you.',
  'policy-off': 'The policy of this interaction says no.',
  'interaction-over': 'This interaction is over; it can no longer be watched live.',
  'interaction-running': 'This interaction still runs; its transcript is there when it is over.',
  'outside-history': 'This lies outside of what you can see of the conversation.',
  'owner-only': 'Only an owner of the room can do this.',
  'last-owner': 'A room needs an owner: hand the ownership on first.',
  'not-a-member': 'You are not a member of this room.',
  'rejecting-not-allowed': 'Offers cannot be rejected in this company.',
  'status-of-other-side': 'This status belongs to the other side.',
  'status-set-by-system': 'This status is set by the work you do, not by hand.',
  'not-an-administrator': 'Only an administrator can ask this.',
  'not-the-agent': 'Only the agent of this chat can do this.',
  'not-your-chat': 'There is no such chat.',
  'earlier-chats-off': 'Earlier chats are not shown in this company.',
  'retention-over': 'This transcript has passed its retention time.',
} as const;

/** What a sender is told about a message that was stored all the same. */
export const noticeSentences = {
  'receiver-logged-out':
    'This agent is logged out. The message is kept in the chat, and the agent will not see it as new after logging in.',
} as const;

export type RefusalCode = keyof typeof refusalSentences;

/** A rule said no: which one, a stable code, and a sentence for a person. */
export const Refusal = Type.Object({
  rule: Type.String({
    description: 'The ID of the rule that decided, as in RULES.md',
  }),
  code: words(Object.keys(refusalSentences) as RefusalCode[]),
  sentence: Type.String(),
});
export type Refusal = Static<typeof Refusal>;

/** What the server decided about something a client may want to offer. Rules never run in a client. */
export const Ability = Type.Union([
  Type.Object({ allowed: Type.Literal(true), rule: Type.String() }),
  Type.Object({
    allowed: Type.Literal(false),
    rule: Type.String(),
    code: Refusal.properties.code,
    sentence: Type.String(),
  }),
]);
export type Ability = Static<typeof Ability>;

/** A decision as the rules make it: which rule, and for a no, why. */
export type Verdict =
  | { readonly allowed: true; readonly rule: string }
  | { readonly allowed: false; readonly rule: string; readonly code: RefusalCode };

/** The wire form of a no, with its sentence. */
export function refusalOf(verdict: { readonly rule: string; readonly code: RefusalCode }): Refusal {
  return { rule: verdict.rule, code: verdict.code, sentence: refusalSentences[verdict.code] };
}

/** The wire form of a decision about something that a client may want to offer. */
export function abilityOf(verdict: Verdict): Ability {
  return verdict.allowed
    ? { allowed: true, rule: verdict.rule }
    : { allowed: false, rule: verdict.rule, code: verdict.code, sentence: refusalSentences[verdict.code] };
}
