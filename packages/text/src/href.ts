/** What is used of the address parser that browsers and Node share. It is no part of the language, so it is named here. */
interface Address {
  readonly protocol: string;
  readonly href: string;
  username: string;
  password: string;
}
declare const URL: new (written: string) => Address;

/** What an address may hold unescaped by the standard of browsers, and what would end it where it stands in a text. */
const unsafe = /["<> \u00a0\\^`{|}]/g;

/**
 * Where an address leads: in ASCII, and in the one form that every parser reads back unchanged. Null where it is no
 * address, or of none of these schemes. A name or password in front of the host is left out: it is there to make
 * `https://bank.example@elsewhere.example/` look like the bank.
 */
export function hrefOf(written: string, schemes: readonly string[]): string | null {
  const address = parse(written);
  if (address === null || !schemes.includes(address.protocol.slice(0, -1))) return null;
  if (address.href === address.protocol) return null;
  address.username = '';
  address.password = '';
  return address.href.replace(unsafe, encodeURIComponent);
}

/** `URL.canParse` of Node 20 says no to letters beyond ASCII once it is compiled: after two thousand calls. */
function parse(written: string): Address | null {
  try {
    return new URL(written);
  } catch {
    return null;
  }
}
