/** `npm run mutants`: every seeded bug, the class that was found, and the clean runs beside them, as one table. */

import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { circumstances, mutants, type Circumstance } from './matrix.ts'
import { runTrap } from './run-trap.ts'
import { writeTrapHistory } from './trap-history.ts'

const folder = await mkdtemp(join(tmpdir(), 'tenfold-mutants-'))
await writeTrapHistory(join(folder, 'history'))
let passed = 0
let failed = 0

function tell(ok: boolean, cells: readonly string[]): void {
  if (ok) passed++
  else failed++
  console.log([ok ? 'ok    ' : 'FAILED', ...cells].join(' | '))
}

console.log('       | seeded bug | circumstance | expected | exit | classes found (count, first record)')
for (const circumstance of Object.keys(circumstances) as Circumstance[]) {
  const name = `clean-${circumstance.replaceAll(' ', '-')}`
  const { exitStatus, sentence } = await runTrap({ folder, name, bug: undefined, circumstance })
  tell(exitStatus === 0, ['none', circumstance, 'PASS', `${exitStatus}`, sentence])
}
for (const { bug, circumstance, expected } of mutants) {
  const { exitStatus, found } = await runTrap({ folder, name: bug, bug, circumstance })
  const classes = [...found].map(([name, { count, record }]) => `${name} (${count}, ${record})`)
  tell(exitStatus === 96 && expected.some((name) => found.has(name)), [
    bug,
    circumstance,
    expected.join(' or '),
    `${exitStatus}`,
    classes.join('; '),
  ])
}
console.log(`${passed} passed, ${failed} failed; run folders in ${folder}`)
process.exitCode = failed === 0 ? 0 : 1
