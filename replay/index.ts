/** What the rest of Tenfold may use of this room. */

export { amplify, amplifyInTurns, type Amplified, type AmplifyOptions, type FreshMerchant } from './amplify/amplify.ts'
export { anonymize, type Anonymized, type FileToAnonymize } from './anonymize/anonymize.ts'
export type { CopyOffset } from './amplify/choose-offsets.ts'
export type { TimedRecord } from './amplify/copies.ts'
export {
  historyFormats,
  type ControlFailure,
  type ControlResult,
  type HistoryFormat,
  type QuarantinedRow,
  type QuarantineReason,
} from './formats/reading.ts'
export type { CommerceOptions } from './generate/commerce/commerce-options.ts'
export { writeCommerceHistory, type WrittenHistory } from './generate/commerce/write-commerce.ts'
export { decodeKey, type Plant, type PlantedRecord } from './generate/key.ts'
export { syntheticTenants } from './generate/group.ts'
export type { SyntheticOptions, SyntheticPhase } from './generate/options.ts'
export { keyFileName, syntheticFiles, writeSyntheticHistory, type SyntheticFiles } from './generate/write-history.ts'
export { controlTotals, type ControlTotal } from './control-totals.ts'
export { isOfProfile, loadHistory, loadHistoryProfile, profileFileName, type History, type HistoryFile } from './history.ts'
export type { Quarantined } from './formats/quarantine.ts'
export type { RawRow, RowInFile } from './raw-rows.ts'
export { expandFiles, matchingFiles } from './sources/expand-files.ts'
export { inspectionFacts } from './inspection-facts.ts'
export { inspectFiles, type Inspection, type InspectOptions } from './inspect.ts'
export { joinReports } from './formats/paypal/split-report.ts'
export { paceBySchedule, timedRecords, type DayRuleOf, type PacedRecords } from './pace.ts'
export { writtenFormatNames, type WrittenFormatName } from './write/format-names.ts'
export { parseHistoryProfile, type FileProfile, type HistoryProfile } from './profile.ts'
