/** Which day the records of an account have that may have only a day. Knows no files. */

import type { CanonicalRecord } from '../harness/model/record.ts'
import { isBankFormat } from './formats/bank-formats.ts'
import { dayStart, type DayRule } from './formats/instants.ts'
import type { DayRuleOf } from './pace.ts'
import type { HistoryProfile } from './profile.ts'

/**
 * Banks book on days without a time, and so do some ledgers: those all of whose entries are at the beginning of a day, account by account.
 * `idOf`: an owner of the profile as the records have it.
 */
export function dayRules({ files }: HistoryProfile, idOf: (id: string) => string, records: readonly CanonicalRecord[]): DayRuleOf {
  const keyOf = ({ tenant, merchant, account }: { tenant: string; merchant: string; account: string }): string =>
    JSON.stringify([tenant, merchant, account])
  const rules = new Map(
    files.flatMap((entry) =>
      isBankFormat(entry.format) && 'tenant' in entry
        ? [
            [
              keyOf({ tenant: idOf(entry.tenant), merchant: idOf(entry.merchant), account: idOf(entry.account) }),
              { zone: entry.zone, cutOff: entry.cutOff ?? '24:00' },
            ],
          ]
        : [],
    ),
  )
  const ledgers = ledgersOfDays(files, idOf, records)
  return (record) =>
    record.side === 'bank' ? rules.get(keyOf(record)) : record.side === 'ledger' ? ledgers.get(record.account) : undefined
}

function ledgersOfDays(
  files: HistoryProfile['files'],
  idOf: (id: string) => string,
  records: readonly CanonicalRecord[],
): ReadonlyMap<string, DayRule> {
  const rules = new Map<string, DayRule>()
  for (const { format, account, zone, cutOff = '24:00' } of files) {
    if (format === 'ledger-csv') rules.set(idOf(account), { zone, cutOff })
  }
  const starts = new Map<string, string>()
  for (const { side, account, businessDate, occurredAt } of records) {
    const rule = side === 'ledger' ? rules.get(account) : undefined
    if (rule === undefined) continue
    const key = `${businessDate} ${rule.zone}`
    const start = starts.get(key) ?? dayStart(businessDate, rule.zone)
    starts.set(key, start)
    if (occurredAt !== start) rules.delete(account)
  }
  return rules
}
