/** What transfers from mainframes leave behind a document: SUB, or NUL to the end of the last block. Knows no XML. */

/**
 * Takes it off the end of a text that comes in pieces. What stands inside of the text goes on as it is, so that a parser refuses it in its
 * place: only the end of the file tells the two apart.
 */
export class DocumentEnd {
  #held = ''

  /** A piece without what may be the end of the document; before it, what turned out not to be. */
  pass(piece: string): string {
    let end = piece.length
    while (end > 0 && isFillerOrBlank(piece.charCodeAt(end - 1))) end--
    if (end === 0) {
      this.#held += piece
      return ''
    }
    const text = this.#held + (end === piece.length ? piece : piece.slice(0, end))
    this.#held = piece.slice(end)
    return text
  }

  /** How many of them there were; to be asked when the last piece has gone by. */
  get fillers(): number {
    return this.#held.replace(/\s/g, '').length
  }
}

function isFillerOrBlank(code: number): boolean {
  return code <= 0x20 && (code === 0 || code === 0x1a || code === 0x20 || (code >= 0x09 && code <= 0x0d))
}
