/** Bank statements of ISO 20022 camt.053 and notifications of camt.054 to bank lines (formats.md §0, §6). Knows no files and no profile. */

import { HarnessError } from '../../../harness/model/errors.ts'
import type { BankAccountOf } from '../bank/bank-line.ts'
import { bankStream, type BankIds } from '../bank/bank-stream.ts'
import type { FileInput, FileSummary } from '../reading.ts'
import type { RecordStream } from '../record-stream.ts'
import type { Admit } from '../same-transactions.ts'
import { CamtBook } from './camt-book.ts'
import { camtElements } from './camt-elements.ts'
import { messages, versionOf, type CamtFormat } from './camt-message.ts'
import { missingNotes, SeenStatements } from './repeated-statements.ts'
import { readXml, type XmlEnd } from './xml-elements.ts'

/**
 * One record for each booked `Ntry`; pending and informational ones are counted and left out. Any version: between .02 and
 * .13 what we read differs in the status and the summary alone. A camt.054 has no balances to prove. `admit` judges lines once they have their ids;
 * `history` has the statements of the files that were read before, and whoever gives it asks for what is missing between them.
 */
export function readCamt(
  input: FileInput,
  format: CamtFormat,
  accountOf: BankAccountOf,
  ids: BankIds = 'unique',
  admit?: Admit,
  history?: SeenStatements,
): RecordStream {
  const { file } = input
  const { name, message, statement, what } = messages[format]
  const seen = history ?? new SeenStatements()
  const book = new CamtBook({ file, what, accountOf, seen, keepsPlaces: admit !== undefined })
  const versions = new Set<string>()
  const handlerOf = camtElements(format, book, (attributes) => {
    const version = versionOf(file, format, attributes)
    if (version !== undefined) versions.add(version)
  })
  let root = ''
  let end: XmlEnd = { encoding: '', isMislabelled: false, fillers: 0 }

  async function* steps(): AsyncGenerator<undefined> {
    end = yield* readXml(input, (path) => {
      if (root === '') root = path
      return handlerOf(path)
    })
    if (book.statements > 0) return
    throw new HarnessError('BAD_INPUT', `${file}: holds no ${what} (${message}/${statement}); its root element is ${root}`, {
      hint: `expected a ${name} bank ${what}`,
    })
  }

  const summary = (sharedIds: number): FileSummary => ({
    file,
    format,
    physicalRows: book.physicalRows,
    notBooked: book.notBooked,
    controls: book.controls(),
    figures: {
      encoding: end.encoding,
      ...(versions.size === 0 ? {} : { version: [...versions].join(', ') }),
      statements: book.statements,
      balances: book.balances,
      further: book.further,
    },
    // A file that is cut off is not well-formed.
    notes: [
      ...book.notes(sharedIds),
      ...(history === undefined ? missingNotes(seen).map(({ note }) => note) : []),
      ...(end.isMislabelled ? ['it declares UTF-16, but its bytes are not: read as UTF-8'] : []),
      ...(end.fillers === 0 ? [] : [`behind the document stand ${end.fillers} signs of a transfer (SUB or NUL): they were left out`]),
    ],
  })
  return bankStream(steps(), book, ids, summary, admit && ((record, line) => book.keep(admit(record), line)))
}
