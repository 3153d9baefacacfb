import type {
  ConsoleMessageView,
  MessageId,
  MonitorMessageView,
  OfficeMessageView,
  SeatId,
  SeatKind,
  SignInSurface,
  Surface,
  WidgetMessageView,
} from '@tieline/protocol';
import type { Relation } from './facts.ts';
import { projectConsole } from './projections/console.ts';
import { projectMonitor } from './projections/monitor.ts';
import { projectOffice } from './projections/office.ts';
import type { StoredMessage } from './projections/stored-message.ts';
import { projectWidget } from './projections/widget.ts';
import type { Author } from './rules/content.ts';

/** The view of a message on each surface (CONT-8). */
export interface ViewOf {
  office: OfficeMessageView;
  console: ConsoleMessageView;
  widget: WidgetMessageView;
  monitor: MonitorMessageView;
}

/** What must be decided about a surface. */
interface SurfaceRow<At extends Surface> {
  /** The side whose rules of history and content its reader is under. */
  readonly reader: Author;
  /** How those who hear events there are tied to the conversation. */
  readonly hears: readonly [Relation, ...Relation[]];
  /** `reader`: null for all who did not write the message. */
  readonly project: (message: StoredMessage, id: MessageId, reader: SeatId | null) => ViewOf[At];
  /** How a device gets there. `none-yet`: no device does, so no event can be delivered there. */
  readonly session: At extends SignInSurface ? 'signed-in' : 'none-yet';
}

/** Every surface. One that the protocol names and nobody has decided about does not compile. */
const surfaceTable = {
  office: { reader: 'office', hears: ['member', 'archive'], project: projectOffice, session: 'signed-in' },
  console: { reader: 'agent', hears: ['member'], project: projectConsole, session: 'signed-in' },
  widget: { reader: 'customer', hears: ['member'], project: projectWidget, session: 'none-yet' },
  monitor: { reader: 'agent', hears: ['monitor'], project: projectMonitor, session: 'none-yet' },
} as const satisfies { readonly [At in Surface]: SurfaceRow<At> };

type Table = typeof surfaceTable;

type HeardOn<Reader extends Author, As extends Relation> = {
  [At in Surface]: Table[At]['reader'] extends Reader
    ? As extends Table[At]['hears'][number]
      ? At
      : never
    : never;
}[Surface];

/** The one member of a union, null of none; of several `never`, so that no value fits. */
type OnlyOne<One, All = One> = [One] extends [never]
  ? null
  : One extends unknown
    ? [All] extends [One]
      ? One
      : never
    : never;

/** The table above, looked up by who hears. The compiler holds the two together. */
export const heardOn: {
  readonly [Reader in Author]: { readonly [As in Relation]: OnlyOne<HeardOn<Reader, As>> };
} = {
  office: { member: 'office', archive: 'office', monitor: null },
  agent: { member: 'console', archive: null, monitor: 'monitor' },
  customer: { member: 'widget', archive: null, monitor: null },
};

/** The surface that a seat of this kind signs in to. */
export function surfaceOfSeat(kind: SeatKind): SignInSurface {
  return heardOn[kind].member;
}

/** The side whose rules of history a reader on this surface is under. */
export function sideOfSurface(surface: SignInSurface): SeatKind {
  return surfaceTable[surface].reader;
}

/** The rows with their projections, each typed to give the view of its own surface. */
export const projections: { readonly [At in Surface]: Pick<SurfaceRow<At>, 'project'> } = surfaceTable;
