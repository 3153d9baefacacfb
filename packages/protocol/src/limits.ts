/** Limits of the wire. Bytes are of UTF-8. */
export const limits = {
  /** One socket frame or HTTP body; a larger frame closes the socket with 1009. */
  frameBytes: 256 * 1024,
  /** A frame or a JSON body of so many counts for one command of the rate; a longer one for several. */
  commandBytes: 16 * 1024,
  /** The plain text of one message. */
  textBytes: 16 * 1024,
  /** The HTML of one message, as it is sent. */
  htmlBytes: 64 * 1024,
  /** One image in rich text, as it is uploaded. */
  imageBytes: 20 * 1024 * 1024,
  /** Images in the rich text of one message. */
  images: 20,
  /** The name of a file, in characters; a longer one is cut, its ending is kept. */
  fileName: 200,
  /** Messages of one history page. */
  historyPage: 100,
  /** Bytes of what was written in the messages of one page, or of all pages of one `resume`; but one message, however large. */
  pageBytes: 1024 * 1024,
  /** Entries of one roster page. */
  rosterPage: 200,
  /** Conversations of one list page. */
  conversationPage: 100,
  /** Signed-in devices of one page. */
  sessionPage: 100,
  /** Refusals of one page for administrators. */
  refusalPage: 200,
  /** Entries that one socket may watch for presence. */
  watchedEntries: 500,
  /** Timelines that a client may bring up to date in one `resume`. */
  resumedTimelines: 20,
  /** Conversations that may have changed since a token; beyond it a client loads its lists anew. */
  resumedConversations: 200,
  /** Unread is counted up to here; a client shows `99+` beyond 99. */
  unreadCount: 100,
} as const;
