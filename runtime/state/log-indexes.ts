// How rows are found in SQLite: two indexes, both in the order of the log, so that rows come at their end and cost next to nothing to write.
// One has what lists are filtered, ordered and counted by, what is asked most in front; the other what is searched, and what a search is
// filtered by most.

/** What is searched beside ids, of a row of `logs`, in the letters that a search has; SQLite's are those of ASCII. */
export const SEARCHED = 'lower(concat_ws(char(31), model, provider, path, metadata, error, event_id))'

/** Where `logs` is there. */
export function createIndexes(sql: SqlStorage): void {
  sql.exec(`
    CREATE INDEX IF NOT EXISTS logs_facts ON logs (created_at, id, provider, model, cost, status_code, success, cached, metadata,
      duration, tokens_in, tokens_out, feedback, model_type, request_type, token, route, step, cache_status, authentication, byok,
      user_agent, request_content_type, response_content_type);
    CREATE INDEX IF NOT EXISTS logs_text ON logs (created_at, id, provider, model, success, cached, status_code,
      ${SEARCHED})`)
}
