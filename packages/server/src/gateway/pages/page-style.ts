/** The style of the page of a formatted message and of error pages: the colours of the office, on screen and in print. */
export const pageStyle = `
  :root {
    color-scheme: light dark;
    --paper: light-dark(oklch(0.972 0.005 95), oklch(0.192 0.012 230));
    --surface: light-dark(oklch(0.996 0.002 95), oklch(0.222 0.012 230));
    --code: light-dark(oklch(0.945 0.006 95), oklch(0.285 0.013 230));
    --line: light-dark(oklch(0.9 0.008 95), oklch(0.315 0.013 230));
    --ink: light-dark(oklch(0.25 0.014 230), oklch(0.93 0.005 95));
    --soft: light-dark(oklch(0.42 0.014 230), oklch(0.8 0.007 95));
    --link: light-dark(oklch(0.45 0.075 205), oklch(0.8 0.08 200));
  }
  body {
    box-sizing: border-box; max-width: 48rem; margin: 0 auto;
    padding: clamp(1rem, 5vw, 3rem) max(1rem, env(safe-area-inset-right)) 3rem max(1rem, env(safe-area-inset-left));
    background: var(--paper); color: var(--ink);
    font: 1rem/1.6 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
    overflow-wrap: anywhere; text-size-adjust: 100%; -webkit-text-size-adjust: 100%;
  }
  header { overflow: clip; padding: .5rem .25rem .75rem; margin-top: -.5rem; color: var(--soft); font-size: .875rem }
  header strong { color: var(--ink); font-size: 1rem }
  main {
    padding: clamp(1rem, 4vw, 1.75rem); border: 1px solid var(--line); border-radius: 12px;
    background: var(--surface); overflow-y: clip;
  }
  h1 { margin: 0 0 .5rem; font-size: 1.25rem; line-height: 1.3 }
  p, ul, ol, blockquote, pre { margin: 0 0 .75rem }
  main > :last-child, blockquote > :last-child, li > :last-child { margin-bottom: 0 }
  p:empty::before { content: '\\a0' }
  /* Each paragraph has the direction of its own letters. */
  p, li, pre { unicode-bidi: plaintext }
  li { text-align: -webkit-match-parent; text-align: match-parent }
  /* Spaces and tabs are shown as they were written; a line break is an element of its own. */
  p, li, blockquote { white-space: pre-wrap }
  ul, ol { padding-inline-start: 1.75rem }
  li + li, li > p + p, li > ul, li > ol { margin-top: .25rem }
  li::marker { color: var(--soft) }
  a { color: var(--link); text-underline-offset: 2px; unicode-bidi: isolate }
  a:focus-visible { outline: 2px solid; outline-offset: 2px; border-radius: 2px }
  blockquote { padding-inline-start: 1rem; border-inline-start: 3px solid var(--line); color: var(--soft) }
  code, pre { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: .92em }
  code { padding: .1em .3em; border-radius: 4px; background: var(--code) }
  pre { padding: .75rem 1rem; border-radius: 6px; background: var(--code); white-space: pre-wrap; tab-size: 4 }
  pre code { padding: 0; background: none; font-size: inherit }
  img { max-width: 100%; height: auto; border-radius: 6px; vertical-align: middle }
  @media print {
    :root { color-scheme: light; --paper: #fff; --surface: #fff; --ink: #000; --soft: #333; --link: #000 }
    body { max-width: none; padding: 0; font-size: 11pt }
    header { padding: 0 0 .5rem; margin-bottom: 1rem; border-bottom: 1px solid var(--line) }
    main { padding: 0; border: 0 }
    pre { border: 1px solid var(--line) }
    a:not([href^='mailto:'])::after { content: ' (' attr(href) ')'; font-size: .85em }
    img, pre, li { break-inside: avoid }
    p, li { orphans: 3; widows: 3 }
  }`;
