/** Times from which a spreadsheet took the seconds. Knows no zone. */

const shortTime = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}$/

/** Reads what is a time but for its seconds as the first second of its minute, and counts it. */
export class ShortTimes {
  #rows = 0

  /** As `instantOf` reads it with `:00`; undefined where the text is no such time. */
  read(text: string, instantOf: (text: string) => string | undefined): string | undefined {
    const instant = shortTime.test(text) ? instantOf(`${text}:00`) : undefined
    if (instant !== undefined) this.#rows += 1
    return instant
  }

  notes(): string[] {
    if (this.#rows === 0) return []
    const rows = this.#rows === 1 ? '1 row has its time' : `${this.#rows} rows have their time`
    return [`${rows} without seconds, as a spreadsheet saves it: read as the first second of the minute; the export itself has the seconds`]
  }
}
