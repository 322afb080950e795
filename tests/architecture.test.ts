import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findProblems, roomOf } from './architecture/find-problems.ts'
import { globalRules, longFiles, openImports } from './architecture/rules.ts'
import { importsOf, readSourceTree } from './architecture/source-tree.ts'

const root = join(import.meta.dirname, '..')

describe('this project', () => {
  // This test's own files say what must not be said.
  const tree = new Map([...readSourceTree(root)].filter(([path]) => !path.startsWith('tests/architecture')))

  test('holds the import rule, and reaches for time, chance and the environment only where the table says', () => {
    expect(findProblems(tree)).toEqual([])
  })

  test('has every file that a rule names, so that no exception outlives its file', () => {
    const named = [...Object.keys(longFiles), ...openImports, ...globalRules.flatMap(({ files }) => Object.values(files))]
    expect(named.filter((path) => !tree.has(path))).toEqual([])
  })

  test('imports only files that exist', () => {
    const missing = [...tree].flatMap(([path, text]) =>
      importsOf(path, text)
        .files.filter((file) => !existsSync(join(root, file)))
        .map((file) => `${path} imports ${file}`),
    )
    expect(missing).toEqual([])
  })

  test('has every room that its description names, and describes every room that it has', () => {
    const page = readFileSync(join(root, 'docs', 'architecture.md'), 'utf8')
    const named = [...page.matchAll(/^\| `([a-z][\w/.-]*)`/gm)].map((found) => found[1] ?? '')
    expect(named.length).toBeGreaterThan(10)
    expect(named.filter((room) => !existsSync(join(root, room)))).toEqual([])
    const rooms = new Set([...tree.keys()].map((path) => roomOf(path)?.room))
    const single = ['harness/run.ts', 'harness/index.ts']
    expect([...rooms].filter((room) => room === undefined || !(named.includes(room) || single.includes(room)))).toEqual([])
  })
})

describe('a planted violation is found:', () => {
  const planted: readonly (readonly [string, string, string])[] = [
    ['harness/model/money.ts', `import { match } from '../oracle/match.ts'`, 'must not import harness/oracle/match.ts'],
    ['harness/oracle/match.ts', `import type { A } from '../system/port.ts'`, 'must not import harness/system/port.ts'],
    ['harness/oracle/match.ts', `import {\n  a,\n  b,\n} from '../record/layout.ts'`, 'must not import harness/record/layout.ts'],
    ['harness/load/run.ts', `const x = await import('../judge/judge.ts')`, 'must not import harness/judge/judge.ts'],
    ['harness/load/run.ts', `new Worker(new URL('../record/thread.ts', import.meta.url))`, 'must not import harness/record/thread.ts'],
    ['harness/load/run.ts', `join(import.meta.dirname, '../record/thread.ts')`, 'must not import harness/record/thread.ts'],
    ['harness/run/run.ts', `export { x } from '../cli/list.ts'`, 'must not import harness/cli/list.ts'],
    ['harness/index.ts', `import { r } from '../replay/generate/write.ts'`, 'must not import replay/generate/write.ts'],
    ['harness/cli/up.ts', `import { api } from '../../stack/api/main.ts'`, 'must not import stack/api/main.ts'],
    ['tests/e2e/x.e2e.test.ts', `import { api } from '../../stack/api/main.ts'`, 'must not import stack/api/main.ts'],
    ['stack/api/main.ts', `import type { Record } from '../../harness/model/record.ts'`, 'must not import harness/model/record.ts'],
    ['stack/api/x.test.ts', `import { x } from '../../tests/support/x.ts'`, 'must not import tests/support/x.ts'],
    ['scenarios/smoke.ts', `import { schema } from '../harness/scenario/schema.ts'`, 'must not import harness/scenario/schema.ts'],
    ['reports/html.ts', `import { judge } from '../harness/judge/judge.ts'`, 'must not import harness/judge/judge.ts'],
    ['harness/oracle/match.ts', `import { readFile } from 'node:fs/promises'`, 'must not use node:fs'],
    ['harness/system/client.ts', `import { Consumer } from '@platformatic/kafka'`, 'must not use the package @platformatic/kafka'],
    ['harness/load/plan.ts', `await import(file)`, 'imports a computed path'],
    ['harness/load/pace.ts', `const now = Date.now()`, 'must not reach for Date.now'],
    ['replay/prng.ts', `const n = Math.random()`, 'must not reach for Math.random'],
    ['harness/load/pace.ts', `const a = process.env['A']`, 'must not reach for process.env'],
    ['harness/load/pace.ts', `let a: any`, 'says any'],
    ['harness/load/pace.ts', `const a = new Map<string, any>()`, 'says any'],
    ['harness/load/pace.ts', `export enum Kind { a }`, 'has an enum'],
    ['harness/load/utils.ts', ``, 'named after nothing'],
    ['harness/load/pace.ts', `// a line\n`.repeat(301), 'has 301 lines'],
    ['elsewhere/x.ts', ``, 'stands in no room'],
  ]
  test.each(planted.map(([path, text, problem]) => [path, problem, text] as const))('%s %s', (path, problem, text) => {
    expect(findProblems(new Map([[path, text]])).join('\n')).toContain(problem)
  })

  test.each([
    ['harness/model/money.ts', `/** any amount; see Date.nowhere, import('x') never */\nexport const text = 'as any'`],
    ['harness/load/run.ts', `import { Histogram } from '../metrics/histogram.ts'`],
    ['harness/run/run.ts', `import { readHistory } from '../../replay/index.ts'`],
    ['harness/oracle/match.test.ts', `import { readFileSync } from 'node:fs'\nimport { worlds } from '../../tests/support/worlds.ts'`],
    ['stack/api/main.ts', `import { Producer } from '@platformatic/kafka'\nimport { log } from '../log.ts'`],
  ])('and nothing is found in %s: %j', (path, text) => {
    expect(findProblems(new Map([[path, text]]))).toEqual([])
  })

  test('the room of a file is the longest that holds it', () => {
    expect(roomOf('harness/cli/list.ts')?.room).toBe('harness/cli')
    expect(roomOf('harness/cli.ts')?.room).toBe('harness/cli.ts')
    expect(roomOf('harness/clime/x.ts')).toBeUndefined()
  })
})
