-- wrk: posts the file that FOVEA_LOAD_IMAGE names and prints one line of figures at the end.
local file = assert(io.open(os.getenv("FOVEA_LOAD_IMAGE"), "rb"))
wrk.method = "POST"
wrk.body = file:read("*a")
wrk.headers["Content-Type"] = "image/jpeg"
file:close()

-- requests per second, p50 and p99 in milliseconds, answers that were refused, requests without an answer
function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("figures\t%.3f\t%.3f\t%.3f\t%d\t%d\n",
    (summary.requests - errors.status) / (summary.duration / 1e6), latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
