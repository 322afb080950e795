import { expect, test } from 'vitest'
import { BalanceList, balancesKept } from './balance-list.ts'

test('the first balances of a file are kept, and a note says where there are more', () => {
  const list = new BalanceList()
  const balance = (opening: number): Parameters<BalanceList['add']>[0] => ({ currency: 'EUR', opening: `${opening}`, closing: null })
  for (let at = 0; at < balancesKept; at++) list.add(balance(at))
  expect(list.notes()).toEqual([])
  list.add(balance(balancesKept))
  expect(list.kept).toHaveLength(balancesKept)
  expect(list.kept.at(-1)).toEqual(balance(balancesKept - 1))
  expect(list.notes()).toEqual([`it states ${balancesKept + 1} balances, of which the first ${balancesKept} are listed`])
})
