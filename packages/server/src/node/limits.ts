/** How much one of them may ask for, so that it cannot spoil the day of the others. */
export interface NodeLimits {
  /** Lines of everybody to this node, and the sockets among them: as many as there are descriptors for. */
  readonly lines: number;
  readonly sockets: number;
  /** Commands and requests of a session a second, on average; twice as many at once. 0: no limit. */
  readonly sessionRate: number;
  /** The same of a whole company on this node. */
  readonly companyRate: number;
  /** Windows of one signed-in device. */
  readonly socketsOfSession: number;
  /** Windows of all devices of one seat. */
  readonly socketsOfSeat: number;
  /** Files that are on their way at once to one device, to all devices of one seat, and to a whole company. */
  readonly downloadsOfSession: number;
  readonly downloadsOfSeat: number;
  readonly downloadsOfCompany: number;
  /** Bytes of uploads a second, on average, of all devices of one seat; what comes faster waits. */
  readonly uploadBytesOfSeat: number;
  /**
   * Log-ins that fail: a minute from one address, of one company and of one e-mail there. Companies never share one
   * (TEN-1). `apartMs`: between two tries of an account that has used its own up. `failedStepMs`: an answer that one
   * failed comes at a whole number of them.
   */
  readonly logIn: {
    readonly perAddress: number;
    readonly perAccount: number;
    readonly apartMs: number;
    readonly failedStepMs: number;
  };
  /** Credentials that are nobody's, a minute from one address. */
  readonly badCredentials: number;
  /** Milliseconds that the answer to one request too many waits. */
  readonly refusalMs: number;
  /** Milliseconds in which all of a request has to be here; of an upload or a download, that may pass without a byte of it. */
  readonly requestMs: number;
  readonly silenceMs: number;
  /** Milliseconds in which every command has an answer, whatever holds it up; up to a second more. */
  readonly answerMs: number;
  /** Sockets that may be on their way in at once: of clients that start, which then load everything, and that come back. */
  readonly starting: number;
  readonly resuming: number;
}

export const defaultLimits: NodeLimits = {
  lines: Infinity,
  sockets: Infinity,
  sessionRate: 100,
  companyRate: 5000,
  socketsOfSession: 20,
  socketsOfSeat: 60,
  downloadsOfSession: 16,
  downloadsOfSeat: 48,
  downloadsOfCompany: 128,
  uploadBytesOfSeat: 10 * 1024 ** 2,
  logIn: { perAddress: 120, perAccount: 10, apartMs: 2000, failedStepMs: 250 },
  badCredentials: 300,
  refusalMs: 500,
  requestMs: 30_000,
  silenceMs: 60_000,
  answerMs: 13_000,
  starting: 150,
  resuming: 500,
};
