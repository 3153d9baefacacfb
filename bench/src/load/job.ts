/** How one end of a conversation reaches a system that speaks Tieline's frames. */
export interface FramesEnd {
  readonly url: string;
  readonly token: string;
}

/** Whom one end logs in to an XMPP server as. */
export interface XmppEnd {
  readonly user: string;
  readonly password: string;
}

export interface FramesPair {
  readonly conversation: string;
  readonly ends: readonly [FramesEnd, FramesEnd];
}

export interface FramesJob {
  readonly wire: 'frames';
  readonly pairs: readonly FramesPair[];
}

export interface XmppJob {
  readonly wire: 'xmpp';
  readonly port: number;
  readonly domain: string;
  readonly pairs: readonly (readonly [XmppEnd, XmppEnd])[];
}

/** Whom the load generator connects as, and where to. */
export type LoadJob = FramesJob | XmppJob;
