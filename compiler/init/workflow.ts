// The workflow of a new project, for GitHub: it checks every change, says in its pull request what it changes, and deploys
// what is merged. Least permissions, and nothing that a stranger wrote reaches a shell.

/** The text of the workflow for gateways in a folder, which has been found to be a plain path. */
export function workflowText(folder: string): string {
  const paths = JSON.stringify(folder === '.' ? '**' : `${folder}/**`)
  return HEAD.replaceAll('@PATHS@', paths).replaceAll('@FOLDER@', JSON.stringify(folder)) + CHECK + COMMENT + DEPLOY
}

const HEAD = `# Checks every change of the gateways, says in its pull request what it changes, and deploys what is merged.
# It needs two secrets of the repository: CLOUDFLARE_API_TOKEN, which may edit Workers, and CLOUDFLARE_ACCOUNT_ID.
# The Worker's own secrets are put once: npx gatewright deploy --secrets-file .dev.vars, from your machine.
name: gateways

on:
  pull_request:
    paths: [@PATHS@, package-lock.json, .github/workflows/gateways.yml]
  push:
    branches: [main]
    paths: [@PATHS@, package-lock.json, .github/workflows/gateways.yml]

permissions:
  contents: read

env:
  GATEWAYS: @FOLDER@

jobs:
`

const CHECK = `  check:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0
          persist-credentials: false
      - uses: actions/setup-node@v4
        with:
          node-version: 24
          cache: npm
      - run: npm ci
      - run: npx gatewright check "$GATEWAYS" --format github
      - name: Say what the change does
        if: github.event_name == 'pull_request'
        env:
          BASE: \${{ github.event.pull_request.base.sha }}
        run: |
          mkdir -p comment
          echo '<!-- gatewright diff -->' > comment/body.md
          npx gatewright diff "$BASE" --dir "$GATEWAYS" --format markdown | head -c 60000 >> comment/body.md
      - uses: actions/upload-artifact@v4
        if: github.event_name == 'pull_request'
        with:
          name: comment
          path: comment/body.md
          retention-days: 1

`

// Apart from the check, so that no code of the change runs where comments can be written. A fork's token can write none.
const COMMENT = `  comment:
    needs: check
    if: github.event_name == 'pull_request' && github.event.pull_request.head.repo.full_name == github.repository
    runs-on: ubuntu-latest
    timeout-minutes: 5
    permissions:
      pull-requests: write
    steps:
      - uses: actions/download-artifact@v4
        with:
          name: comment
      - name: Write the comment, or the one that is there anew
        env:
          GH_TOKEN: \${{ github.token }}
          REPOSITORY: \${{ github.repository }}
          NUMBER: \${{ github.event.pull_request.number }}
        run: |
          former=$(gh api --paginate "repos/$REPOSITORY/issues/$NUMBER/comments" \\
            --jq '.[] | select(.user.login == "github-actions[bot]" and (.body | startswith("<!-- gatewright diff -->"))) | .id' | head -n 1)
          if [ -n "$former" ]; then
            gh api --method PATCH "repos/$REPOSITORY/issues/comments/$former" -F body=@body.md > /dev/null
          else
            gh api --method POST "repos/$REPOSITORY/issues/$NUMBER/comments" -F body=@body.md > /dev/null
          fi

`

const DEPLOY = `  deploy:
    needs: check
    if: github.event_name == 'push' && github.ref == 'refs/heads/main'
    runs-on: ubuntu-latest
    timeout-minutes: 10
    concurrency: deploy-gateways
    steps:
      - uses: actions/checkout@v4
        with:
          persist-credentials: false
      - uses: actions/setup-node@v4
        with:
          node-version: 24
          cache: npm
      - run: npm ci
      - run: npx gatewright deploy "$GATEWAYS"
        env:
          CLOUDFLARE_API_TOKEN: \${{ secrets.CLOUDFLARE_API_TOKEN }}
          CLOUDFLARE_ACCOUNT_ID: \${{ secrets.CLOUDFLARE_ACCOUNT_ID }}
`
