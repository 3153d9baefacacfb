import { LineLost, WireFault } from '@tieline/client';
import type { WireError } from '@tieline/protocol';
import i18next from 'i18next';

function catalogText(key: string): string | null {
  const text: unknown = i18next.getResource(i18next.language, 'translation', key);
  return typeof text === 'string' ? text : null;
}

/** A refusal's sentence in the reader's language; the server's own sentence where the catalog has none. */
export function refusalText(refusal: { readonly code: string; readonly sentence: string }): string {
  return catalogText(`refusal.${refusal.code}`) ?? refusal.sentence;
}

/** The same for a notice about a message that was stored all the same. */
export function noticeText(notice: { readonly code: string; readonly sentence: string }): string {
  return catalogText(`notice.${notice.code}`) ?? notice.sentence;
}

/** What a person reads about a fault: the sentence that came over the wire, else a general one. */
export function faultText(fault: unknown): string {
  if (fault instanceof LineLost) return i18next.t('connection.none');
  if (!(fault instanceof WireFault)) return i18next.t('common.failed');
  return wireText(fault.wire);
}

/** The same for an error of the contract. */
export function wireText({ code, sentence, refusal }: WireError): string {
  return refusal ? refusalText(refusal) : (catalogText(`fault.${code}`) ?? sentence);
}
