// The first line of a YAML file, which tells editors where the language is described. In a user's project that is in the package.

/** The modeline of a file in a folder, without its `#`. `definition` is a part of the schema: `worker`. */
export function modeline(folder: string, definition: string | null = null): string {
  const depth = folder.split('/').filter((part) => part !== '' && part !== '.').length
  const up = depth === 0 ? './' : '../'.repeat(depth)
  const pointer = definition === null ? '' : `#/$defs/${definition}`
  return `yaml-language-server: $schema=${up}node_modules/gatewright/gateway.schema.json${pointer}`
}
