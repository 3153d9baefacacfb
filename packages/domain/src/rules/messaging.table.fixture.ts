/*
 * Who may start what, and what becomes of a message, written by hand from RULES.md and never computed.
 *
 * office: an office seat. agent, supervisor: an agent seat; with "+office" its person holds an office license too.
 * own: the other seat of the sender's person. gone-*: deactivated. alien-*: of another tenant. `groups`: whether the two agent seats share an agent group.
 */

/** `from is`, `to is`: logged in or out. Starting does not ask for it. */
export const startText = `
  from                | to                                | groups | mode | release | from is | to is | answer

  alien-*             | *                                 | *      | *    | *       | *       | *     | no START-12 receiver-deactivated
  *                   | alien-*                           | *      | *    | *       | *       | *     | no START-12 receiver-deactivated
  *                   | itself                            | *      | *    | *       | *       | *     | no START-12 to-yourself
  *                   | own                               | *      | *    | *       | *       | *     | no START-12 to-own-seat
  gone-*              | *                                 | *      | *    | *       | *       | *     | no START-12 sender-deactivated
  *                   | gone-*                            | *      | *    | *       | *       | *     | no START-12 receiver-deactivated

  office              | *                                 | *      | 1    | *       | *       | *     | no TEN-2 no-office-side
  *                   | office room-*                     | *      | 1    | *       | *       | *     | no TEN-2 no-office-side

  office              | office                            | *      | *    | *       | *       | *     | yes START-1
  office              | agent* supervisor*                | *      | 3    | *       | *       | *     | yes START-2
  office              | agent* supervisor*                | *      | 2    | *       | *       | *     | no START-2 needs-mode-3
  office              | customer queue-*                  | *      | *    | *       | *       | *     | no START-3 office-never-customer
  office              | room-public room-invited          | *      | *    | *       | *       | *     | yes START-10
  office              | room-private                      | *      | *    | *       | *       | *     | no START-10 not-invited

  agent* supervisor*  | customer queue-*                  | *      | *    | *       | *       | *     | no START-4 customers-start-chats
  agent* supervisor*  | agent* supervisor*                | shared | *    | *       | *       | *     | yes START-5
  supervisor*         | agent* supervisor*                | apart  | *    | *       | *       | *     | yes START-6
  agent*              | agent supervisor                  | apart  | 3    | *       | *       | *     | yes START-8
  agent*              | agent+office supervisor+office    | apart  | 3    | *       | *       | *     | no START-8 reach-at-office-entry
  agent*              | agent* supervisor*                | apart  | 1 2  | *       | *       | *     | no START-5 no-shared-group
  agent* supervisor*  | office                            | *      | 3    | *       | *       | *     | yes START-7
  agent* supervisor*  | office                            | *      | 2    | *       | *       | *     | no START-7 needs-mode-3
  agent* supervisor*  | room-*                            | *      | *    | *       | *       | *     | no START-11 no-rooms-for-agents

  customer            | queue-open                        | *      | *    | *       | *       | *     | yes START-9
  customer            | queue-closed                      | *      | *    | *       | *       | *     | no START-9 queue-closed
  customer            | *                                 | *      | *    | *       | *       | *     | no START-9 customer-only-queue
`;

/**
 * A plain message of a seat. `chat`: whether the interaction that runs was started by the sender (mine) or the
 * receiver (theirs); only agent chats have one.
 */
