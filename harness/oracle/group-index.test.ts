import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { GroupIndex } from './group-index.ts'

const name = fc.option(fc.constantFrom('a', 'b', 'c', 'd'), { nil: undefined })

/** The groups that have members, by name. */
function groupsIn(index: GroupIndex): ReadonlyMap<string, readonly number[]> {
  const all = Array.from({ length: index.size }, (_, group) => [index.nameOf(group), [...index.membersOf(group)]] as const)
  return new Map(all.filter(([, members]) => members.length > 0))
}

test('groups are the same beside those of another index, which stays as it was', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(name, name), { maxLength: 12 }), (names) => {
      const other = new GroupIndex(names.length, (at) => names[at]?.[0])
      const before = groupsIn(other)
      const own = (at: number): string | undefined => names[at]?.[1]
      expect(groupsIn(new GroupIndex(names.length, own, other))).toEqual(groupsIn(new GroupIndex(names.length, own)))
      expect(groupsIn(other)).toEqual(before)
    }),
  )
})
