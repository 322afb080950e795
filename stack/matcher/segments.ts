/** Cuts a batch into steps that keep each partition's order between records and close markers. Pure. */

import type { CloseMarker } from './batch-store.ts'
import type { StagedRecord } from './copy-format.ts'

export type Step =
  | { readonly kind: 'records'; readonly records: StagedRecord[] }
  /** At most one marker for each tenant and partition. */
  | { readonly kind: 'closes'; readonly closes: CloseMarker[] }

type Item = { readonly kind: 'record'; readonly staged: StagedRecord } | { readonly kind: 'close'; readonly marker: CloseMarker }

/** Records of other partitions go before a marker: partitions do not depend on each other, and few steps are fast ones. */
export function stepsOf(items: readonly Item[]): Step[] {
  const steps: Step[] = []
  let records: StagedRecord[] = []
  let closes: CloseMarker[] = []
  let closing = new Set<string>()
  for (const item of items) {
    if (item.kind === 'record') {
      if (closing.has(`${item.staged.partition}`)) flush()
      records.push(item.staged)
    } else {
      const { partition, tenant } = item.marker
      const one = `${partition} ${tenant}`
      if (closing.has(one)) flush()
      closing.add(one).add(`${partition}`)
      closes.push(item.marker)
    }
  }
  flush()
  return steps

  function flush(): void {
    if (records.length > 0) steps.push({ kind: 'records', records })
    if (closes.length > 0) steps.push({ kind: 'closes', closes })
    records = []
    closes = []
    closing = new Set()
  }
}
