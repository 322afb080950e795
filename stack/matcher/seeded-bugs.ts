/** The seeded bugs that bend a batch: what each does, in one place. Nothing here happens unless a test asked for it. */

import type { Client } from 'pg'
import type { KeyFaults } from '../wire/keys.ts'
import type { Switches } from '../switches.ts'
import type { DecidedRow } from './batch-store.ts'
import type { StagedRecord } from './copy-format.ts'

const dropOneIn = 1_000
const offOneIn = 200
const decideTwiceOneIn = 50

export interface SeededBugs {
  readonly keyFaults: KeyFaults
  /** The records of a batch as the bugs leave them. */
  bend(records: readonly StagedRecord[]): readonly StagedRecord[]
  /** Inside the open transaction, before the records are applied. */
  beforeApply(client: Client, records: readonly StagedRecord[]): Promise<void>
  /** Inside the open transaction, after it; answers with the decisions to publish besides. */
  afterApply(client: Client, decided: readonly DecidedRow[]): Promise<readonly DecidedRow[]>
}

export function seededBugs(switches: Switches): SeededBugs {
  const kindLeftOut = switches.has('refunds-match-charges')
  return {
    keyFaults: { tenantLeftOut: switches.has('tenant-left-out'), kindLeftOut },
    bend(records) {
      let bent = records
      if (switches.has('drop-one-in-thousand')) bent = bent.filter(({ keys }) => keys.content.readUInt32BE(0) % dropOneIn !== 0)
      if (switches.has('one-minor-off'))
        bent = bent.map((staged) => (staged.keys.content.readUInt32BE(4) % offOneIn === 0 ? oneMinorMore(staged) : staged))
      if (kindLeftOut) bent = bent.map(unsigned)
      if (switches.has('last-wins')) bent = [...new Map(bent.map((staged) => [staged.keys.identity.toString('hex'), staged])).values()]
      return bent
    },
    async beforeApply(client, records) {
      if (!switches.has('last-wins')) return
      const keys = (['merchantKey', 'identity', 'content'] as const).map((name) => records.map((staged) => staged.keys[name]))
      for (const table of ['decision', 'record']) {
        await client.query(
          `delete from ${table} t using unnest($1::bytea[], $2::bytea[], $3::bytea[]) as n (merchant_key, identity, content)
           where t.merchant_key = n.merchant_key and t.identity = n.identity and t.content <> n.content`,
          keys,
        )
      }
    },
    async afterApply(client, decided) {
      if (!switches.has('decide-twice')) return []
      const chosen = decided.filter((row) => row[7] === 'MATCHED' && Number.parseInt(row[6].slice(0, 8), 16) % decideTwiceOneIn === 0)
      const contents = chosen.map((row) => Buffer.from(row[6], 'hex'))
      if (chosen.length === 0) return []
      // The record is held and decided a second time, in a group of its own.
      await client.query(decideAgainSql, [contents])
      return chosen.map((row) => row.with(10, `${row[10] ?? ''}:again`.slice(-64)) as unknown as DecidedRow)
    },
  }
}

const decideAgainSql = `
  with again as (
    insert into decision_history
    select merchant_key, identity, content, state, rule_id, variance_minor, right(leg1_group || ':again', 64), leg2b_group, member_count,
           residual_minor, detail, version, cause_partition, cause_offset, cause_close, decided_at
    from decision where content = any($1)
    returning *
  ), copied as (
    insert into record
    select merchant_key, identity, set_byte(content, 0, 255 - get_byte(content, 0)), null, null, null, tenant, merchant, side, source, account, record_id,
           kind, ref, parent_ref, payout_ref, trace_ref, reference_list, automatic, currency, gross_minor, fee_minor, net_minor, presentment,
           occurred_at, business_date, status, source_version, log_partition, log_offset, false, inserted_at
    from record where content = any($1)
    on conflict do nothing
  )
  insert into decision
  select merchant_key, identity, set_byte(content, 0, 255 - get_byte(content, 0)), state, rule_id, variance_minor, leg1_group, leg2b_group, member_count,
         residual_minor, detail, version, cause_partition, cause_offset, cause_close, decided_at
  from again
  on conflict do nothing`

function oneMinorMore(staged: StagedRecord): StagedRecord {
  const { record } = staged
  const more = (amount: string): string => (BigInt(amount) + 1n).toString()
  return { ...staged, record: { ...record, grossMinor: more(record.grossMinor), netMinor: more(record.netMinor) } }
}

/** Matched by size alone, a refund looks like its charge. */
function unsigned(staged: StagedRecord): StagedRecord {
  const { record } = staged
  if (record.kind !== 'refund' || !record.grossMinor.startsWith('-')) return staged
  const gross = -BigInt(record.grossMinor)
  return { ...staged, record: { ...record, grossMinor: gross.toString(), netMinor: (gross - BigInt(record.feeMinor)).toString() } }
}
