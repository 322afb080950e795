/** Writes the shipped samples again: `node replay/samples/regenerate.ts`. A test compares them byte for byte. */

import { writeSyntheticHistory } from '../generate/write-history.ts'
import { sampleOptions } from './options.ts'

await writeSyntheticHistory(import.meta.dirname, sampleOptions)
