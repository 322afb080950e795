/** A project of somebody else's in a folder of its own, with the packed Tenfold installed as its user would. */

import { execFile } from 'node:child_process'
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { writePaymentsHistory } from './payments-history.ts'

export interface Ended {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

const root = join(import.meta.dirname, '..', '..')
const consumer = join(import.meta.dirname, 'consumer')
const commandTimeoutMs = 280_000

/** Runs a command of the path to its end, in a surrounding that has nothing of this repository but a new Node to be named. */
export function runCommand(folder: string, outside: NodeJS.ProcessEnv, command: string, ...args: readonly string[]): Promise<Ended> {
  const env = Object.fromEntries(Object.entries(outside).filter(([name]) => !/^(?:npm_|VITEST|TENFOLD_|NODE_|INIT_CWD)/i.test(name)))
  const path = (outside['PATH'] ?? '').split(delimiter).filter((entry) => !entry.startsWith(root))
  return new Promise((resolve) => {
    const options = {
      cwd: folder,
      env: { ...env, PATH: path.join(delimiter), TENFOLD_NODE: process.execPath },
      timeout: commandTimeoutMs,
      maxBuffer: 64 * 1_048_576,
    }
    execFile(command, args, options, (error, stdout, stderr) => {
      const status = error === null ? 0 : typeof error.code === 'number' ? error.code : -1
      resolve({ status, stdout, stderr })
    })
  })
}

/** The files of the project; nothing is installed yet. */
export async function writeProject(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const name of ['server.ts', 'pairs.ts', 'my-scenario.ts', 'tenfold.config.ts']) await cp(join(consumer, name), join(folder, name))
  await cp(join(consumer, 'release.check.ts'), join(folder, 'release.test.ts'))
  await writePaymentsHistory(folder)
  const compilerOptions = {
    module: 'nodenext',
    target: 'esnext',
    types: ['node'],
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
  }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['**/*.ts'] }))
  const { devDependencies: ours } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Manifest
  const devDependencies = Object.fromEntries(['@types/node', 'typescript', 'vitest'].map((name) => [name, ours[name] ?? '']))
  const project = { name: 'payments', version: '1.0.0', private: true, type: 'module' }
  const scripts = { 'node-version': 'node -v' }
  await writeFile(join(folder, 'package.json'), JSON.stringify({ ...project, scripts, devDependencies }))
  const packages = { '': { ...project, devDependencies }, ...(await lockedPackages()) }
  const lock = { name: project.name, version: project.version, lockfileVersion: 3, requires: true, packages }
  await writeFile(join(folder, 'package-lock.json'), JSON.stringify(lock))
  await cp(join(root, '.npmrc'), join(folder, '.npmrc'))
}

interface Manifest {
  readonly devDependencies: Readonly<Record<string, string>>
}

/** The repository's own versions, which npm has in its cache already: what of them the project does not need, npm takes out again. */
async function lockedPackages(): Promise<Readonly<Record<string, unknown>>> {
  const { packages } = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly link?: boolean }>>
  }
  const usable = Object.entries(packages).filter(([path, { link }]) => path.startsWith('node_modules/') && link !== true)
  return Object.fromEntries(usable.filter(([path]) => !/^node_modules\/node-(?:bin-)?(?:linux|darwin|win)/.test(path)))
}
