/** The texts of one camt entry while it is read: which elements are looked at, and what is there twice. Judges nothing. */

import { readDetails } from '../mt940/details.ts'
import type { XmlPlace } from './xml-elements.ts'

/** What an `Ntry` says, as text; names and addresses are never collected. */
export class BankEntry {
  readonly place: XmlPlace
  /** Number of its statement. */
  readonly statement: number
  amount = ''
  currency = ''
  direction = ''
  status = ''
  bookedDate = ''
  bookedTime = ''
  valueDate = ''
  valueTime = ''
  bankReference = ''
  entryReference = ''
  readonly references: string[] = []
  readonly remittance: string[] = []
  /** What decides on money and is there twice. */
  twice: 'Amt' | 'CdtDbtInd' | 'Sts' | undefined
  /** Transactions that it is made of. */
  details = 0
  reversal = false

  constructor(place: XmlPlace, statement: number) {
    this.place = place
    this.statement = statement
  }

  /** Whether it says itself when it was booked or counts. */
  get namesDay(): boolean {
    return this.bookedDate !== '' || this.bookedTime !== '' || this.valueDate !== '' || this.valueTime !== ''
  }
}

/** References and texts of one entry that are looked at: an entry may be made of any number of transactions, of which a line keeps a few. */
const textsMax = 10_000

type EntryLeaf = (entry: BankEntry, text: string) => void

const setStatus: EntryLeaf = (entry, text) => {
  if (entry.status !== '') entry.twice ??= 'Sts'
  entry.status = text.toUpperCase()
}
const setDirection: EntryLeaf = (entry, text) => {
  if (entry.direction !== '') entry.twice ??= 'CdtDbtInd'
  entry.direction = text
}
const addReference: EntryLeaf = ({ references }, text) => references.length < textsMax && references.push(text)
const addRemittance: EntryLeaf = ({ remittance }, text) => remittance.length < textsMax && remittance.push(text)
/** What field `:86:` of an MT940 becomes in camt, and written as there. */
const addInformation: EntryLeaf = ({ references, remittance }, text) => {
  if (references.length < textsMax && remittance.length < textsMax) readDetails(text.split(/\r\n|\n|\r/), references, remittance)
}

/** What becomes of texts below `Ntry`, by their paths. Amounts of details are left alone: an entry moves its own amount. */
export const entryLeaves: ReadonlyMap<string, EntryLeaf> = new Map<string, EntryLeaf>([
  ['CdtDbtInd', setDirection],
  // Version 2 has a bare code, version 8 a choice of a code and a word of the bank's own.
  ['Sts', setStatus],
  ['Sts/Cd', setStatus],
  ['Sts/Prtry', setStatus],
  ['BookgDt/Dt', (entry, text) => (entry.bookedDate = text)],
  ['BookgDt/DtTm', (entry, text) => (entry.bookedTime = text)],
  ['ValDt/Dt', (entry, text) => (entry.valueDate = text)],
  ['ValDt/DtTm', (entry, text) => (entry.valueTime = text)],
  ['AcctSvcrRef', (entry, text) => (entry.bankReference = text)],
  ['RvslInd', (entry, text) => (entry.reversal = text === 'true' || text === '1')],
  ['NtryRef', (entry, text) => (entry.entryReference = text)],
  ['NtryDtls/TxDtls/Refs/EndToEndId', addReference],
  ['NtryDtls/TxDtls/Refs/TxId', addReference],
  ['NtryDtls/TxDtls/Refs/InstrId', addReference],
  ['NtryDtls/TxDtls/RmtInf/Ustrd', addRemittance],
  ['NtryDtls/TxDtls/RmtInf/Strd/CdtrRefInf/Ref', addRemittance],
  ['NtryDtls/TxDtls/RmtInf/Strd/RfrdDocInf/Nb', addRemittance],
  ['NtryDtls/TxDtls/RmtInf/Strd/AddtlRmtInf', addRemittance],
  ['NtryDtls/TxDtls/AddtlTxInf', addInformation],
  ['AddtlNtryInf', addInformation],
])
