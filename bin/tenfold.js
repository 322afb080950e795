#!/usr/bin/env node
/** The command `tenfold` under whatever Node the machine has: installs what is missing, then hands over to the right Node. */

import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installMissing } from './install.js'
import { findNode } from './find-node.js'
import { runChild } from './run-child.js'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
/** A checkout runs its source, whatever was built in it; the package has none. */
const source = join(root, 'harness', 'cli.ts')
const cli = existsSync(source) ? source : join(root, 'dist', 'harness', 'cli.js')
/** As in verdict.ts, which cannot be imported here: something that the machine must have is missing; something is to be set right. */
const missingPrerequisite = 69
const badConfiguration = 64
/** Of commands that need another than the usual one. */
const nurseryMibOf = new Map([
  ['inspect', 16],
  ['verify', 32],
])

async function main() {
  const installStatus = await installMissing()
  if (installStatus !== 0) return installStatus > 128 ? installStatus : missingPrerequisite
  const { node, problem } = findNode(root, process.env)
  if (node === undefined) {
    process.stderr.write(`tenfold: ${problem}\n`)
    return badConfiguration
  }
  // kafkajs computes a negative timeout now and then; Node would print a warning for the first one.
  // A larger nursery spares the collector. Who reads a file row by row has no use for one, and what judging makes is mostly kept to the end.
  const nurseryMib = nurseryMibOf.get(process.argv[2]) ?? 64
  // Collections of the whole heap while it grows find next to nothing: one before the judgement is enough. Columns, which lie outside of the heap,
  // are given back as they are done with; each 64 MiB of them would be taken for a reason to collect.
  const heap = process.argv[2] === 'verify' ? ['--initial-old-space-size=450', '--external-memory-accounted-in-global-limit'] : []
  const nursery = `--max-semi-space-size=${nurseryMib}`
  const args = ['--disable-warning=TimeoutNegativeWarning', nursery, ...heap, cli, ...process.argv.slice(2)]
  return runChild(node, args, { stdio: 'inherit' })
}

process.exitCode = await main().catch((error) => {
  process.stderr.write(`tenfold: cannot start: ${error.message}\n`)
  return missingPrerequisite
})
