/** Whether statements of several pages are whole (`StmtPgntn`, `NtfctnPgntn`, `MsgPgntn`). Reads no XML, and keeps numbers of pages alone. */

import type { ChainNote } from '../bank/statement-chain.ts'
import { keyDigest } from '../bank/statement-keys.ts'

/** Pages that are followed. */
const pagesMax = 50_000

interface Page {
  readonly file: string
  /** Of its first statement in the file, from 1. */
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
    // Banks use ids and numbers again each year; a statement that is sent over midnight has one period all the same.
    const year = (of('FrToDt/ToDtTm') || of('CreDtTm')).slice(0, 'YYYY'.length)
    const own = ['statement', account, of('Id'), of('ElctrncSeqNb'), of('LglSeqNb'), year]
    // Pages of a message hold other statements each, maybe of other accounts: they have the bank and the day in common.
    const message = ['message', bankOf(identity), of('CreDtTm').slice(0, 'YYYY-MM-DD'.length)]
    this.#add(file, number, own, of('StmtPgntn/PgNb') || of('NtfctnPgntn/PgNb'), of('StmtPgntn/LastPgInd') || of('NtfctnPgntn/LastPgInd'))
    this.#add(file, number, message, of('page'), of('lastPage'))
  }

  #add(file: string, number: number, key: readonly string[], page: string, last: string): void {
    if (!/^\d{1,9}$/.test(page) || last === '' || this.#count > pagesMax) return
    const found = { file, number, page: Number(page), isLast: last === 'true' || last === '1' }
    const digest = keyDigest(...key)
    const pages = this.#pages.get(digest)
    const before = pages?.at(-1)
    // The statements of one page of a message are one page.
    if (before !== undefined && before.file === file && before.page === found.page && before.isLast === found.isLast) return
    if (++this.#count > pagesMax) this.#pages.clear()
    else if (pages === undefined) this.#pages.set(digest, [found])
    else pages.push(found)
  }

  /** One for each file that holds a page whose next or whose one before is nowhere; none where there are more pages than are followed. */
  notes(): ChainNote[] {
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

/** Where the account's bank is to be found, below the statement: the BIC of version 2, that of later ones, a national number. */
export const bankPaths = ['BIC', 'BICFI', 'ClrSysMmbId/MmbId'].map((name) => `Acct/Svcr/FinInstnId/${name}`)

/** The bank that keeps the account; nothing where the statement does not say. */
function bankOf(identity: PagedStatement['identity']): string {
  const [bic = '', bicfi = '', member = ''] = bankPaths.map((path) => identity.get(path))
  // Bank and country; the rest of a BIC is the place and the branch.
  return (bic || bicfi).slice(0, 6) || member
}
