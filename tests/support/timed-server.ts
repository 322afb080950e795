/** The server that answers when it is told to, for tests: the same one that calibrates the ruler. */

export { startTimedServer } from '../../harness/cli/calibrate/timed-server.ts'
