// `gatewright import` from end to end: files in, YAML and a report out, and what it says when it cannot.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folderWith, gatewright } from './command-line.ts'

const litellm = `model_list:
  - model_name: chat
    litellm_params: { model: openai/gpt-4o-mini, api_key: sk-proj-0123456789abcdefXYZ }
general_settings: { master_key: os.environ/MASTER }
`
const portkey = '{"provider":"openai","api_key":"$OPENAI_API_KEY","override_params":{"model":"gpt-4o"}}'
const gateway = '{"result":{"id":"support","cache_ttl":60,"collect_logs":true,"authentication":true}}'
const routes =
  '{"data":{"routes":[{"name":"chat","elements":[{"id":"m","type":"model","properties":{"provider":"openai","model":"gpt-4o"}}]}]}}'

describe('an import', () => {
  it('writes YAML that passes check, a report to stdout, and no key anywhere', async () => {
    const cwd = folderWith({ 'config.yaml': litellm })
    const { code, stdout, stderr } = await gatewright(['import', 'config.yaml', '--id', 'main'], { cwd })
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'Wrote gateways/main.yaml: 2 settings carried over, 2 approximated, 0 left out.\n',
    })
    expect(stdout).toContain('config.yaml:3:50  model_list[0].litellm_params.api_key → providers.openai.key')
    const yaml = readFileSync(join(cwd, 'gateways/main.yaml'), 'utf8')
    expect(yaml).toContain('key: { secret: OPENAI_API_KEY }')
    expect(stdout + stderr + yaml).not.toContain('0123456789abcdef')
    expect((await gatewright(['check'], { cwd })).stdout).toBe('No problems in 1 gateway.\n')
  })

  it('has its report as JSON too', async () => {
    const cwd = folderWith({ 'config.yaml': litellm })
    const { stdout } = await gatewright(['import', 'config.yaml', '--format', 'json'], { cwd })
    const { files, findings, secrets } = JSON.parse(stdout)
    expect(files).toEqual(['gateways/config.yaml'])
    expect(findings[0]).toEqual({
      outcome: 'approximated',
      place: { file: 'config.yaml', line: 2, column: 5 },
      setting: 'model_list[0].model_name',
      became: 'routes.chat',
      why: 'Clients ask for it as the model "dynamic/chat".',
    })
    expect(secrets.map(({ name }: { readonly name: string }) => name)).toEqual(['MASTER', 'OPENAI_API_KEY'])
  })

  it('puts together what several answers of the API say', async () => {
    const cwd = folderWith({ 'gateway.json': gateway, 'routes.json': routes })
    const { code } = await gatewright(['import', 'gateway.json', '--with', 'routes.json', '--out', 'made'], { cwd })
    expect(code).toBe(0)
    const yaml = readFileSync(join(cwd, 'made/support.yaml'), 'utf8')
    expect(yaml).toMatch(/cache: \{ ttl: 1m \}[\s\S]*openai: \{\}[\s\S]*- openai\/gpt-4o/)
  })

  it('keeps a file that is there, unless it is forced', async () => {
    const cwd = folderWith({ 'a.json': portkey, 'gateways/a.yaml': 'mine\n' })
    const refused = await gatewright(['import', 'a.json'], { cwd })
    expect({ code: refused.code, stdout: refused.stdout }).toEqual({ code: 2, stdout: '' })
    expect(refused.stderr).toMatch(/"gateways\/a\.yaml" is there already\.\n {2}hint: .*--force/)
    expect(readFileSync(join(cwd, 'gateways/a.yaml'), 'utf8')).toBe('mine\n')
    expect((await gatewright(['import', 'a.json', '--force'], { cwd })).code).toBe(0)
    expect(readFileSync(join(cwd, 'gateways/a.yaml'), 'utf8')).toContain('openai/gpt-4o')
  })
})

describe('what cannot be imported', () => {
  it.each([
    ['nothing that is known', '{"hello": 1}', [], 'looks like none of the formats', '--from litellm, --from portkey'],
    ['broken text', '{"provider": "sk-0123456789abcdef', [], 'x.json:1:34 cannot be read:', ''],
    ['an empty file', '', [], 'holds no configuration', ''],
    ['a list of words', '[a, b]', [], 'looks like none of the formats', ''],
    [
      'no provider',
      '{"targets": [{"virtual_key": "mine-1"}]}',
      [],
      'No provider in x.json can be reached',
      'virtual key',
    ],
    ['another format than said', portkey, ['--from', 'litellm'], 'No provider in x.json can be reached', ''],
    ['a wrong id', portkey, ['--id', '../x'], '"../x" is no id of a gateway.', '1 to 64 letters'],
    ['a file that is not there', portkey, ['--with', 'y.json'], 'There is no "y.json".', ''],
  ])('%s', async (_, text, words, message, hint) => {
    const cwd = folderWith({ 'x.json': text })
    const { code, stdout, stderr } = await gatewright(['import', 'x.json', ...words], { cwd })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(message)
    expect(stderr).toContain(hint)
    expect(stderr).not.toContain('0123456789abcdef')
    expect(existsSync(join(cwd, 'gateways'))).toBe(false)
  })

  it('several gateways, unless one is named', async () => {
    const two = '{"result":[{"id":"a","cache_ttl":60},{"id":"b","cache_ttl":120}]}'
    const cwd = folderWith({ 'x.json': two })
    expect((await gatewright(['import', 'x.json'], { cwd })).stderr).toContain('several gateways')
    expect((await gatewright(['import', 'x.json', '--id', 'b'], { cwd })).code).toBe(0)
    expect(readFileSync(join(cwd, 'gateways/b.yaml'), 'utf8')).toContain('ttl: 2m')
  })
})
