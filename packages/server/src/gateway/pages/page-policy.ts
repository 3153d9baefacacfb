/** The policy that creates the address of the service worker, which shows notices where a page may not. */
const noticeWorker = 'tieline-notices';

/** The policies that create HTML in the console: of DOMPurify, and of the editor for what is pasted. */
const htmlPolicies = ['dompurify', 'ProseMirrorClipboard'];

/** The apps load nothing from other origins, run no inline script, and turn no text into HTML. */
export const pagePolicy = policyOf([noticeWorker]);

/** CONT-1: the console shows rich text, whose HTML only these two policies may create. */
export const consolePolicy = policyOf([noticeWorker, ...htmlPolicies]);

/** @param trustedTypes names of the Trusted Types policies that a page may create, each once */
function policyOf(trustedTypes: string[]) {
  return {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      fontSrc: ["'self'"],
      mediaSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      manifestSrc: ["'self'"],
      workerSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      requireTrustedTypesFor: ["'script'"],
      trustedTypes,
    },
  };
}
