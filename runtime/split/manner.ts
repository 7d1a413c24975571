// How calls of the state differ: in who waits for them, and in whether they may be made twice. A file of its own, for it knows no platform.

/**
 * How a call is made. `soon`: a request waits for it, and goes on without it. `waits`: it says itself for how long. `kept`: it is made
 * again until it is taken. `asked`: somebody wants the answer, and may wait. `once`: the same, and it must not be done twice.
 */
export type Manner = 'soon' | 'waits' | 'kept' | 'asked' | 'once'
