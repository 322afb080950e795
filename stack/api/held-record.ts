/** One record that the stack holds, with its current decision. */

import type pg from 'pg'
import { digest } from '../wire/keys.ts'
import { refusal } from './answer.ts'
import type { Answer } from './answer.ts'

const identityFields = ['merchant', 'source', 'account', 'recordId', 'kind'] as const

/** By content (32 hexadecimal digits) and the identity's fields in the query: the record's primary key. */
export async function heldRecord(pool: pg.Pool, tenant: string, content: string, query: URLSearchParams): Promise<Answer> {
  const missing = identityFields.filter((name) => !query.has(name))
  if (missing.length > 0 || !/^[0-9a-f]{32}$/.test(content)) return refusal(400, 'BAD_KEY', { missing, content })
  const [merchant, source, account, recordId, kind] = identityFields.map((name) => query.get(name) ?? '')
  const { rows } = await pool.query<{ record: unknown }>(heldRecordSql, [
    digest(JSON.stringify([tenant, merchant])),
    digest(JSON.stringify([tenant, merchant, source, account, recordId, kind])),
    Buffer.from(content, 'hex'),
  ])
  return rows[0] === undefined ? refusal(404, 'NOT_FOUND') : { status: 200, body: JSON.stringify(rows[0].record) }
}

const heldRecordSql = `
  select json_build_object(
    'record', json_strip_nulls(json_build_object(
      'tenant', r.tenant, 'merchant', r.merchant, 'side', r.side, 'source', r.source, 'account', r.account, 'recordId', r.record_id, 'kind', r.kind,
      'ref', r.ref, 'parentRef', r.parent_ref, 'payoutRef', r.payout_ref, 'traceRef', r.trace_ref, 'references', r.reference_list,
      'grossMinor', r.gross_minor::text, 'feeMinor', r.fee_minor::text, 'netMinor', r.net_minor::text, 'currency', r.currency,
      'presentment', r.presentment::json, 'automatic', case when not r.automatic then false end,
      'occurredAt', to_char(r.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'businessDate', to_char(r.business_date, 'YYYY-MM-DD'), 'status', r.status, 'version', r.source_version)),
    'content', encode(r.content, 'hex'),
    'decision', json_strip_nulls(json_build_object(
      'state', coalesce(d.state, 'OPEN'), 'ruleId', d.rule_id, 'varianceMinor', coalesce(d.variance_minor, 0)::text,
      'leg1Group', d.leg1_group, 'leg2bGroup', d.leg2b_group,
      'payout', case when d.member_count is not null
        then json_build_object('memberCount', d.member_count, 'residualMinor', d.residual_minor::text) end,
      'detail', d.detail, 'version', d.version))) as record
  from record r left join decision d using (merchant_key, identity, content)
  where (r.merchant_key, r.identity, r.content) = ($1, $2, $3)`
