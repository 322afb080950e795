/** Balance transactions as Stripe's API lists them, page after page, to processor records. Knows no files and no profile. */

import { isAscii } from 'node:buffer'
import { HarnessError } from '../../../harness/model/errors.ts'
import { admitted, emptyFile, type RowOutcome } from '../csv-table.ts'
import { businessDays, type DayRule } from '../instants.ts'
import { JsonElements } from '../json-elements.ts'
import { ControlTally, type FileInput } from '../reading.ts'
import { OpenBatch, type RecordStream } from '../record-stream.ts'
import { admitAll, type Admit } from '../same-transactions.ts'
import { takeBalanceTransaction, type StripeApiAccount } from './api-object.ts'
import { digestOf, RepeatedRows } from './repeated-rows.ts'
import { StripeSums } from './sums.ts'

/** What stands behind the elements of a page is shorter. */
const tailBytes = 1_024

/** Objects to records: integers of the smallest unit, seconds since 1970. An object whose net is not amount − fee is quarantined. */
export async function* streamStripeApi(
  input: FileInput,
  { zone, cutOff, ...account }: StripeApiAccount & DayRule,
  admit: Admit = admitAll,
): RecordStream {
  const { file, chunks } = input
  const { tenant, merchant, account: accountId } = account
  const equation = new ControlTally(file, 'row-equation')
  const sums = new StripeSums()
  const repeated = new RepeatedRows()
  const dayOf = businessDays({ zone, cutOff })
  const batch = new OpenBatch()
  let physicalRows = 0
  let notBooked = 0
  let [isPlain, isEmpty] = [true, true]
  let tail: Uint8Array = new Uint8Array()

  const elements = new JsonElements(file, ({ text, line, byteOffset, byteLength }) => {
    physicalRows++
    const taken = takeBalanceTransaction(text, { tenant, merchant, account: accountId }, dayOf)
    if (taken.kind === 'page') {
      throw new HarnessError('BAD_INPUT', `${file}: line ${line} (byte ${byteOffset}): a page of a list inside of another object`, {
        hint: 'pages are read one behind the other, or in an array: jq -c .NAME takes them from below a name',
      })
    }
    let outcome: RowOutcome
    if (taken.kind === 'record') {
      sums.add(taken.record)
      const { grossMinor, currency, occurredAt, ref, parentRef, traceRef } = taken.record
      repeated.isRedelivered(taken.record, line, digestOf([`${grossMinor}`, currency, occurredAt, ref, parentRef, traceRef]))
      equation.hold()
      outcome = admitted(taken.record, admit, (record) => batch.records.push(record))
    } else {
      outcome = taken.problem
      if (taken.failure !== undefined) equation.fail({ subject: `line ${line}`, ...taken.failure })
    }
    if (outcome === 'record') return
    if (outcome === 'not-booked') {
      notBooked++
      return
    }
    batch.quarantined.push({ file, line, column: 1, byteOffset, byteLength, ...outcome })
  })
  for await (const chunk of chunks) {
    isEmpty &&= chunk.length === 0
    isPlain &&= isAscii(chunk)
    elements.push(chunk)
    tail = Buffer.concat([tail, chunk.subarray(-tailBytes)]).subarray(-tailBytes)
    if (batch.isEmpty) continue
    yield batch
    batch.clear()
  }
  elements.end()
  if (isEmpty) throw emptyFile(file)
  return {
    file,
    format: 'stripe-api',
    physicalRows,
    notBooked,
    controls: equation.results(),
    figures: { encoding: isPlain ? 'ascii' : 'utf-8', further: { sums: sums.results() } },
    notes: [
      ...(hasMore(tail, elements.hasPagesInArray) ? ['its last page says that more follow (has_more): what they hold is not here'] : []),
      ...repeated.notes(),
    ],
  }
}

/** Behind the elements of the last page, so that no text of an element is meant. */
function hasMore(tail: Uint8Array, isInArray: boolean): boolean {
  const whole = Buffer.from(tail).toString('latin1').trimEnd()
  const text = isInArray ? whole.slice(0, -1) : whole
  return /"has_more"\s*:\s*true/.test(text.slice(text.lastIndexOf(']') + 1))
}
