import { fold } from './fold.ts';

/** What begins a word: everything but the marks that go on with a letter, and what only stands between words. */
const partsOfToken =
  /(?<symbol>[\p{S}%_\\*#&])|(?<alone>[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u1100-\u115f\ua960-\ua97c])|(?<between>[\p{P}])/u;
const isMark = /^[\p{M}\u1160-\u11ff\ud7b0-\ud7fb]$/u;

/**
 * A token (what stands between spaces) with a space before each place where a word begins. Scripts that put no space
 * between words have one at each letter, or syllable, and a symbol is a word of its own. Behind `@` nothing begins:
 * all e-mails of a company end alike.
 */
function marked(token: string): string {
  let text = '';
  let isWithinWord = false;
  const at = token.indexOf('@');
  for (const character of at < 0 ? token : token.slice(0, at)) {
    const groups = partsOfToken.exec(character)?.groups;
    if (isMark.test(character)) text += text === '' ? ` ${character}` : character;
    else if (groups === undefined) {
      text += isWithinWord ? character : ` ${character}`;
      isWithinWord = true;
    } else {
      text += groups['between'] === undefined ? ` ${character}` : character;
      isWithinWord = false;
    }
  }
  return at < 0 ? text : text + token.slice(at);
}

const punctuation = /(?![%_\\*#&@])\p{P}+/gu;
const apostrophe = /'/g;

/** A name that is written with a hyphen or an apostrophe is found without it as well. */
function joined(token: string): string {
  const plain = token.replace(punctuation, '');
  return plain === token || plain === '' || token.includes('@') ? '' : ` ${marked(plain)}`;
}

/**
 * What is stored of somebody who can be searched for: the folded words of the fields. Whether a query finds it is
 * whether each of `searchPieces` stands in it, letter by letter.
 */
export function searchText(fields: readonly string[]): string {
  const tokens = fields.flatMap((field) => fold(field).split(' ')).filter((token) => token !== '');
  return [...new Set(tokens)].map((token) => marked(token) + joined(token)).join(' ');
}

/**
 * What a query asks for: pieces that all stand in the text of whom it finds, in any order, each at the beginning of a
 * word. Punctuation counts only where there is nothing else. None where the query says nothing: it finds everybody.
 */
export function searchPieces(query: string): string[] {
  const tokens = fold(query).split(' ');
  return [...new Set(tokens.flatMap(piecesOf))];
}

function piecesOf(token: string): string[] {
  if (token === '') return [];
  if (token.includes('@')) return [marked(token)];
  const words = token.replace(apostrophe, '').split(punctuation);
  const pieces = words.filter((word) => word !== '').map(marked);
  return pieces.length === 0 ? [token] : pieces;
}

/** Whether a query finds what has these fields. */
export function isFound(query: string, fields: readonly string[]): boolean {
  const pieces = searchPieces(query);
  if (pieces.length === 0) return true;
  const text = searchText(fields);
  return pieces.every((piece) => text.includes(piece));
}
