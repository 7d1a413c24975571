// The rules of the house that a machine can check. Each names the offending file and line; style and reasons are in
// CONTRIBUTING.md and ARCHITECTURE.md. The language's own rules are in architecture/language.test.ts.

import { type Expression, Node, SyntaxKind } from 'ts-morph'
import { describe, expect, it } from 'vitest'
import { providers } from '../compiler/3-plan/providers.ts'
import { type Import, placeOf, type Source, sourcesIn } from './architecture/sources.ts'

const compiler = sourcesIn('compiler')
const runtime = sourcesIn('runtime')
const product = [...compiler, ...runtime]
const all = [...product, ...sourcesIn('test', '.ci', 'bin', 'bench')]

/** Modules of the compiler's root that any phase may stand on: they know no phase. */
const LEAVES = [
  'compiler/diff/behaviour.ts',
  'compiler/layout.ts',
  'compiler/literal.ts',
  'compiler/models/capability.ts',
  'compiler/models/known.ts',
  'compiler/package-root.ts',
  'compiler/plan-hash.ts',
  'compiler/prices/origin.gen.ts',
  'compiler/prices/prices.ts',
  'compiler/state-lock.ts',
]
/** What the compiler writes and the runtime reads. */
const RECORDS = ['runtime/cost/price-records.ts', 'runtime/records.ts']
/** Outside the command line, these read files of the package itself and nothing of the user's. */
const PACKAGE_READERS = ['compiler/package-root.ts', 'compiler/2-check/schema.ts', 'compiler/4-emit/client/sources.ts']
/** The code of the typed client: the one part of the runtime that runs outside a Worker. */
const CLIENT = 'runtime/client/'
/** Classes because the platform's own are, whose place they take. */
const CLASSES = /^runtime\/binding\/ai(?:-gateway)?\.ts:/
const WORKER_PACKAGES = ['cloudflare:sockets', 'cloudflare:workers']

it('finds the code it is about', () => {
  expect(compiler.map(({ path }) => path)).toContain('compiler/3-plan/ir.ts')
  expect(runtime.map(({ path }) => path)).toContain('runtime/serve.ts')
  expect(all.map(({ path }) => path)).toContain('test/architecture.test.ts')
})

describe('who may import what', () => {
  it('a phase imports the types of earlier phases, diagnostics/, and leaves that know no phase', () => {
    expect(importsThat(compiler, isAgainstTheFlow)).toEqual([])
  })

  it('diagnostics/ knows no phase but its types', () => {
    const diagnostics = compiler.filter(({ path }) => path.startsWith('compiler/diagnostics/'))
    expect(importsThat(diagnostics, (_, it) => phaseOf(it.target) !== null && !it.typeOnly)).toEqual([])
  })

  it("the compiler imports of the runtime its records' types alone", () => {
    const allowed = ({ target, typeOnly }: Import) => RECORDS.includes(target) && typeOnly
    expect(importsThat(compiler, (_, it) => it.target.startsWith('runtime/') && !allowed(it))).toEqual([])
  })

  it('the runtime imports itself, the platform, and one package chosen for it', () => {
    const allowed = ({ target }: Import) => target.startsWith('runtime/') || WORKER_PACKAGES.includes(target)
    expect(importsThat(runtime, (_, it) => !allowed(it))).toEqual([])
  })

  it.each([
    ['ts-morph', 'compiler/4-emit/module.ts'],
    ['esbuild', 'compiler/5-bundle/esbuild.ts'],
    ['ajv', '.ci/validators.ts'],
    ['yaml', 'compiler/1-read/ or compiler/import/'],
    ['@pydantic/genai-prices', 'compiler/prices/'],
    ['cloudflare:sockets', 'runtime/attempts/upstream.ts'],
    [
      'cloudflare:workers',
      'runtime/state/ or runtime/split/state-process.ts or runtime/endpoints/binding/entrypoint.ts',
    ],
    ['jose', 'runtime/credentials/'],
  ])('%s is known to %s alone', (name, room) => {
    expect(
      importsThat(product, ({ path }, it) => {
        return it.target === name && !it.typeOnly && !room.split(' or ').some((place) => path.startsWith(place))
      }),
    ).toEqual([])
  })

  it('the disk is touched by the command line, in one file', () => {
    const others = compiler.filter(({ path }) => path !== 'compiler/cli/files.ts' && !PACKAGE_READERS.includes(path))
    expect(importsThat(others, (_, { target }) => /^(?:node:)?fs$/.test(target))).toEqual([])
  })

  it('the process and other processes are known to the command line alone', () => {
    const others = compiler.filter(({ path }) => !path.startsWith('compiler/cli/'))
    expect(importsThat(others, (_, { target }) => /^(?:node:)?(?:process|child_process)$/.test(target))).toEqual([])
    expect(nodesThat(others, isGlobal('process'))).toEqual([])
  })

  it('imports end in .ts, or name data', () => {
    expect(importsThat(all, (_, { specifier }) => /^\..*(?<!\.ts|\.json)$/.test(specifier))).toEqual([])
  })
})

