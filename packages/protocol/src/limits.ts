/** Limits of the wire. Bytes are of UTF-8. */
export const limits = {
  /** One socket frame or HTTP body; a larger frame closes the socket with 1009. */
  frameBytes: 256 * 1024,
  /** The text, or the HTML, of one message. */
  messageBytes: 16 * 1024,
  /** Messages of one history page. */
  historyPage: 100,
  /** Entries of one roster page. */
  rosterPage: 200,
  /** Conversations of one list page. */
  conversationPage: 100,
  /** Entries that one socket may watch for presence. */
  watchedEntries: 500,
  /** Timelines that a client may bring up to date in one `resume`. */
  resumedTimelines: 20,
  /** Conversations that may have changed since a token; beyond it a client loads its lists anew. */
  resumedConversations: 200,
  /** Unread is counted up to here; a client shows `99+` beyond 99. */
  unreadCount: 100,
} as const;
