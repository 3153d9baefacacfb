/**
 * Something outside the program keeps its database from starting: a folder, the disk, the platform, another process.
 * `sentence` is one plain sentence for the person at the terminal; it never holds a secret.
 */
export class DatabaseFault extends Error {
  readonly sentence: string;

  constructor(sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.name = new.target.name;
    this.sentence = sentence;
  }
}