describe('the runtime', () => {
  it('calls fetch in attempts/upstream.ts alone', () => {
    const known = ['runtime/attempts/upstream.ts', `${CLIENT}place.ts`]
    expect(
      nodesThat(
        runtime.filter(({ path }) => !known.includes(path)),
        isGlobal('fetch'),
      ),
    ).toEqual([])
  })

  it('has nothing of the client, and the client of it the reading of events and types', () => {
    const client = runtime.filter(({ path }) => path.startsWith(CLIENT))
    expect(client.map(({ path }) => path)).toContain(`${CLIENT}place.ts`)
    const worker = runtime.filter((source) => !client.includes(source))
    expect(importsThat(worker, (_, { target }) => target.startsWith(CLIENT))).toEqual([])
    const shared = ({ target, typeOnly }: Import) => typeOnly || target === 'runtime/streams/sse.ts'
    expect(importsThat(client, (_, it) => !it.target.startsWith(CLIENT) && !shared(it))).toEqual([])
  })

  it('has no TransformStream: one in JavaScript costs 7 to 25 times', () => {
    expect(nodesThat(runtime, isGlobal('TransformStream'))).toEqual([])
  })

  it('does nothing when it is loaded', () => {
    const statements = runtime.flatMap(({ ast }) => ast.getStatements())
    const acting = statements.filter(
      (statement) =>
        Node.isExpressionStatement(statement) ||
        (Node.isVariableStatement(statement) &&
          statement.getDeclarations().some((declaration) => calls(declaration.getInitializer()))),
    )
    expect(acting.map(placeOf)).toEqual([])
  })
})

it("no provider's name decides anything: vendors are rows", () => {
  expect(nodesThat(product, isSlugInCondition)).toEqual([])
})

