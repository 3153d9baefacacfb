import { allow, type Decision, refuse } from '../decision.ts';

/** EXPL-4: who may read what was refused in the company. */
export function decideReadRefusals({ administrator }: { readonly administrator: boolean }): Decision {
  return administrator ? allow('EXPL-4') : refuse('EXPL-4', 'not-an-administrator');
}
