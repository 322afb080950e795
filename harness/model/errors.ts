/** Every way in which the world can fail a run: a closed list of codes, each with its exit status. */

/** Exit statuses by cause (sysexits where one fits; the verdicts' own are in verdict.ts). */
const statusByCode = {
  /** A scenario, option, threshold or other setting that cannot be meant. */
  BAD_CONFIGURATION: 64,
  /** A scenario or system name that is not known. */
  UNKNOWN_NAME: 64,
  /** An input file is missing, empty, truncated or of another format. */
  BAD_INPUT: 64,
  /** A run folder that cannot be read, or is of a schema that this version does not know. */
  BAD_RUN_FOLDER: 64,
  /** Something the machine must have (Java, Maven, PostgreSQL's binaries) is not there. */
  MISSING_PREREQUISITE: 69,
  /** No container engine is there. */
  NO_ENGINE: 69,
  /** There is one, and this user may not use it. */
  ENGINE_FORBIDDEN: 69,
  /** There is one, and it does not answer (any more). */
  ENGINE_STOPPED: 69,
  /** The engine's compose plugin is missing or too old. */
  NO_COMPOSE: 69,
  /** An image is neither here nor can it be pulled. */
  IMAGE_MISSING: 69,
  /** The stack did not become ready. */
  STACK_NOT_READY: 69,
  /** A process of the stack ended by itself. */
  STACK_DIED: 69,
  /** A port that was asked for is taken. */
  PORT_TAKEN: 69,
  /** The system under test cannot be reached or does not keep its contract. */
  TARGET_UNREACHABLE: 69,
  /** The run folder cannot be written. */
  OUTPUT_NOT_WRITABLE: 73,
  /** No space is left where the run folder or the stack's data stand. */
  DISK_FULL: 73,
} as const satisfies Record<string, number>

export type ErrorCode = keyof typeof statusByCode

/**
 * The world failed, not the harness. The message holds the values seen; the hint says what to type or try next.
 * Anything else that is thrown is a bug of ours and ends with status 70.
 */
export class HarnessError extends Error {
  readonly code: ErrorCode
  readonly hint: string
  readonly problems: readonly string[]

  /** `problems` are told one a line, all at once; `hint` is one sentence. */
  constructor(
    code: ErrorCode,
    message: string,
    options: { readonly hint: string; readonly problems?: readonly string[]; readonly cause?: unknown },
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'HarnessError'
    this.code = code
    this.hint = options.hint
    this.problems = options.problems ?? []
  }

  /** Exit status of the process when this error ends the run. */
  get exitStatus(): number {
    return statusByCode[this.code]
  }
}

/** What went wrong first, where unwinding failed as well: a full disk refuses the last lines of every file. */
export function firstThrown(error: unknown): unknown {
  return error instanceof SuppressedError ? firstThrown(error.suppressed) : error
}

/** The error of the operating system behind `cause`, as ours, when it means that nothing can be written; else undefined. */
export function writeFailure(cause: unknown, path: string): HarnessError | undefined {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new HarnessError('DISK_FULL', `no space left while writing ${path} (${code})`, {
      hint: 'free some space, or write elsewhere with --out DIR',
      cause,
    })
  }
  if (
    code === 'EACCES' ||
    code === 'EROFS' ||
    code === 'EPERM' ||
    code === 'ENOTDIR' ||
    code === 'EEXIST' ||
    code === 'EISDIR' ||
    code === 'ENOENT'
  ) {
    return new HarnessError('OUTPUT_NOT_WRITABLE', `cannot write ${path} (${code})`, {
      hint: 'choose a folder that you can write, with --out DIR',
      cause,
    })
  }
  return undefined
}