describe('files', () => {
  it('are under 300 lines', () => {
    const long = all.filter(({ text }) => text.split('\n').length > 300)
    expect(long.map(({ path, text }) => `${path}:${text.split('\n').length}`)).toEqual([])
  })

  it('open with one to four lines that say what they are', () => {
    const opening = /^(?:#!.*\n)?(?:\/\/ \S.*\n){1,4}(?!\/\/)/
    expect(all.filter(({ text }) => !opening.test(text)).map(({ path }) => `${path}:1`)).toEqual([])
  })

  it('are no barrels', () => {
    const barrels = all.filter(({ ast }) => {
      const statements = ast.getStatements().filter((statement) => !Node.isImportDeclaration(statement))
      return statements.length > 0 && statements.every(Node.isExportDeclaration)
    })
    expect(barrels.map(({ path }) => `${path}:1`)).toEqual([])
  })

  it('have no default export', () => {
    const modules = all.flatMap(({ ast }) => [
      ...ast.getExportAssignments(),
      ...ast.getDescendantsOfKind(SyntaxKind.DefaultKeyword).filter((it) => !Node.isDefaultClause(it.getParent())),
    ])
    expect(modules.map(placeOf)).toEqual([])
  })

  it('have no class but errors and what the platform demands', () => {
    const classes = all.flatMap(({ ast }) => [
      ...ast.getDescendantsOfKind(SyntaxKind.ClassDeclaration),
      ...ast.getDescendantsOfKind(SyntaxKind.ClassExpression),
    ])
    const others = classes.filter(
      (it) =>
        !/^(?:\w*Error|DurableObject|WorkerEntrypoint|RpcTarget)$/.test(
          it.getExtends()?.getExpression().getText() ?? '',
        ) && !CLASSES.test(placeOf(it)),
    )
    expect(others.map(placeOf)).toEqual([])
  })

  it('say of every export what it is', () => {
    const documented = [...product, ...all.filter(({ path }) => path.startsWith('test/support/'))]
    const exported = documented
      .flatMap(({ ast }) => ast.getStatements().filter(Node.isExportable))
      .filter((it) => it.hasExportKeyword())
    expect(exported.filter((it) => Node.isJSDocable(it) && it.getJsDocs().length === 0).map(placeOf)).toEqual([])
  })
})

function importsThat(sources: readonly Source[], offends: (source: Source, it: Import) => boolean): readonly string[] {
  return sources.flatMap((source) =>
    source.imports.filter((it) => offends(source, it)).map(({ place, target }) => `${place} imports ${target}`),
  )
}

function nodesThat(sources: readonly Source[], offends: (node: Node) => boolean): readonly string[] {
  return sources.flatMap(({ ast }) =>
    ast
      .getDescendants()
      .filter(offends)
      .map((node) => `${placeOf(node)} ${node.getParent()?.getText().split('\n')[0]}`),
  )
}

function phaseOf(path: string): number | null {
  const phase = /^compiler\/([1-5])-/.exec(path)?.[1]
  return phase === undefined ? null : Number(phase)
}

function isAgainstTheFlow({ path }: Source, { target, typeOnly }: Import): boolean {
  const from = phaseOf(path)
  if (from === null || !target.startsWith('compiler/') || target.startsWith('compiler/diagnostics/')) return false
  const to = phaseOf(target)
  if (to === null) return !typeOnly && !LEAVES.includes(target)
  return to > from || (to < from && !typeOnly)
}

/** A use of the global of this name: not what a property, a parameter or a type of its own is called. */
function isGlobal(name: string): (node: Node) => boolean {
  return (node) => {
    if (!Node.isIdentifier(node) || node.getText() !== name) return false
    const parent = node.getParent()
    if (Node.isPropertyAccessExpression(parent) && parent.getNameNode() === node) {
      return /^(?:globalThis|self)$/.test(parent.getExpression().getText())
    }
    const named = Node.hasName(parent) && parent.getNameNode() === node
    return (!named || Node.isShorthandPropertyAssignment(parent)) && !Node.isTypeReference(parent)
  }
}

/** Collections may be made when a module is loaded, and nothing else may be called. */
function calls(initializer: Expression | undefined): boolean {
  if (initializer === undefined) return false
  return [initializer, ...initializer.getDescendants()].some(
    (node) =>
      !node.getFirstAncestor((above) => Node.isArrowFunction(above) || Node.isMethodDeclaration(above)) &&
      (Node.isCallExpression(node) ||
        Node.isAwaitExpression(node) ||
        (Node.isNewExpression(node) && !/^(?:Weak)?(?:Map|Set)$/.test(node.getExpression().getText()))),
  )
}

function isSlugInCondition(node: Node): boolean {
  if (!Node.isStringLiteral(node) && !Node.isNoSubstitutionTemplateLiteral(node)) return false
  if (!Object.hasOwn(providers, node.getLiteralText())) return false
  const parent = node.getParent()
  if (Node.isCaseClause(parent)) return true
  if (Node.isCallExpression(parent))
    return /\.(?:startsWith|endsWith|includes|has)$/.test(parent.getExpression().getText())
  return Node.isBinaryExpression(parent) && /^[!=]==?$/.test(parent.getOperatorToken().getText())
}
