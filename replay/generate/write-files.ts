/** Canonical records to the files that a provider would have made of them: text, in each format. Touches no disk. */

import { currencyExponent } from '../../harness/model/currency.ts'
import { formatMajor } from '../../harness/model/money.ts'
import type { CanonicalRecord, Kind } from '../../harness/model/record.ts'
import { ledgerColumns } from '../formats/ledger/ready-maps.ts'

const stripeHeader =
  'balance_transaction_id,created_utc,available_on_utc,currency,gross,fee,net,reporting_category,source_id,charge_id,payment_intent_id,automatic_payout_id,automatic_payout_effective_at_utc,trace_id,trace_id_status'

function major(minor: bigint, currency: string): string {
  return formatMajor(minor, currencyExponent(currency) ?? 2)
}

/** An itemized payout reconciliation report: amounts in major units, times in whole seconds of UTC. */
export function stripeCsv(records: readonly CanonicalRecord[]): string {
  const lines = [stripeHeader]
  for (const record of records) {
    const { recordId, kind, ref = '', parentRef = '', payoutRef = '', traceRef = '', currency, occurredAt } = record
    const isPayout = kind === 'payout'
    const created = `${occurredAt.slice(0, 10)} ${occurredAt.slice(11, 19)}`
    const payoutId = isPayout && record.automatic !== false ? ref : payoutRef
    const effectiveAt = payoutId === '' ? '' : `${record.businessDate} 00:00:00`
    lines.push(
      [
        recordId,
        created,
        `${occurredAt.slice(0, 10)} 00:00:00`,
        currency.toLowerCase(),
        major(record.grossMinor, currency),
        major(record.feeMinor, currency),
        major(record.netMinor, currency),
        kind satisfies Kind,
        kind === 'charge' ? parentRef : ref,
        parentRef,
        kind === 'charge' ? ref : '',
        payoutId,
        effectiveAt,
        traceRef,
        isPayout ? (traceRef === '' ? 'pending' : 'supported') : '',
      ].join(','),
    )
  }
  return `${lines.join('\n')}\n`
}

/** The ledger of one tenant, all its merchants in the order of time. */
export function ledgerCsv(records: readonly CanonicalRecord[]): string {
  const lines: string[] = [ledgerColumns.join(',')]
  for (const { tenant, merchant, recordId, kind, ref = '', parentRef = '', grossMinor, currency, occurredAt } of records) {
    lines.push([tenant, merchant, recordId, kind, ref, parentRef, major(grossMinor, currency), currency, occurredAt].join(','))
  }
  return `${lines.join('\n')}\n`
}

/** A bank's camt.053.001.08 document of one account: one statement a business day, balances chained. */
export function camt053Xml(iban: string, currency: string, records: readonly CanonicalRecord[]): string {
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>',
    `<GrpHdr><MsgId>${iban}</MsgId><CreDtTm>${records[0]?.occurredAt ?? ''}</CreDtTm></GrpHdr>`,
  ]
  let openingMinor = 0n
  const days = Map.groupBy(records, ({ businessDate }) => businessDate)
  for (const [day, entries] of [...days].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const closingMinor = entries.reduce((sum, { netMinor }) => sum + netMinor, openingMinor)
    lines.push(
      `<Stmt><Id>${iban}-${day}</Id><Acct><Id><IBAN>${iban}</IBAN></Id><Ccy>${currency}</Ccy></Acct>`,
      balance('OPBD', openingMinor, currency, day),
      balance('CLBD', closingMinor, currency, day),
      summary(entries, currency),
      ...entries.map(entry),
      '</Stmt>',
    )
    openingMinor = closingMinor
  }
  return `${lines.join('\n')}\n</BkToCstmrStmt></Document>\n`
}

function balance(type: string, minor: bigint, currency: string, day: string): string {
  return `<Bal><Tp><CdOrPrtry><Cd>${type}</Cd></CdOrPrtry></Tp>${signedAmount(minor, currency)}<Dt><Dt>${day}</Dt></Dt></Bal>`
}

/** camt amounts have no sign: the direction stands beside them. */
function signedAmount(minor: bigint, currency: string): string {
  const amount = major(minor < 0n ? -minor : minor, currency)
  return `<Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${minor < 0n ? 'DBIT' : 'CRDT'}</CdtDbtInd>`
}

function summary(entries: readonly CanonicalRecord[], currency: string): string {
  const part = (name: string, wanted: readonly CanonicalRecord[]): string => {
    const sumMinor = wanted.reduce((sum, { netMinor }) => sum + (netMinor < 0n ? -netMinor : netMinor), 0n)
    return `<${name}><NbOfNtries>${wanted.length}</NbOfNtries><Sum>${major(sumMinor, currency)}</Sum></${name}>`
  }
  const credits = entries.filter(({ netMinor }) => netMinor >= 0n)
  const debits = entries.filter(({ netMinor }) => netMinor < 0n)
  return `<TxsSummry>${part('TtlNtries', entries)}${part('TtlCdtNtries', credits)}${part('TtlDbtNtries', debits)}</TxsSummry>`
}

function entry({ recordId, netMinor, currency, occurredAt, businessDate, references = [] }: CanonicalRecord): string {
  const time = `${occurredAt.slice(0, 19)}Z`
  return (
    `<Ntry><NtryRef>${recordId}</NtryRef>${signedAmount(netMinor, currency)}<Sts><Cd>BOOK</Cd></Sts>` +
    `<BookgDt><DtTm>${time}</DtTm></BookgDt><ValDt><Dt>${businessDate}</Dt></ValDt><AcctSvcrRef>${recordId}</AcctSvcrRef>` +
    '<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>' +
    '<NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>' +
    `<RmtInf><Ustrd>STRIPE ${references.join(' ')}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`
  )
}
