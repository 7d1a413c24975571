// What a watched stream breaks off with; apart from the watching, which is not in every bundle.

/** No bytes came for as long as there was patience. */
export class SilenceError extends Error {}
