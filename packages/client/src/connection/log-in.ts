import { createRest } from './rest.ts';
import { usualTiming } from '../timing.ts';
import type { LogIn } from '../types.ts';

/**
 * Logs in. `choose-side` in the answer: the person holds both licenses, ask again with `side`. With the credential
 * `token` the answer carries a bearer token for a program; else the browser keeps a cookie. Rejects with a WireFault
 * (`log-in-failed`, `wrong-side`, `too-many-requests`).
 */
export const logIn: LogIn = (baseUrl, input) => {
  const rest = createRest({
    baseUrl,
    surface: null,
    answerWithin: usualTiming.answerWithin,
  });
  return rest('log-in', { body: input });
};
