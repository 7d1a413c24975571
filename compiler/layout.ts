// What the emitter and the bundler call the same things: the modules of a build, and where the runtime is found.

/** Where the emitted entry imports the runtime's modules from; the bundler knows the folder. */
export const RUNTIME = 'gatewright/runtime'

/** The Worker's entry before it is bundled. */
export const ENTRY = 'worker.ts'

/** The routing table, a text module that stays beside the bundled Worker. */
export const TABLE = 'gateways.txt'

/** What the vendors ask for their models, a text module beside the Worker where it reckons costs. */
export const PRICES = 'prices.txt'

/** The typed client, beside the Worker unless someone has another place for it. */
export const CLIENT = 'client.ts'
