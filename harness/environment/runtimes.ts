/** The forms in which a system can be started, by the names that users type. Data alone. */

export const runtimes = ['auto', 'containers', 'local', 'attach'] as const
export type Runtime = (typeof runtimes)[number]
