# What both R peers share: reading the raw arrays, timing, and the one line of JSON that is the answer.
# Arguments are key=value pairs, the same for every contestant (see bench/README.md). A line "fit" on standard error tells the
# runner that a call begins, so that it can keep the time limit.

pairs <- strsplit(commandArgs(trailingOnly = TRUE), "=", fixed = TRUE)
argument <- function(key) {
  pair <- Filter(function(p) p[1] == key, pairs)[[1]]
  if (length(pair) > 1) pair[2] else ""
}
number <- function(key) as.numeric(argument(key))
rows <- number("rows")
columns <- number("columns")
levels_of <- as.integer(strsplit(argument("levels"), ",", fixed = TRUE)[[1]])

read_raw <- function(file, what, n, size) readBin(file.path(argument("folder"), file), what, n = n, size = size, endian = "little")
features <- function() matrix(read_raw("x.f64", "double", rows * columns, 8), rows, columns)
response <- function() read_raw("y.f64", "double", rows, 8)
codes <- function() {
  if (length(levels_of) == 0) return(NULL)
  as.data.frame(matrix(read_raw("codes.i32", "integer", rows * length(levels_of), 4), rows, length(levels_of)))
}

mark <- function() { cat("fit\n", file = stderr()); flush(stderr()) }
warm_up_rows <- min(rows, max(1000, 10 * columns))
warm_up <- function(call) {
  mark()
  invisible(try(suppressWarnings(call()), silent = TRUE))
}

# Seconds a call, and what the last one returned. At least one sample, no more once they took the budget together.
measure <- function(call) {
  seconds <- c()
  calls <- number("calls")
  while (length(seconds) < number("repeat") && (length(seconds) == 0 || sum(seconds) * calls < number("budget"))) {
    gc()
    mark()
    started <- Sys.time()
    for (k in seq_len(calls)) result <- suppressWarnings(call())
    seconds <- c(seconds, as.numeric(difftime(Sys.time(), started, units = "secs")) / calls)
  }
  list(seconds = seconds, result = result)
}

json_numbers <- function(x) paste0("[", paste(ifelse(is.finite(x), sprintf("%.17g", x), "null"), collapse = ","), "]")
# more: further members of the answer, as they stand in JSON.
answer <- function(version, measured, more = "") {
  status <- readLines("/proc/self/status")
  peak <- as.numeric(sub("\\D*(\\d+).*", "\\1", grep("^VmHWM", status, value = TRUE))) * 1024
  blas <- basename(extSoftVersion()[["BLAS"]])
  cat(sprintf('{"version":"%s","threads":null,"blas":"%s","seconds":%s,"peakBytes":%.0f,"iterations":%d,"coefficients":%s%s}\n',
    version, blas, json_numbers(measured$seconds), peak, as.integer(measured$result$iterations), json_numbers(as.numeric(measured$result$coefficients)), more))
}