export const sendText = `
  from                | to                                   | groups | mode | release | from is | to is | chat   | answer

  gone-*              | *                                    | *      | *    | *       | *       | *     | *      | no START-12 sender-deactivated
  *                   | *                                    | *      | *    | *       | out     | *     | *      | no DEL-1 sender-logged-out
  alien-*             | *                                    | *      | *    | *       | *       | *     | *      | no START-12 receiver-deactivated
  *                   | alien-*                              | *      | *    | *       | *       | *     | *      | no START-12 receiver-deactivated
  *                   | itself                               | *      | *    | *       | *       | *     | *      | no START-12 to-yourself
  *                   | own                                  | *      | *    | *       | *       | *     | *      | no START-12 to-own-seat
  *                   | gone-*                               | *      | *    | *       | *       | *     | *      | no START-12 receiver-deactivated

  office              | customer-*                           | *      | *    | *       | *       | *     | *      | no START-3 office-never-customer
  office              | *                                    | *      | 1    | *       | *       | *     | *      | no TEN-2 no-office-side
  *                   | office room-*                        | *      | 1    | *       | *       | *     | *      | no TEN-2 no-office-side

  office              | office                               | *      | *    | *       | *       | in    | *      | delivered DEL-2
  office              | office                               | *      | *    | *       | *       | out   | *      | waits DEL-2
  office              | agent* supervisor*                   | *      | 2    | *       | *       | *     | *      | no START-2 needs-mode-3
  office              | agent* supervisor*                   | *      | 3    | *       | *       | in    | *      | delivered DEL-4
  office              | agent* supervisor*                   | *      | 3    | *       | *       | out   | *      | missed DEL-4
  office              | room-public-member room-private-member | *    | *    | *       | *       | *     | *      | waits ROOM-3
  office              | room-public-stranger room-private-invited | * | *    | *       | *       | *     | *      | no ROOM-3 not-a-member
  office              | room-archived                        | *      | *    | *       | *       | *     | *      | no ROOM-2 room-archived
  office              | room-private-stranger                | *      | *    | *       | *       | *     | *      | no START-10 not-invited

  agent* supervisor*  | office                               | *      | 2    | *       | *       | *     | *      | no START-7 needs-mode-3
  agent* supervisor*  | office                               | *      | 3    | *       | *       | in    | *      | delivered DEL-2
  agent* supervisor*  | office                               | *      | 3    | *       | *       | out   | *      | waits DEL-2
  agent* supervisor*  | room-*                               | *      | *    | *       | *       | *     | *      | no START-11 no-rooms-for-agents
  agent* supervisor*  | customer-mine                        | *      | *    | *       | *       | *     | *      | delivered CUST-2
  agent* supervisor*  | customer-of-other                    | *      | *    | *       | *       | *     | *      | no CUST-3 not-the-agent
  agent* supervisor*  | customer-gone                        | *      | *    | *       | *       | *     | *      | no HIST-8 no-interaction

  agent* supervisor*  | agent* supervisor*                   | shared | *    | *       | *       | in    | *      | delivered DEL-3
  agent* supervisor*  | agent* supervisor*                   | shared | *    | *       | *       | out   | *      | no DEL-3 receiver-logged-out
  supervisor*         | agent* supervisor*                   | apart  | *    | *       | *       | in    | *      | delivered DEL-3
  supervisor*         | agent* supervisor*                   | apart  | *    | *       | *       | out   | *      | no DEL-3 receiver-logged-out
  agent*              | agent supervisor                     | apart  | 3    | *       | *       | in    | *      | delivered DEL-3
  agent*              | agent supervisor                     | apart  | 3    | *       | *       | out   | *      | no DEL-3 receiver-logged-out
  agent*              | supervisor*                          | apart  | *    | *       | *       | in    | theirs | delivered DEL-3
  agent*              | supervisor*                          | apart  | *    | *       | *       | out   | theirs | no DEL-3 receiver-logged-out
  agent               | agent+office                         | apart  | 3    | *       | *       | in    | theirs | delivered DEL-3
  agent               | agent+office                         | apart  | 3    | *       | *       | out   | theirs | no DEL-3 receiver-logged-out
  agent*              | agent+office supervisor+office       | apart  | 3    | *       | *       | *     | *      | no START-8 reach-at-office-entry
  agent*              | agent* supervisor*                   | apart  | 1 2  | *       | *       | *     | *      | no START-5 no-shared-group
`;
