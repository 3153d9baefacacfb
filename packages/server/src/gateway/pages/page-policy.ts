/** Makes one TrustedScriptURL: of the worker that shows notices where a page may not. */
const noticeWorker = 'tieline-notices';

/** The policies that make TrustedHTML in the console: of DOMPurify, and of the editor for what is pasted. */
const consoleMakers = ['dompurify', 'ProseMirrorClipboard'];

/** The apps load nothing from elsewhere, run no inline script, and let no text become HTML: only the console does. */
export const pagePolicy = policyOf([noticeWorker]);

/** CONT-1: the console shows rich text, which has to come out of one of these and of nothing else. */
export const consolePolicy = policyOf([noticeWorker, ...consoleMakers]);

/** `makers`: the trusted types policies that a page may create, each once. */
function policyOf(makers: string[]) {
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
      trustedTypes: makers,
    },
  };
}
