/** A bank's camt.053.001.08 statements and camt.054.001.08 notifications of one account: one a business day, balances chained (formats.md §6). */

import { absoluteMinor } from '../../harness/model/money.ts'
import type { CanonicalRecord } from '../../harness/model/record.ts'
import { DayByDay, majorUnits, type FormatWriter, type WrittenAccount } from './format-writer.ts'

/** `createdAt` stands in the header; the text is XML. */
export function camtWriter(message: 'camt053' | 'camt054', account: WrittenAccount, createdAt = ''): FormatWriter {
  const { statementAccount: iban, currency, sender } = account
  const isStatement = message === 'camt053'
  const [root, part] = isStatement ? ['BkToCstmrStmt', 'Stmt'] : ['BkToCstmrDbtCdtNtfctn', 'Ntfctn']
  const name = isStatement ? 'camt.053.001.08' : 'camt.054.001.08'
  let openingMinor = 0n
  const days = new DayByDay((day, entries) => {
    const closingMinor = entries.reduce((sum, { netMinor }) => sum + netMinor, openingMinor)
    const balances = isStatement ? [balance('OPBD', openingMinor, currency, day), balance('CLBD', closingMinor, currency, day)] : []
    openingMinor = closingMinor
    return [
      `<${part}><Id>${iban}-${day}</Id><Acct><Id><IBAN>${iban}</IBAN></Id><Ccy>${currency}</Ccy></Acct>`,
      ...balances,
      summary(entries, currency),
      ...entries.map((record) => entry(record, sender)),
      `</${part}>\n`,
    ].join('\n')
  })
  return {
    begin: () =>
      [
        '<?xml version="1.0" encoding="UTF-8"?>',
        `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${name}"><${root}>`,
        `<GrpHdr><MsgId>${iban}</MsgId><CreDtTm>${createdAt}</CreDtTm></GrpHdr>\n`,
      ].join('\n'),
    add: (record) => days.add(record),
    end: () => `${days.flush()}</${root}></Document>\n`,
  }
}

function balance(type: string, minor: bigint, currency: string, day: string): string {
  return `<Bal><Tp><CdOrPrtry><Cd>${type}</Cd></CdOrPrtry></Tp>${signedAmount(minor, currency)}<Dt><Dt>${day}</Dt></Dt></Bal>`
}

/** camt amounts have no sign: the direction stands beside them. */
function signedAmount(minor: bigint, currency: string): string {
  const amount = majorUnits(absoluteMinor(minor), currency)
  return `<Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${minor < 0n ? 'DBIT' : 'CRDT'}</CdtDbtInd>`
}

function summary(entries: readonly CanonicalRecord[], currency: string): string {
  const part = (name: string, wanted: readonly CanonicalRecord[]): string => {
    const sumMinor = wanted.reduce((sum, { netMinor }) => sum + absoluteMinor(netMinor), 0n)
    return `<${name}><NbOfNtries>${wanted.length}</NbOfNtries><Sum>${majorUnits(sumMinor, currency)}</Sum></${name}>`
  }
  const credits = entries.filter(({ netMinor }) => netMinor >= 0n)
  const debits = entries.filter(({ netMinor }) => netMinor < 0n)
  return `<TxsSummry>${part('TtlNtries', entries)}${part('TtlCdtNtries', credits)}${part('TtlDbtNtries', debits)}</TxsSummry>`
}

function entry({ recordId, netMinor, currency, occurredAt, businessDate, references = [] }: CanonicalRecord, sender: string): string {
  const time = `${occurredAt.slice(0, 19)}Z`
  return (
    `<Ntry><NtryRef>${recordId}</NtryRef>${signedAmount(netMinor, currency)}<Sts><Cd>BOOK</Cd></Sts>` +
    `<BookgDt><DtTm>${time}</DtTm></BookgDt><ValDt><Dt>${businessDate}</Dt></ValDt><AcctSvcrRef>${recordId}</AcctSvcrRef>` +
    '<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>' +
    '<NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>' +
    `<RmtInf><Ustrd>${sender} ${references.join(' ')}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`
  )
}
