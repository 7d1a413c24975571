// What a dialect throws for an answer that is not of it.

/** The provider answered with something else than its API says. The message tells what was missing, and nothing of the content. */
export class Unreadable extends Error {}
