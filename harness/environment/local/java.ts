/** The Java of this machine: which program, which version, and what to type when there is none. */

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { HarnessError } from '../../model/errors.ts'
import type { Surroundings } from '../surroundings.ts'
import { findProgram } from '../surroundings.ts'

export interface Java {
  readonly program: string
  /** `17.0.15`. */
  readonly version: string
  readonly major: number
}

/** Kafka 4 needs it. */
export const javaMajorMin = 17
export const javaHint = 'install Java 17 or newer: apt-get install openjdk-17-jre-headless, or brew install openjdk@17; or set JAVA_HOME'

const versionTimeoutMs = 20_000

/** JAVA_HOME's Java, else that of the search path; undefined when none answers. */
export async function findJava(surroundings: Surroundings): Promise<Java | undefined> {
  const { javaHome } = surroundings
  const program = javaHome === undefined ? findProgram('java', surroundings) : join(javaHome, 'bin', 'java')
  if (program === undefined) return undefined
  try {
    const { stdout, stderr } = await promisify(execFile)(program, ['-version'], { timeout: versionTimeoutMs })
    const version = parseJavaVersion(stderr + stdout)
    return version === undefined ? undefined : { program, ...version }
  } catch {
    return undefined
  }
}

/** Version and its first number from what `java -version` prints; `1.8.0_392` is 8. */
export function parseJavaVersion(printed: string): { readonly version: string; readonly major: number } | undefined {
  const version = /version "([^"]+)"/.exec(printed)?.[1]
  const [, first, second] = /^(\d+)(?:\.(\d+))?/.exec(version ?? '') ?? []
  if (version === undefined || first === undefined) return undefined
  return { version, major: first === '1' && second !== undefined ? Number(second) : Number(first) }
}

/** Throws MISSING_PREREQUISITE. */
export async function requireJava(surroundings: Surroundings): Promise<Java> {
  const java = await findJava(surroundings)
  if (java === undefined) {
    const where = surroundings.javaHome === undefined ? 'on the search path' : `in JAVA_HOME (${surroundings.javaHome})`
    throw new HarnessError('MISSING_PREREQUISITE', `Kafka needs Java ${javaMajorMin} or newer, and there is none ${where}`, {
      hint: javaHint,
    })
  }
  if (java.major < javaMajorMin) {
    throw new HarnessError('MISSING_PREREQUISITE', `Kafka needs Java ${javaMajorMin} or newer, and ${java.program} is ${java.version}`, {
      hint: javaHint,
    })
  }
  return java
}
