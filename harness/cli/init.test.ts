import { existsSync } from 'node:fs'
import { mkdir, mkdtempDisposable, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { Command } from 'commander'
import { expect, test } from 'vitest'
import type { CommandContext } from './context.ts'
import { scenarioText, systemText } from './init-texts.ts'
import { registerInit } from './init.ts'

const repository = join(import.meta.dirname, '..', '..')

async function init(folder: string): Promise<string> {
  const stdout = new PassThrough()
  const program = new Command().exitOverride()
  registerInit(program, { folder, stdout, repository, version: '1.2.3' } as unknown as CommandContext)
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

test('where the package is not installed, what to type for it is told', async () => {
  await using root = await mkdtempDisposable(join(tmpdir(), 'tenfold-init-'))
  const command = `npm pack ${repository} && npm install --save-dev ./tenfold-1.2.3.tgz`
  const [bare, installed] = [join(root.path, 'bare'), join(root.path, 'installed')]
  await mkdir(bare)
  expect(await init(bare)).toContain(command)
  await mkdir(join(installed, 'node_modules', 'tenfold'), { recursive: true })
  await writeFile(join(installed, 'node_modules', 'tenfold', 'package.json'), '{}')
  await mkdir(join(installed, 'deeper'))
  expect(await init(join(installed, 'deeper'))).not.toContain('npm')
})

test.runIf(existsSync('/proc/self'))('a folder that takes no other is told at once', async () => {
  await expect(init('/proc')).rejects.toMatchObject({ code: 'OUTPUT_NOT_WRITABLE' })
})
