import type { Server } from 'node:http';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import { type ErrorCode, errorTable, limits, wireError } from '@tieline/protocol';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { type AdmissionOptions, createAdmission } from '../concurrency/admission.ts';
import type { Context } from '../features/context.ts';
import { mountApiDocuments } from './documents/document-routes.ts';
import { isPassingFault } from '../features/faults.ts';
import type { NodeLimits } from '../node/limits.ts';
import type { Deadlines } from './limits/deadlines.ts';
import type { Authenticator } from './authentication/authenticator.ts';
import { sendErrorPage, wantsPage } from './pages/error-page.ts';
import { mountFiles } from './files/file-routes.ts';
import { mountFormattedPage } from './pages/formatted-page.ts';
import { mountHealth } from './rest/health.ts';
import { createKnownDevices } from './log-in/known-devices.ts';
import type { DelayRefusal } from './limits/delay-refusals.ts';
import { createLogInGuard } from './log-in/log-in-guard.ts';
import { mountLogIn } from './log-in/log-in-route.ts';
import { pagePolicy } from './pages/page-policy.ts';
import { mountPages } from './pages/app-pages.ts';
import type { Slots } from './limits/slots.ts';
import { mountRoutes } from './rest/routes.ts';
import { mountSignedIn } from './rest/signed-in-route.ts';
import { createSigner } from './pages/signed-address.ts';
import { limitRequestTime } from './limits/slow-requests.ts';
import { mountUploads } from './uploads/upload-routes.ts';

export interface HttpOptions {
  readonly logger: FastifyBaseLogger;
  readonly webFolder: string;
  readonly secure: boolean;
  /** The origin of this server, once it listens. */
  readonly origin: () => string;
  readonly limits: NodeLimits;
  /** Proxies that are trusted to name the address of a client. */
  readonly trustedProxies: readonly string[];
  readonly authenticator: Authenticator;
  readonly slots: Slots;
  readonly delayRefusal: DelayRefusal;
  readonly deadlines: Deadlines;
  /** The key of the installation: every node accepts what another one has signed. */
  readonly signingKey: Buffer;
  readonly isOriginAllowed: (origin: string | undefined) => boolean;
  readonly isDraining: () => boolean;
}

/** One at a time for each address. Hashing takes three of Node's four threads at most, so that one is free for files. */
const hashing: AdmissionOptions = { places: 3, placesOfOne: 1, waitingOfOne: 200, patience: 10_000 };

/** The HTTP server with all its routes, not yet listening. */
export async function createHttp(context: Context, options: HttpOptions): Promise<FastifyInstance<Server>> {
  const app = Fastify({
    loggerInstance: options.logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: limits.frameBytes,
    // A signed address is one part of a path.
    routerOptions: { maxParamLength: 1500 },
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    forceCloseConnections: true,
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    // Without this, faults before a route is found are answered in Fastify's own form.
    frameworkErrors: (error, request, reply) => void sendFault(request, reply, error),
  });
  await app.register(helmet, { contentSecurityPolicy: pagePolicy, strictTransportSecurity: options.secure });
  await app.register(cookie);
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const fields = { err: error, route: request.routeOptions.url };
    const code = codeOfFault(error);
    if (code === 'internal') request.log.error(fields, 'a request failed');
    else if (code === 'unavailable') request.log.warn(fields, 'a request could not be done right now');
    return sendFault(request, reply, error);
  });
  app.setNotFoundHandler((request, reply) =>
    wantsPage(request) ? sendErrorPage(request, reply, 404) : reply.status(404).send(wireError('not-found')),
  );
  app.addHook('onRequest', async (request, reply) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (isRead || options.isOriginAllowed(request.headers.origin)) return;
    await reply.status(403).send(wireError('origin-not-allowed'));
  });
  app.addHook('onSend', ({ ip }, { statusCode }, _payload, done) => {
    if (statusCode === errorTable['too-many-requests'].status) options.delayRefusal(ip, done);
    else done();
  });
  app.addHook('onRequest', async ({ raw }) => limitRequestTime(raw, options.limits.requestMs));
  mountHealth(app, context, options.isDraining);
  mountLogIn(app, context, {
    guard: createLogInGuard(options.limits.logIn),
    hashing: createAdmission(hashing),
    failedStepMs: options.limits.logIn.failedStepMs,
    devices: createKnownDevices(options.signingKey),
    secure: options.secure,
  });
  mountSignedIn(app, context, options);
  mountRoutes(app, context, options);
  mountApiDocuments(app, options.origin);
  mountUploads(app, context, { authenticator: options.authenticator, silenceMs: options.limits.silenceMs });
  const downloads = { context, slots: options.slots, limits: options.limits };
  mountFiles(app, options.authenticator, downloads);
  const signer = createSigner(options.signingKey);
  mountFormattedPage(app, { authenticator: options.authenticator, signer, downloads });
  await mountPages(app, options.webFolder, async ({ headers, ip }, side) => {
    const cookies = headers.cookie === undefined ? {} : { cookie: headers.cookie };
    return (await options.authenticator.identify(cookies, side, ip)) === 'not-signed-in';
  });
  return app;
}

function sendFault(request: FastifyRequest, reply: FastifyReply, error: FastifyError): FastifyReply {
  const code = codeOfFault(error);
  if (wantsPage(request)) return sendErrorPage(request, reply, errorTable[code].status);
  return reply.status(errorTable[code].status).send(wireError(code, { problem: error.message }));
}

function codeOfFault(error: FastifyError): ErrorCode {
  if (error.statusCode === 413) return 'too-large';
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) return 'invalid';
  return isPassingFault(error) ? 'unavailable' : 'internal';
}
