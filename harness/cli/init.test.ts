import { mkdir, mkdtempDisposable, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { Command } from 'commander'
import { expect, test } from 'vitest'
import type { CommandContext } from './context.ts'
import { scenarioText, systemText } from './init-texts.ts'
import { registerInit } from './init.ts'

async function init(folder: string): Promise<string> {
  const stdout = new PassThrough()
  const program = new Command().exitOverride()
  registerInit(program, { folder, stdout } as unknown as CommandContext)
  await program.parseAsync(['init'], { from: 'user' })
  return String(stdout.read())
}

test.each([
  ['{"type":"module"}', '.ts'],
  ['{"type":"commonjs"}', '.mts'],
  ['{', '.mts'],
])('below a package.json %s the two files end in %s, so that Node takes them for modules', async (packageJson, ending) => {
  await using root = await mkdtempDisposable(join(tmpdir(), 'tenfold-init-'))
  await writeFile(join(root.path, 'package.json'), packageJson)
  const folder = join(root.path, 'deeper')
  await mkdir(folder)
  const told = await init(folder)
  const names = [join('scenarios', `my-scenario${ending}`), join('systems', `my-system${ending}`)]
  expect(told.split('\n').slice(0, 2)).toEqual(names)
  expect(await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))).toEqual([scenarioText, systemText])
})

test('a file that is there is never written over, and then nothing is written', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-init-'))
  await mkdir(join(folder.path, 'systems'))
  await writeFile(join(folder.path, 'systems', 'my-system.mts'), 'mine')
  await expect(init(folder.path)).rejects.toMatchObject({ code: 'BAD_CONFIGURATION', message: 'systems/my-system.mts is there already' })
  expect(await readFile(join(folder.path, 'systems', 'my-system.mts'), 'utf8')).toBe('mine')
  await expect(readFile(join(folder.path, 'scenarios', 'my-scenario.mts'))).rejects.toThrow('ENOENT')
})
