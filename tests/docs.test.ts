import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { anomalyClasses } from '../harness/model/finding.ts'
import { verdictTable } from '../harness/model/verdict.ts'

const read = (name: string): string => readFileSync(join(import.meta.dirname, '..', name), 'utf8')

test('the page of anomalies has a row for every class that is judged, with its number', () => {
  const rows = read('docs/anomalies.md')
    .split('\n')
    .filter((line) => line.startsWith('| '))
  for (const [name, number] of Object.entries(anomalyClasses)) {
    expect(
      rows.filter((row) => row.includes(name) && row.includes(`| ${number} |`)),
      name,
    ).toHaveLength(1)
  }
})

test("README's table has every exit status", () => {
  const table = read('README.md').split('## Exit statuses')[1] ?? ''
  for (const { exitStatus, title } of verdictTable) {
    expect(table).toMatch(new RegExp(`\\b${exitStatus}\\b`))
    expect(table).toContain(title)
  }
})
