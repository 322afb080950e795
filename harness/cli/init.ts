/** `tenfold init`: writes the two files that a system of one's own needs, with comments. */

import { existsSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { makeFolders } from '../files/make-folders.ts'
import { HarnessError, writeFailure } from '../model/errors.ts'
import type { CommandContext, Register } from './context.ts'
import { scenarioText, systemText } from './init-texts.ts'
import { writeLines } from './write-lines.ts'

export const registerInit: Register = (program, context) => {
  program
    .command('init')
    .summary('write a scenario and a system file to begin with')
    .description('Writes scenarios/my-scenario.ts and systems/my-system.ts into this folder, with comments. Never writes over a file.')
    .addHelpText('after', '\nExamples:\n  tenfold init\n  tenfold init && tenfold run my-scenario')
    .action(async () => init(context))
}

async function init(context: CommandContext): Promise<void> {
  const ending = isModuleFolder(context.folder) ? '.ts' : '.mts'
  const files = [
    { path: join(context.folder, 'scenarios', `my-scenario${ending}`), text: scenarioText },
    { path: join(context.folder, 'systems', `my-system${ending}`), text: systemText },
  ]
  const taken = files.filter(({ path }) => existsSync(path)).map(({ path }) => relative(context.folder, path))
  if (taken.length > 0) {
    throw new HarnessError('BAD_CONFIGURATION', `${taken.join(' and ')} ${taken.length === 1 ? 'is' : 'are'} there already`, {
      hint: 'move what is there away, or type this in another folder',
    })
  }
  for (const { path, text } of files) await write(path, text)
  await writeLines(context.stdout, [
    ...files.map(({ path }) => relative(context.folder, path)),
    '',
    ...(isInstalled(context.folder) ? [] : [packageLines(context)]),
    'Say in the system file how your stack is started and reached, then type: tenfold run my-scenario',
  ])
}

/** Whether Node finds the package from there, as the two files ask for it. */
function isInstalled(folder: string): boolean {
  if (existsSync(join(folder, 'node_modules', 'tenfold', 'package.json'))) return true
  return dirname(folder) !== folder && isInstalled(dirname(folder))
}

/** What to type for that: a checkout is packed first, since its own files are no package. */
function packageLines({ repository, version }: CommandContext): string {
  const isCheckout = existsSync(join(repository, 'harness', 'cli.ts'))
  const command = isCheckout
    ? `npm pack ${repository} && npm install --save-dev ./tenfold-${version}.tgz`
    : `npm install --save-dev ${repository}`
  return `They import the package tenfold, which is not installed here. Type: ${command}`
}

/** Node takes a .ts file for what the nearest package.json says; .mts is always a module. */
function isModuleFolder(folder: string): boolean {
  const file = join(folder, 'package.json')
  if (existsSync(file)) return isModule(readFileSync(file, 'utf8'))
  return dirname(folder) !== folder && isModuleFolder(dirname(folder))
}

function isModule(packageJson: string): boolean {
  try {
    const value: unknown = JSON.parse(packageJson)
    return typeof value === 'object' && value !== null && 'type' in value && value.type === 'module'
  } catch {
    return false
  }
}

async function write(path: string, text: string): Promise<void> {
  try {
    makeFolders(dirname(path))
    await writeFile(path, text, { flag: 'wx' })
  } catch (cause) {
    throw writeFailure(cause, path) ?? cause
  }
}
