// What the Worker's platform has and Node has not, as far as those runtime files name it whose pure functions run here.

declare const IdentityTransformStream: new () => {
  readonly readable: ReadableStream
  readonly writable: WritableStream
}

declare const scheduler: { wait(ms: number): Promise<void> }
