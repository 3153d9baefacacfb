import { type MessageFigures, rateRatio } from '../scenarios/measure-messages.ts';
import type { PageFigures } from '../scenarios/pages.ts';
import { findMessages, type Results } from './results.ts';
import { type Cell, tableOf } from './table.ts';
import { judgeTargets } from './targets.ts';

/** A part of the report: a heading, and a table below it. */
export interface Section {
  readonly title: string;
  readonly text: string;
}

/** What was measured, as people read it. */
export function sectionsOf(results: Results): Section[] {
  return [
    ...section('Targets', targetRows(results), ['Target', 'Wanted', 'Measured', '']),
    ...section('Messages', results.messages.map(messageRow), messageHead),
    ...section('Messages a second, against the ceilings and the peers', ratioRows(results), ratioHead),
    ...section('One message alone, in milliseconds', aloneRows(results), ['', 'p50', 'p95', 'p99']),
    ...section('Connections', connectionRows(results), ['', 'Value', 'Unit']),
    ...section('A small server', smallServerRows(results), ['', 'Value', 'Unit']),
    ...section('A change of shifts', logInRows(results), shiftHead),
    ...section('Presence', presenceRows(results), ['Changes/s', 'Events/s', 'p50 ms', 'p99 ms']),
    ...section('History, pages of 50', historyRows(results), ['Messages', ...pageHead]),
    ...section('The list of conversations, pages of 50', listRows(results), ['Conversations', ...pageHead]),
    ...section('From the start until ready', startRows(results), ['PostgreSQL', 'Milliseconds']),
  ];
}

function section(title: string, rows: readonly (readonly Cell[])[], head: readonly string[]): Section[] {
  return rows.length === 0 ? [] : [{ title, text: tableOf(head, rows) }];
}

function targetRows(results: Results): Cell[][] {
  return judgeTargets(results).map(({ name, wanted, measured, reached }) => [
    name,
    wanted,
    measured,
    reached ? 'reached' : 'missed',
  ]);
}

const messageHead = [
  ...['In flight', 'System', 'Messages/s', 'p50 ms', 'p95 ms', 'p99 ms', 'Answer p50 ms'],
  ...['Server CPU %', 'PostgreSQL CPU %', 'Load CPU %', 'Others CPU %', 'Server MB', 'Repeated'],
];

function messageRow({ inFlight, system, median, memoryMb, retries }: MessageFigures): Cell[] {
  const { perSecond, p50, p95, p99, acknowledgedP50, cpu } = median;
  const times = [perSecond, p50, p95, p99, acknowledgedP50];
  const cpus = ['server', 'postgres', 'load', 'others'].map((name) => cpu[name] ?? null);
  return [String(inFlight), system, ...times, ...cpus, memoryMb['server'] ?? null, String(retries)];
}

const others = ['bare relay', 'durable relay', 'ejabberd', 'prosody'] as const;
const ratioHead = ['In flight', ...others.map((name) => `Tieline : ${name}`)];

function ratioRows(results: Results): Cell[][] {
  const inFlights = [...new Set(results.messages.map((figures) => figures.inFlight))];
  return inFlights.flatMap((inFlight) => {
    const own = findMessages(results, 'tieline', inFlight);
    const ratio = (other: MessageFigures | undefined): number | null =>
      own && other ? rateRatio(own, other) : null;
    return own
      ? [[String(inFlight), ...others.map((name) => ratio(findMessages(results, name, inFlight)))]]
      : [];
  });
}

function aloneRows({ alone }: Results): Cell[][] {
  if (alone === null) return [];
  const { tieline, commit, bareRelay } = alone;
  const named = { Tieline: tieline, 'one commit': commit, 'bare relay': bareRelay };
  return Object.entries(named).map(([name, { p50, p95, p99 }]) => [name, p50, p95, p99]);
}

function connectionRows({ connections }: Results): Cell[][] {
  if (connections === null) return [];
  return [
    ['Idle connections', connections.connections, ''],
    ['Server before', connections.beforeKb / 1024, 'MB'],
    ['Server with all of them idle', connections.idleKb / 1024, 'MB'],
    ['One connection', connections.kbPerConnection, 'KB'],
    ['First connected', connections.connectedPerSecond, 'a second'],
    ['All cut at once: half are back after', connections.backP50Ms / 1000, 's'],
    ['All are back after', connections.backAfterMs / 1000, 's'],
    ['Attempts that had to be repeated', connections.repeatedAttempts, ''],
  ];
}

function smallServerRows({ smallServer }: Results): Cell[][] {
  if (smallServer === null) return [];
  const { confinement, clients, letIn, letInLater, messages, peakMb, pressed } = smallServer;
  return [
    ['Descriptors of a process', confinement.descriptors, ''],
    ['Memory, database and files included', confinement.memoryMb, 'MB'],
    ['Clients', clients, ''],
    ['Let in beside those that write', letIn, ''],
    ['Let in when those had left', letInLater, ''],
    ['Messages', messages.median.perSecond, 'a second'],
    ['Delivery p50', messages.median.p50, 'ms'],
    ['Delivery p99', messages.median.p99, 'ms'],
    ['The server itself', messages.memoryMb['server'] ?? null, 'MB'],
    ['Most memory at any time', peakMb, 'MB'],
    ['Pages taken back', pressed, 'times'],
  ];
}

const shiftHead = [
  'Agents',
  '',
  'Agents/s',
  'Log-in p50 ms',
  'Connect p50 ms',
  'Connect p99 ms',
  'Roster p50 ms',
];

function logInRows({ logIns }: Results): Cell[][] {
  if (logIns === null) return [];
  const { agents, withPassword, connectOnly } = logIns;
  const named = { 'log in and connect': withPassword, 'connect only': connectOnly };
  return Object.entries(named).map(([name, { ms, logIn, connect, watch }]) => {
    const waits = [logIn?.p50 ?? null, connect.p50, connect.p99, watch.p50];
    return [String(agents), name, (1000 * agents) / ms, ...waits];
  });
}

function presenceRows({ presence }: Results): Cell[][] {
  return (presence?.rounds ?? []).map(({ ms, changes, events, delivery }) => [
    (1000 * changes) / ms,
    (1000 * events) / ms,
    delivery.p50,
    delivery.p99,
  ]);
}

const pageHead = ['Page', 'Database ms', 'Statements', 'HTTP p50 ms', 'HTTP p99 ms'];

function pageRow(size: number, { name, database, http }: PageFigures): Cell[] {
  return [size.toLocaleString('en-US'), name, database.ms, String(database.statements), http.p50, http.p99];
}

function historyRows({ history }: Results): Cell[][] {
  return (history ?? []).flatMap(({ messages, pages }) => pages.map((page) => pageRow(messages, page)));
}

function listRows({ list }: Results): Cell[][] {
  return list === null ? [] : list.pages.map((page) => pageRow(list.conversations, page));
}

function startRows({ start }: Results): Cell[][] {
  if (start === null) return [];
  return [
    ['its own, on an existing folder', start.medianEmbeddedMs],
    ['one that runs already', start.medianExternalMs],
  ];
}
