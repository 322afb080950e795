/** Records by the name of their group: which group each is in, and who is in it. Knows neither leg nor right or wrong. */

export interface GroupIndex {
  /** The group of each record, −1 where it is in none. */
  readonly groupOf: Int32Array
  readonly groups: readonly { readonly name: string; readonly members: readonly number[] }[]
}

/** Groups of the records' names, in order of first member; undefined is no group. */
export function indexGroups(count: number, nameOf: (index: number) => string | undefined): GroupIndex {
  const groupOf = new Int32Array(count).fill(-1)
  const groups: { name: string; members: number[] }[] = []
  const byName = new Map<string, number>()
  for (let index = 0; index < count; index++) {
    const name = nameOf(index)
    if (name === undefined) continue
    const known = byName.get(name)
    if (known === undefined) {
      groupOf[index] = groups.length
      byName.set(name, groups.length)
      groups.push({ name, members: [index] })
    } else {
      groupOf[index] = known
      groups[known]?.members.push(index)
    }
  }
  return { groupOf, groups }
}

/** Unordered pairs among so many. */
export function pairsAmong(count: number): number {
  return (count * (count - 1)) / 2
}
