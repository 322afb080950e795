/** Which form the four tables of merchants have: plain, hash partitions, or distributed by Citus. Decides and describes; asks no database. */

export interface NodeAddress {
  readonly host: string
  readonly port: number
}

export type TableLayout =
  | { readonly kind: 'plain' }
  | { readonly kind: 'hash'; readonly partitions: number }
  /** Without workers the coordinator holds the shards itself. */
  | { readonly kind: 'citus'; readonly shards: number; readonly coordinator: NodeAddress; readonly workers: readonly NodeAddress[] }

/** What the settings ask for; which of it counts depends on what the server has. */
export interface LayoutSettings {
  /** Hash partitions of each table where there is no Citus; 1: plain tables. */
  readonly tablePartitions: number
  readonly citusShards: number
  readonly citusCoordinator: NodeAddress
  readonly citusWorkers: readonly NodeAddress[]
}

export interface CitusPresence {
  /** Its files are installed. */
  readonly available: boolean
  /** The server has loaded it at its start: it does not work otherwise. */
  readonly loaded: boolean
}

/** How a batch reaches the tables: as they are, or through copies of the rows that it needs. */
export type BatchForm = 'direct' | 'copies'

/** Citus where it can work, else hash partitions. */
export function decideLayout(citus: CitusPresence, settings: LayoutSettings): TableLayout {
  if (citus.available && citus.loaded) {
    const { citusShards: shards, citusCoordinator: coordinator, citusWorkers: workers } = settings
    return { kind: 'citus', shards, coordinator, workers }
  }
  return settings.tablePartitions === 1 ? { kind: 'plain' } : { kind: 'hash', partitions: settings.tablePartitions }
}

export function batchFormOf(kind: TableLayout['kind']): BatchForm {
  return kind === 'citus' ? 'copies' : 'direct'
}

export function addressText({ host, port }: NodeAddress): string {
  return `${host}:${port}`
}

/** Parts of each table: partitions or shards. */
export function partsOf(layout: TableLayout): number {
  if (layout.kind === 'plain') return 1
  return layout.kind === 'hash' ? layout.partitions : layout.shards
}

/** Tables that are distributed, with their storage settings: those stand on the parts, never on a partitioned table itself. */
export const merchantTables = [
  { name: 'record', storage: '' },
  { name: 'bank_reference', storage: '' },
  // Room for the versions of a decision on its page.
  { name: 'decision', storage: 'fillfactor = 90' },
  { name: 'decision_history', storage: '' },
] as const

/** What `:by_merchant` in the SQL of the tables stands for. */
export function byMerchantClause(layout: TableLayout): string {
  return layout.kind === 'hash' ? 'partition by hash (merchant_key)' : ''
}

/** Statements of every PostgreSQL that follow the tables: their partitions and storage settings. */
export function partStatements(layout: TableLayout): string[] {
  return merchantTables.flatMap(({ name, storage }) => {
    if (layout.kind !== 'hash') return storage === '' ? [] : [`alter table ${name} set (${storage})`]
    const options = storage === '' ? '' : ` with (${storage})`
    return Array.from(
      { length: layout.partitions },
      (_, part) =>
        `create table ${name}_${part} partition of ${name} for values with (modulus ${layout.partitions}, remainder ${part})${options}`,
    )
  })
}
