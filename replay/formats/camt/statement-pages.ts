/** Whether statements of several pages are whole (`StmtPgntn`, `NtfctnPgntn`, `MsgPgntn`). Reads no XML, and keeps numbers of pages alone. */

import type { ChainNote } from '../bank/statement-chain.ts'
import { ownText } from '../own-text.ts'

/** Pages that are followed. */
const pagesMax = 50_000

interface Page {
  readonly file: string
  /** Of its statement in the file, from 1. */
  readonly number: number
  readonly page: number
  readonly isLast: boolean
}

export interface PagedStatement {
  readonly number: number
  readonly account: string
  /** Texts by the path below the statement; page of its message as `page`, and whether that is the last as `lastPage`. */
  readonly identity: ReadonlyMap<string, string>
}

export class StatementPages {
  readonly #pages = new Map<string, Page[]>()
  #count = 0

  add(file: string, { number, account, identity }: PagedStatement): void {
    const of = (path: string): string => identity.get(path) ?? ''
    const own = JSON.stringify([account, of('Id'), of('ElctrncSeqNb'), of('LglSeqNb')])
    // Pages of a message hold other statements each: they have the day in common.
    const message = JSON.stringify(['message', of('CreDtTm').slice(0, 'YYYY-MM-DD'.length)])
    for (const [key, page, last] of [
      [own, of('StmtPgntn/PgNb') || of('NtfctnPgntn/PgNb'), of('StmtPgntn/LastPgInd') || of('NtfctnPgntn/LastPgInd')],
      [message, of('page'), of('lastPage')],
    ] as const) {
      if (!/^\d{1,9}$/.test(page) || last === '' || ++this.#count > pagesMax) continue
      const pages = this.#pages.get(key)
      const found = { file, number, page: Number(page), isLast: last === 'true' || last === '1' }
      if (pages === undefined) this.#pages.set(ownText(key), [found])
      else pages.push(found)
    }
  }

  /** One for each file that holds a page whose next or whose one before is nowhere. */
  notes(): ChainNote[] {
    if (this.#count > pagesMax) return []
    const torn = [...this.#pages.values()].flatMap((pages) => {
      const numbers = new Set(pages.map(({ page }) => page))
      return pages.filter(({ page, isLast }) => (!isLast && !numbers.has(page + 1)) || (page > 1 && !numbers.has(page - 1)))
    })
    return [...Map.groupBy(torn, ({ file }) => file)].map(([file, pages]) => ({
      file,
      note: `${pages.length} pages (the first: statement ${pages[0]?.number}, page ${pages[0]?.page}) have a page before or behind them that was not read: what stands there is missing`,
    }))
  }
}
