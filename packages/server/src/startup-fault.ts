/**
 * Something outside the program keeps it from starting: a setting, a folder, the disk, the platform.
 * `sentence` is one plain sentence for the person at the terminal; it never holds a secret.
 */
export class StartupFault extends Error {
  readonly sentence: string;

  constructor(sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.name = new.target.name;
    this.sentence = sentence;
  }
}
