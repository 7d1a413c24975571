// A text that is too large to keep: a mebibyte and a little more.

export const files = {
  'support.yaml': `authentication: off\nproviders:\n  echo: {}\n# ${'x'.repeat(1024 * 1024)}\n`,
}
