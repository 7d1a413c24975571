// `gatewright dev` from end to end: it serves, it follows what is saved, and it leaves nothing behind.

import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { broken, demo, folderWith, gatewright } from './command-line.ts'
import { chat, isAlive, startDev } from './dev-session.ts'

/** An upstream that sends an event every 50 ms, as many as asked for, and notes when a client leaves early. */
async function slowUpstream() {
  const left: string[] = []
  const server = createServer(async (request, response) => {
    response.on('close', () => {
      if (!response.writableFinished) left.push(request.url ?? '')
    })
    const events = Number(new URL(request.url ?? '', 'http://x').searchParams.get('events'))
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'x-authorization': request.headers.authorization ?? '',
    })
    for (let n = 0; n < events && !response.destroyed; n++) {
      response.write(`data: ${n}\n\n`)
      await sleep(50)
    }
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const provider = `{ url: "http://127.0.0.1:${port}", dialect: openai, key: { secret: SLOW_KEY } }`
  return {
    left,
    yaml: `authentication: { tokens: [{ name: t, secret: TOKEN }] }\nproviders: { custom-slow: ${provider} }\n`,
  }
}

const token = { 'cf-aig-authorization': 'Bearer the-token' }
const secrets = { TOKEN: 'the-token', SLOW_KEY: 'the-key' }

describe('serving', () => {
  it('answers, says where, and shows each request without its query', async () => {
    const dev = await startDev(folderWith({ 'gateways/demo.yaml': demo }))
    await dev.hear(/Serving 1 gateway:\n {2}http:\/\/127\.0\.0\.1:\d+\/v1\/local\/demo\/\{echo\}\n/)
    await dev.hear(/curl http\S+\/v1\/local\/demo\/echo\/chat\/completions /)
    expect(await chat(dev.url)).toContain('"content":"Hello"')
    await dev.hear(/\d\d:\d\d:\d\d {2}POST \/v1\/local\/demo\/echo\/chat\/completions {2}200 {2}\d+ ms\n/)
    await fetch(`${dev.url}/v1/local/nowhere/echo?key=hush`)
    await dev.hear(/GET \/v1\/local\/nowhere\/echo {2}400 {2}\d+ ms\n/)
    expect(dev.said()).not.toContain('hush')
  })

  it('the line it offers to try works as it is', async () => {
    const dev = await startDev(folderWith({ 'gateways/demo.yaml': demo }))
    const [, url = '', body = ''] = await dev.hear(/curl (\S+) -H 'content-type: application\/json' -d '(.+)'\n/)
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    expect(response.status).toBe(200)
  })

  it('a client that leaves a stream ends it upstream', async () => {
    const slow = await slowUpstream()
    const dev = await startDev(folderWith({ 'gateways/slow.yaml': slow.yaml }), secrets)
    const response = await fetch(`${dev.url}/v1/local/slow/custom-slow/x?events=200`, { headers: token })
    const reader = response.body?.getReader()
    await reader?.read()
    await reader?.cancel()
    await expect.poll(() => slow.left).toEqual(['/x?events=200'])
  })

  it('starts workerd again when it dies, and keeps who comes meanwhile waiting', async () => {
    const dev = await startDev(folderWith({ 'gateways/demo.yaml': demo }))
    await dev.hear(/Serving/)
    const [workerd = 0] = dev.workers()
    process.kill(workerd, 'SIGKILL')
    await dev.hear(/workerd ended with SIGKILL\. Starting it again in \d+ ms\.\n/)
    await chat(dev.url)
    expect(dev.workers()).not.toContain(workerd)
  })
})

