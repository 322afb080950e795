/** How a run folder is called (scenarios.md, A run folder). Knows no file system. */

/**
 * `2026-11-27T09-00-00-black-friday-7f3a`: start in UTC to the second, scenario, and the run's own suffix. Sorted by name, runs are
 * sorted by time; no colon, because some file systems have none.
 */
export function runFolderName({
  startedAt,
  scenario,
  tenantSuffix,
}: {
  readonly startedAt: string
  readonly scenario: string
  readonly tenantSuffix: string
}): string {
  const second = startedAt.slice(0, 19).replaceAll(':', '-')
  const name = scenario
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
  return [second, name === '' ? 'run' : name, tenantSuffix].join('-')
}
