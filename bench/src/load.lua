-- The requests of one page, one line of ROWHOUSE_BENCH_REQUESTS each: method, path, cookie, body, apart by tabs. They are
-- built once and sent in turn, so that one request after another comes from another tenant's session.
local requests = {}
local next = 0

function init()
  for line in io.lines(os.getenv("ROWHOUSE_BENCH_REQUESTS")) do
    local method, path, cookie, body = line:match("^(%u+)\t([^\t]*)\t([^\t]*)\t(.*)$")
    local headers = { ["Accept-Encoding"] = "identity" }
    if cookie ~= "" then headers["Cookie"] = "rowhouse=" .. cookie end
    if method == "PACKED" then
      method = "GET"
      headers["Accept-Encoding"] = "gzip, deflate, br, zstd"
    elseif method == "PART" then
      method = "GET"
      headers["HX-Request"] = "true"
    elseif method == "POST" then
      headers["Sec-Fetch-Site"] = "same-origin"
      headers["Content-Type"] = "application/x-www-form-urlencoded"
    end
    requests[#requests + 1] = wrk.format(method, path, headers, body ~= "" and body or nil)
  end
  -- not at the same place in every run
  math.randomseed(os.time())
  next = math.random(#requests)
end

function request()
  next = next % #requests + 1
  return requests[next]
end

function done(summary, latency)
  local failed = summary.errors
  io.write(string.format("MEASURED %d %d %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(50),
    latency:percentile(99), failed.status, failed.connect + failed.read + failed.write + failed.timeout))
end
