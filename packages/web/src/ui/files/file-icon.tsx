import {
  File,
  FileArchive,
  FileCode,
  FileImage,
  FileMusic,
  FilePlay,
  FileSpreadsheet,
  FileText,
  type LucideIcon,
  Presentation,
} from 'lucide-react';
import { describeType, type FileKind } from './file-type.ts';

const icons: Record<FileKind, LucideIcon> = {
  image: FileImage,
  video: FilePlay,
  audio: FileMusic,
  text: FileText,
  sheet: FileSpreadsheet,
  slides: Presentation,
  archive: FileArchive,
  code: FileCode,
  other: File,
};

/** A sign for the kind of a file. */
export function FileIcon({ type, size = 20 }: { type: string; size?: number }) {
  const Icon = icons[describeType(type).kind];
  return <Icon size={size} aria-hidden="true" strokeWidth={1.75} />;
}