describe('saving', () => {
  it('serves what was saved, and refuses nobody meanwhile', async () => {
    const cwd = folderWith({ 'gateways/demo.yaml': demo })
    const dev = await startDev(cwd)
    await dev.hear(/Serving/)
    let saving = true
    const requests = async () => {
      let answered = 0
      // Each on a connection of its own: a refused one would throw.
      for (; saving; answered++) await chat(dev.url)
      return answered
    }
    const clients = [requests(), requests()]
    for (const name of ['one', 'two', 'three']) {
      writeFileSync(join(cwd, `gateways/${name}.yaml`), demo)
      await dev.hear(/Built again in \d+ ms\./)
      await chat(dev.url, name)
    }
    saving = false
    for (const answered of await Promise.all(clients)) expect(answered).toBeGreaterThan(10)
  })

  it('lets a stream finish that began before, and ends what served it then', async () => {
    const slow = await slowUpstream()
    const cwd = folderWith({ 'gateways/slow.yaml': slow.yaml })
    const dev = await startDev(cwd, secrets)
    await dev.hear(/Serving/)
    const [former = 0] = dev.workers()
    const response = await fetch(`${dev.url}/v1/local/slow/custom-slow/x?events=40`, { headers: token })
    writeFileSync(join(cwd, 'gateways/demo.yaml'), demo)
    await dev.hear(/Built again/)
    await chat(dev.url)
    expect(isAlive(former)).toBe(true)
    expect(await response.text()).toMatch(/^data: 0\n\n(?:data: \d+\n\n)+data: 39\n\n$/)
    await expect.poll(() => isAlive(former), { timeout: 5000 }).toBe(false)
    expect(dev.workers()).toHaveLength(1)
  })

  it('goes on with the last good build while the YAML is broken', async () => {
    const cwd = folderWith({ 'gateways/demo.yaml': demo })
    const dev = await startDev(cwd)
    await dev.hear(/Serving/)
    writeFileSync(join(cwd, 'gateways/demo.yaml'), broken)
    await dev.hear(/--> gateways\/demo\.yaml:1:1\n[\s\S]*4 errors\n[\s\S]*The last good build goes on\./)
    await chat(dev.url)
    writeFileSync(join(cwd, 'gateways/demo.yaml'), demo)
    await dev.hear(/Built again/)
  })

  it('does not build for a save that changes nothing', async () => {
    const cwd = folderWith({ 'gateways/demo.yaml': demo })
    const dev = await startDev(cwd)
    await dev.hear(/Ctrl-C stops/)
    writeFileSync(join(cwd, 'gateways/demo.yaml'), demo)
    writeFileSync(join(cwd, 'gateways/.demo.yaml.swp'), 'an editor’s own')
    await sleep(500)
    expect(dev.said()).not.toContain('Built again')
    writeFileSync(join(cwd, 'gateways/demo.yaml'), `${demo}# more\n`)
    await dev.hear(/Built again/)
  })

  it('answers 503 until there is a first good build', async () => {
    const cwd = folderWith({ 'gateways/demo.yaml': broken })
    const dev = await startDev(cwd)
    await dev.hear(/Nothing is served until that is put right\./)
    const response = await fetch(dev.url)
    expect([response.status, await response.text()]).toEqual([503, expect.stringContaining('the YAML has errors')])
    writeFileSync(join(cwd, 'gateways/demo.yaml'), demo)
    await dev.hear(/Serving 1 gateway/)
    await chat(dev.url)
  })

  it('follows a folder that is taken away and put back', async () => {
    const cwd = folderWith({ 'gateways/demo.yaml': demo, 'next/other.yaml': demo })
    const dev = await startDev(cwd)
    await dev.hear(/Serving/)
    rmSync(join(cwd, 'gateways'), { recursive: true })
    await dev.hear(/There is no "gateways"\.[\s\S]*The last good build goes on\./)
    await chat(dev.url)
    // Long enough to look twice more: it is said once.
    await sleep(1200)
    renameSync(join(cwd, 'next'), join(cwd, 'gateways'))
    await dev.hear(/Serving 1 gateway:\n.*\/other\//)
    await chat(dev.url, 'other')
    writeFileSync(join(cwd, 'gateways/third.yaml'), demo)
    await dev.hear(/\/third\//)
    expect(dev.said().match(/There is no "gateways"/g)).toHaveLength(1)
  })
})

describe('secrets', () => {
  it('are named when they are missing, and taken from .dev.vars as soon as they are there', async () => {
    const slow = await slowUpstream()
    const cwd = folderWith({ 'gateways/slow.yaml': slow.yaml })
    const dev = await startDev(cwd, { TOKEN: 'the-token' })
    await dev.hear(
      /1 secret missing[\s\S]*SLOW_KEY \(gateways\/slow\.yaml:2\)\n.*Write SLOW_KEY=… in gateways\/\.dev\.vars or \.dev\.vars/,
    )
    writeFileSync(join(cwd, '.dev.vars'), 'SLOW_KEY="sk from the file"\nTOKEN=not this one\n')
    await dev.hear(/SLOW_KEY from \.dev\.vars\n/)
    const response = await fetch(`${dev.url}/v1/local/slow/custom-slow/x?events=1`, { headers: token })
    expect([response.status, response.headers.get('x-authorization')]).toEqual([200, 'Bearer sk from the file'])
    for (const value of ['sk from the file', 'the-token', 'not this one']) expect(dev.said()).not.toContain(value)
  })
})

describe('ending', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s ends it and all below it, streams or not', async (signal) => {
    const slow = await slowUpstream()
    const dev = await startDev(folderWith({ 'gateways/slow.yaml': slow.yaml }), secrets)
    await dev.hear(/Serving/)
    const response = await fetch(`${dev.url}/v1/local/slow/custom-slow/x?events=1000`, { headers: token })
    const workers = dev.workers()
    expect(workers).toHaveLength(1)
    expect(await dev.end(signal)).toBe(0)
    expect(workers.filter(isAlive)).toEqual([])
    await expect(response.text()).rejects.toThrow()
  })

  it('says so when the port is taken', async () => {
    const other = createTcpServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void other.close())
    const { port } = other.address() as AddressInfo
    const cwd = folderWith({ 'gateways/demo.yaml': demo })
    const { code, stderr } = await gatewright(['dev', '--port', `${port}`], { cwd })
    expect(stderr).toBe(
      `error: Port ${port} on 127.0.0.1 is in use.\n  hint: Stop what uses it, or choose another: --port ${port + 1}\n`,
    )
    expect(code).toBe(2)
  })

  it('says so when there is no folder', async () => {
    const cwd = folderWith({})
    mkdirSync(join(cwd, 'elsewhere'))
    const { code, stderr } = await gatewright(['dev', '--port', '0'], { cwd })
    expect(stderr).toContain('There is no "gateways".')
    expect(code).toBe(2)
  })
})
