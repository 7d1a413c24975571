-- The request that the environment describes, and one line of JSON of what was counted. Requests that differ have a number of
-- twelve digits in their bodies; the rest of their bytes is made once.

wrk.method = "POST"
for name, value in os.getenv("BENCH_HEADERS"):gmatch("([^:\n]+): ([^\n]*)\n") do wrk.headers[name] = value end

local before, after, seed = os.getenv("BENCH_BEFORE"), os.getenv("BENCH_AFTER"), tonumber(os.getenv("BENCH_SEED"))
if seed == nil then
  wrk.body = before .. after
else
  local opening, number = nil, seed
  function init()
    local whole = wrk.format(nil, nil, nil, before .. "000000000000" .. after)
    opening = whole:sub(1, #whole - 12 - #after)
  end
  function request()
    number = number + 1
    return opening .. string.format("%012d", number) .. after
  end
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format('{"requests":%d,"microseconds":%d,"p50":%d,"p99":%d,"failed":%d}', summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
