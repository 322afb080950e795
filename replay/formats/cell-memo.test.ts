import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { CellMemo } from './cell-memo.ts'
import { CsvRow } from './csv-row.ts'

test('each cell means what its own text does, however many there were', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'b', 'é', 'ÿ', '€', '😀', ' '), maxLength: 5 })
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1, maxLength: 600 }), (cells) => {
      const row = new CsvRow()
      row.setCells(cells)
      const memo = new CellMemo((text) => `<${text}>`)
      expect([...cells, ...cells].map((_, at) => memo.of(row, at % cells.length))).toEqual([...cells, ...cells].map((text) => `<${text}>`))
    }),
    { numRuns: 200 },
  )
})

test('the same text is asked for once', () => {
  const row = new CsvRow()
  row.setCells(['eur', 'usd', 'eur', 'eur', 'usd'])
  const asked: string[] = []
  const memo = new CellMemo((text) => asked.push(text))
  for (let index = 0; index < row.width; index++) memo.of(row, index)
  expect(asked).toEqual(['eur', 'usd'])
})
