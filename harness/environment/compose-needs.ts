/** What a compose file asks of a machine: images and fixed ports, with its variables filled in. Pure; reads the one form in which ours writes them. */

export interface ComposeNeeds {
  readonly images: readonly ComposeImage[]
  readonly ports: readonly ComposePort[]
}

export interface ComposeImage {
  readonly image: string
  /** Built here, and not pulled. */
  readonly isBuilt: boolean
}

export interface ComposePort {
  readonly port: number
  /** The variable that gives another one. */
  readonly variable: string
}

type Variables = Readonly<Record<string, string | undefined>>

const imageLine = /^( *)image: \$\{(\w+):-([^}]+)\}$/gm
const portText = /127\.0\.0\.1:\$\{(\w+):-(\d+)\}:\d+/g
const profileLine = /^ {4}profiles: /m

/** Services of a profile are left out, and so are ports that the engine chooses. */
export function composeNeeds(text: string, variables: Variables): ComposeNeeds {
  const [templates = '', services = ''] = text.split(/^services:$/m)
  const images = [...templates.matchAll(imageLine), ...services.matchAll(imageLine)].map((line): ComposeImage => {
    const [whole, indent = '', variable = '', otherwise = ''] = line
    const next = line.input.slice(line.index + whole.length + 1)
    return { image: variables[variable] || otherwise, isBuilt: next.startsWith(`${indent}build:`) }
  })
  const usual = services.split(/^(?= {2}\S)/m).filter((service) => !profileLine.test(service))
  const ports = usual
    .flatMap((service) => [...service.matchAll(portText)])
    .map(([, variable = '', otherwise = '']) => ({ port: Number(variables[variable] || otherwise), variable }))
  return { images: [...new Map(images.map((each) => [each.image, each])).values()], ports: ports.filter(({ port }) => port > 0) }
}

/** The lines of an `.env` file, in its plain form. */
export function readVariables(text: string): Variables {
  return Object.fromEntries([...text.matchAll(/^\s*(?:export\s+)?(\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, plain(value)]))
}

function plain(value: string): string {
  return value.trim().replace(/^(['"])(.*)\1$/, '$2')
}
