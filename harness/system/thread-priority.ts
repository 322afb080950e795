/** Asks the scheduler to run the calling thread promptly: on a machine that the stack keeps busy, a ruler that waits for a CPU measures itself. */

import { setPriority } from 'node:os'

/** High, yet below what the kernel's own threads have. */
const niceness = -10

/**
 * Whether the system granted it: Linux only, where niceness belongs to a thread, and only for those who may (root, CAP_SYS_NICE). It counts
 * among the threads of this session: a kernel that groups processes by session or control group weighs those against each other first.
 */
export function preferThisThread(): boolean {
  if (process.platform !== 'linux') return false
  try {
    setPriority(0, niceness)
    return true
  } catch {
    // EACCES or EPERM: the thread stays as it is, and its lag and pauses say what that costs.
    return false
  }
}
