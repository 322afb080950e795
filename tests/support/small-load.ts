/** Plans of made-up records for tests and benchmarks of the generator: those that calibrate the ruler. */

export { ingestOf, loadOf, planOf } from '../../harness/cli/calibrate/made-up-load.ts'
