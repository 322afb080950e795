/** What the elements of a camt message are to its book, by their paths. Judges nothing. */

import type { CamtBook } from './camt-book.ts'
import { messages, type CamtFormat } from './camt-message.ts'
import { statementLeaf } from './camt-statement.ts'
import { entryLeaves } from './entry-texts.ts'
import type { XmlHandler, XmlHandlerOf } from './xml-elements.ts'

/** `onDocument` is told the attributes of each `Document`, which name its version. */
export function camtElements(
  format: CamtFormat,
  book: CamtBook,
  onDocument: (attributes: Readonly<Record<string, string>>) => void,
): XmlHandlerOf {
  const { message: messagePath, statement: statementName } = messages[format]
  const statementPath = `${messagePath}/${statementName}`
  const entryPath = `${statementPath}/Ntry`
  let page = ''
  let lastPage = ''

  const handlers: Readonly<Record<string, XmlHandler>> = {
    Document: { open: onDocument },
    [`${messagePath}/GrpHdr`]: { open: () => void (page = lastPage = '') },
    [`${messagePath}/GrpHdr/MsgPgntn/PgNb`]: { close: (text) => void (page = text) },
    [`${messagePath}/GrpHdr/MsgPgntn/LastPgInd`]: { close: (text) => void (lastPage = text) },
    [statementPath]: { open: () => book.openStatement(page, lastPage), close: () => book.closeStatement() },
    [`${statementPath}/Bal`]: { open: () => book.openBalance() },
    [`${statementPath}/Bal/Amt`]: {
      open(attributes) {
        const last = book.statement?.balances.at(-1)
        if (last !== undefined) last.currency = attributes['Ccy'] ?? ''
      },
      close(text) {
        const last = book.statement?.balances.at(-1)
        if (last !== undefined) last.amount = text
      },
    },
    [entryPath]: { open: (_attributes, place) => book.openEntry(place()), close: (_text, endByte) => book.closeEntry(endByte) },
    [`${entryPath}/NtryDtls/TxDtls`]: {
      open() {
        if (book.entry !== undefined) book.entry.details++
      },
    },
    [`${entryPath}/Amt`]: {
      open(attributes) {
        if (book.entry !== undefined) book.entry.currency = attributes['Ccy'] ?? ''
      },
      close(text) {
        const { entry } = book
        if (entry === undefined) return
        if (entry.amount !== '') entry.twice ??= 'Amt'
        entry.amount = text
      },
    },
  }

  return (wholePath) => {
    // Networks put a message into an envelope, with a header of their own before its Document.
    const path = /(?:^|\/)(Document(?:\/.*)?)$/.exec(wholePath)?.[1] ?? ''
    const handler = handlers[path]
    if (handler !== undefined) return handler
    if (path.startsWith(`${entryPath}/`)) {
      const leaf = entryLeaves.get(path.slice(entryPath.length + 1))
      return leaf && { close: (text) => text !== '' && book.entry !== undefined && leaf(book.entry, text) }
    }
    if (path.endsWith('/Ntry')) return { open: () => book.countStrayEntry() }
    if (!path.startsWith(`${statementPath}/`)) return undefined
    const leaf = statementLeaf(path.slice(statementPath.length + 1))
    return leaf && { close: (text) => book.statement !== undefined && leaf(book.statement, text) }
  }
}
