/** How much one of them may ask for, so that it cannot spoil the day of the others. */
export interface NodeLimits {
  /** Commands and requests of a session a second, on average; twice as many at once. 0: no limit. */
  readonly sessionRate: number;
  /** The same of a whole company on this node. */
  readonly companyRate: number;
  /** Windows of one signed-in device. */
  readonly socketsOfSession: number;
  /** Windows of all devices of one seat. */
  readonly socketsOfSeat: number;
  /** Log-ins a minute from one address: of one company, and of one e-mail there. Companies never share one (TEN-1). */
  readonly logIn: { readonly perAddress: number; readonly perAccount: number };
  /** Credentials that are nobody's, a minute from one address. */
  readonly badCredentials: number;
  /** Milliseconds in which all of a request has to be here; of an upload, that may pass without a byte of it. */
  readonly requestMs: number;
  readonly silenceMs: number;
  /** Sockets that may be on their way in at once: of clients that start, which then load everything, and that come back. */
  readonly starting: number;
  readonly resuming: number;
}

export const defaultLimits: NodeLimits = {
  sessionRate: 100,
  companyRate: 5000,
  socketsOfSession: 20,
  socketsOfSeat: 60,
  logIn: { perAddress: 120, perAccount: 10 },
  badCredentials: 300,
  requestMs: 30_000,
  silenceMs: 60_000,
  starting: 150,
  resuming: 500,
};
