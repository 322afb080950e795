/** Texts that are kept longer than the chunk that they were read from. */

/** The same text in memory of its own: a part of a longer text keeps all of that, and a chunk's text is long. */
export function ownText(text: string): string {
  return Buffer.from(text).toString()
}
