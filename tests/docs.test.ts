import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { inspectionLines, summaryLines } from '../harness/cli/inspection-lines.ts'
import { anomalyClasses } from '../harness/model/finding.ts'
import { verdictTable } from '../harness/model/verdict.ts'
import { inspectFile } from '../replay/inspect.ts'

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

test('the page of history shows what inspect says of the samples', async () => {
  const shown = [...read('docs/history.md').matchAll(/```\n\$ npx tenfold inspect (.*)\n([^`]*)\n```/g)]
  expect(shown).toHaveLength(2)
  for (const [, typed = '', output = ''] of shown) {
    const decimalSeparator = typed.endsWith(' --decimal-separator ,') ? ',' : '.'
    const names = typed.split(' ').filter((word) => word.startsWith('replay/'))
    const inspections = await Promise.all(
      names.map(async (file) => ({ ...(await inspectFile(join(import.meta.dirname, '..', file), { decimalSeparator })), file })),
    )
    const lines = inspections.flatMap((inspection, index) => [...(index === 0 ? [] : ['']), ...inspectionLines(inspection)])
    expect(output.split('\n')).toEqual([...lines, ...summaryLines(inspections, 0)])
  }
})

test("README's table has every exit status", () => {
  const table = read('README.md').split('## Exit statuses')[1] ?? ''
  for (const { exitStatus, title } of verdictTable) {
    expect(table).toMatch(new RegExp(`\\b${exitStatus}\\b`))
    expect(table).toContain(title)
  }
})

test('every relative link of the pages leads to something', () => {
  const root = join(import.meta.dirname, '..')
  const pages = [
    'README.md',
    'CONTRIBUTING.md',
    ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map((name) => join('docs', name)),
  ]
  const dead = pages
    .filter((page) => page.endsWith('.md'))
    .flatMap((page) => [...read(page).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, target = '']) => ({ page, target })))
    .filter(({ page, target }) => !existsSync(join(root, dirname(page), target)))
  expect(dead).toEqual([])
})
