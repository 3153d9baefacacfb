export type FileKind =
  'image' | 'video' | 'audio' | 'text' | 'sheet' | 'slides' | 'archive' | 'code' | 'other';

const office = 'vnd.openxmlformats-officedocument.';
const open = 'vnd.oasis.opendocument.';

/** What people call the types that they meet most; their media types are no words. */
const typeNames = new Map<string, readonly [string, FileKind]>([
  ['application/pdf', ['PDF', 'text']],
  ['application/msword', ['Word', 'text']],
  [`application/${office}wordprocessingml.document`, ['Word', 'text']],
  [`application/${open}text`, ['ODT', 'text']],
  ['application/rtf', ['RTF', 'text']],
  ['application/vnd.ms-excel', ['Excel', 'sheet']],
  [`application/${office}spreadsheetml.sheet`, ['Excel', 'sheet']],
  [`application/${open}spreadsheet`, ['ODS', 'sheet']],
  ['text/csv', ['CSV', 'sheet']],
  ['application/vnd.ms-powerpoint', ['PowerPoint', 'slides']],
  [`application/${office}presentationml.presentation`, ['PowerPoint', 'slides']],
  [`application/${open}presentation`, ['ODP', 'slides']],
  ['application/zip', ['ZIP', 'archive']],
  ['application/gzip', ['GZIP', 'archive']],
  ['application/x-tar', ['TAR', 'archive']],
  ['application/x-7z-compressed', ['7-Zip', 'archive']],
  ['application/vnd.rar', ['RAR', 'archive']],
  ['application/x-rar-compressed', ['RAR', 'archive']],
  ['application/json', ['JSON', 'code']],
  ['application/xml', ['XML', 'code']],
  ['text/html', ['HTML', 'code']],
  ['text/xml', ['XML', 'code']],
  ['text/plain', ['TXT', 'text']],
  ['image/jpeg', ['JPEG', 'image']],
  ['image/svg+xml', ['SVG', 'image']],
  ['audio/mpeg', ['MP3', 'audio']],
  ['video/quicktime', ['MOV', 'video']],
  ['application/octet-stream', ['', 'other']],
]);

const families: readonly FileKind[] = ['image', 'video', 'audio', 'text'];

/**
 * What to call a media type, and what it is a kind of. Told by the type alone, never by the ending of the name, which
 * anybody can choose. An empty label: nothing is known of it.
 */
export function describeType(type: string): { readonly label: string; readonly kind: FileKind } {
  const [essence = ''] = type.toLowerCase().split(';');
  const entry = typeNames.get(essence.trim());
  if (entry !== undefined) return { label: entry[0], kind: entry[1] };
  const [family = '', subtype = ''] = essence.trim().split('/');
  const short = subtype.replace(/^x-/, '').toUpperCase();
  return {
    label: /^[\w-]{1,8}$/.test(short) ? short : type,
    kind: families.find((kind) => kind === family) ?? 'other',
  };
}
