/*
 * SIG and OPT, written by hand: for each kind of conversation, signal, sender and receiver the rule by which the signal
 * passes; in brackets, the rule that keeps it. Columns: the company as it is, in either release; then with one option
 * that it set itself; then with the preset.
 */
export const companies = [
  ...(['9.9', '9.10', 'typing_across: on', 'agent_signals: on', 'agent_files: on'] as const),
  ...(['agent_presence_in_office: coarse', 'office_receipts: off', 'preset: today'] as const),
] as const;

export const signalRows = `
direct   typing  office   office   | SIG-4   SIG-4   SIG-4   SIG-4   SIG-4   SIG-4   SIG-4   SIG-4
direct   receipt office   office   | SIG-4   SIG-4   SIG-4   SIG-4   SIG-4   SIG-4   (OPT-6) SIG-4
room     typing  office   office   | SIG-4   SIG-4   SIG-4   SIG-4   SIG-4   SIG-4   SIG-4   SIG-4
room     receipt office   office   | SIG-4   SIG-4   SIG-4   SIG-4   SIG-4   SIG-4   (OPT-6) SIG-4
expert   typing  office   agent    | (SIG-5) (SIG-5) OPT-2   (SIG-5) (SIG-5) (SIG-5) (SIG-5) OPT-2
expert   typing  agent    office   | (SIG-5) (SIG-5) OPT-2   (SIG-5) (SIG-5) (SIG-5) (SIG-5) OPT-2
expert   receipt office   agent    | (SIG-5) (SIG-5) (SIG-5) (SIG-5) (SIG-5) (SIG-5) (SIG-5) (SIG-5)
expert   receipt agent    office   | (SIG-5) (SIG-5) (SIG-5) (SIG-5) (SIG-5) (SIG-5) (SIG-5) (SIG-5)
agent    typing  agent    agent    | (SIG-6) (SIG-6) (SIG-6) OPT-3   (SIG-6) (SIG-6) (SIG-6) (SIG-6)
agent    receipt agent    agent    | (SIG-6) (SIG-6) (SIG-6) OPT-3   (SIG-6) (SIG-6) (SIG-6) (SIG-6)
customer typing  agent    customer | SIG-7   SIG-7   SIG-7   SIG-7   SIG-7   SIG-7   SIG-7   SIG-7
customer typing  customer agent    | SIG-7   SIG-7   SIG-7   SIG-7   SIG-7   SIG-7   SIG-7   SIG-7
customer receipt agent    customer | SIG-7   SIG-7   SIG-7   SIG-7   SIG-7   SIG-7   SIG-7   SIG-7
customer receipt customer agent    | SIG-7   SIG-7   SIG-7   SIG-7   SIG-7   SIG-7   SIG-7   SIG-7
`;
