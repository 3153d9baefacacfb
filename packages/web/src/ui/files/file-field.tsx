import type { ComponentProps } from 'react';

interface FileFieldProps extends Pick<ComponentProps<'input'>, 'accept' | 'ref'> {
  readonly label: string;
  readonly onPick: (files: readonly File[]) => void;
}

/** A hidden field for files, which a button of the page opens by a click on it. */
export function FileField({ label, onPick, ...input }: FileFieldProps) {
  return (
    <input
      {...input}
      type="file"
      multiple
      hidden
      aria-label={label}
      onChange={({ currentTarget }) => {
        onPick([...(currentTarget.files ?? [])]);
        // Picking the same file once more would be no change otherwise.
        currentTarget.value = '';
      }}
    />
  );
}
