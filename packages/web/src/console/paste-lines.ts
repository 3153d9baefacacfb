/** Elements that begin a line of their own. */
const blocks = new Set([
  ...[
    'P',
    'DIV',
    'LI',
    'UL',
    'OL',
    'BLOCKQUOTE',
    'PRE',
    'HR',
    'SECTION',
    'ARTICLE',
    'HEADER',
    'FOOTER',
    'MAIN',
  ],
  ...[
    'ASIDE',
    'NAV',
    'ADDRESS',
    'CENTER',
    'FIGURE',
    'FIGCAPTION',
    'DL',
    'DT',
    'DD',
    'FORM',
    'FIELDSET',
    'DETAILS',
  ],
  ...['TABLE', 'CAPTION', 'TBODY', 'THEAD', 'TFOOT', 'TR', 'TD', 'TH', 'H1', 'H2', 'H3', 'H4', 'H5', 'H6'],
]);

/**
 * Blank lines as a browser shows them: a break at the end of a line is none, and each further one, or one alone, is a
 * blank line. The editor would show a break at an end as a line more, or leave a blank one out.
 */
export function keepBlankLines(page: HTMLElement): void {
  // Browsers put one behind all that is copied.
  for (const end of page.querySelectorAll('br.Apple-interchange-newline')) end.remove();
  new LineReader(page).readAll(page);
}

/** Browsers write it by the longer name, which the editor does not read. */
export function keepMeantSpaces(page: HTMLElement): void {
  for (const element of page.querySelectorAll<HTMLElement>('[style*="white-space-collapse" i]'))
    if (/white-space-collapse\s*:\s*(?:preserve|break-spaces)/i.test(element.getAttribute('style') ?? ''))
      element.style.whiteSpace = 'pre-wrap';
}

class LineReader {
  readonly #page: HTMLElement;
  #line: ChildNode[] = [];

  constructor(page: HTMLElement) {
    this.#page = page;
  }

  readAll(element: Element): void {
    this.#readWithin(element);
    this.#endLine();
  }

  #readWithin(element: Element): void {
    for (const node of [...element.childNodes]) {
      if (!(node instanceof Element) || node.localName === 'br' || node.localName === 'img')
        this.#line.push(node);
      else if (node.localName === 'pre') this.#endLine();
      else if (blocks.has(node.tagName)) {
        this.#endLine();
        this.readAll(node);
      } else this.#readWithin(node);
    }
  }

  #endLine(): void {
    const line = this.#line;
    this.#line = [];
    dropLeadingSpace(line[0]);
    const from = line.findLastIndex((node) => !isBreak(node) && !isBlank(node)) + 1;
    const breaks = line.slice(from).filter(isBreak);
    const [first] = breaks;
    if (first === undefined) return;
    // The last break ends the line that it stands in, unless there is nothing in it.
    const block = this.#blockOf(first);
    const isShownEmpty = from === 0 && block.localName !== 'p';
    const lines = Array.from({ length: breaks.length - (isShownEmpty ? 0 : 1) }, () =>
      document.createElement('p'),
    );
    if (block.localName === 'p') block.after(...lines);
    else first.after(...lines);
    for (const end of breaks) end.remove();
  }

  #blockOf(node: Node): Element {
    let at = node.parentElement;
    while (at !== null && at !== this.#page && !blocks.has(at.tagName)) at = at.parentElement;
    return at ?? this.#page;
  }
}

/** A browser shows no space of the source at the start of a line; the editor would, behind a block. */
function dropLeadingSpace(first: ChildNode | undefined): void {
  if (!(first instanceof Text) || showsSpaces(first.parentElement)) return;
  first.data = first.data.replace(/^[ \t\n\r\f]+/, '');
}

function showsSpaces(element: Element | null): boolean {
  for (let at = element; at instanceof HTMLElement; at = at.parentElement)
    if (at.style.whiteSpace !== '') return /pre|break-spaces/.test(at.style.whiteSpace);
  return false;
}

const isBreak = (node: Node): boolean => node instanceof HTMLBRElement;

const isBlank = (node: Node): boolean =>
  !(node instanceof HTMLImageElement) && /^[ \t\n\r\f]*$/.test(node.textContent ?? '');
