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

async function main() {
  const installStatus = await installMissing()
  if (installStatus !== 0) return installStatus > 128 ? installStatus : missingPrerequisite
  const { node, problem } = findNode(root, process.env)
  if (node === undefined) {
    process.stderr.write(`tenfold: ${problem}\n`)
    return badConfiguration
  }
  // kafkajs computes a negative timeout now and then; Node would print a warning for the first one.
  // A larger nursery halves the collector's share while a run is judged behind its load. Who reads files row by row has no use for one.
  const nurseryMib = ['inspect', 'verify'].includes(process.argv[2]) ? 16 : 64
  const isJudging = process.argv[2] === 'verify'
  // Collections of the whole heap while it grows find next to nothing: one before the judgement is enough. Columns, which lie outside of the heap,
  // are given back as they are done with; each 64 MiB of them would be taken for a reason to collect.
  const heap = isJudging ? ['--initial-old-space-size=400', '--external-memory-accounted-in-global-limit'] : []
  // What is made of a row of a file is done with at once. Where enough of it outlives a collection by chance, the engine would make all that follows
  // in the old part of the heap: up to twice the CPU, and 90 MiB more.
  const young = process.argv[2] === 'inspect' ? ['--no-allocation-site-pretenuring'] : []
  // glibc keeps for itself what is given back of up to 32 MiB, unless it is told from what size on not to.
  const env = isJudging ? { MALLOC_MMAP_THRESHOLD_: '1048576', ...process.env } : process.env
  const nursery = `--max-semi-space-size=${nurseryMib}`
  const args = ['--disable-warning=TimeoutNegativeWarning', nursery, ...young, ...heap, cli, ...process.argv.slice(2)]
  return runChild(node, args, { stdio: 'inherit', env })
}

process.exitCode = await main().catch((error) => {
  process.stderr.write(`tenfold: cannot start: ${error.message}\n`)
  return missingPrerequisite
})
