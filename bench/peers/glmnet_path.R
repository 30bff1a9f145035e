# R: the lasso of glmnet along a path of given strengths, which it is told to follow to the end; solver is its thresh.

suppressPackageStartupMessages(library(glmnet))
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE), fixed = TRUE))
source(file.path(here, "contestant.R"))
x <- features()
y <- response()
strengths <- number("lambda") * (if (rows < columns) 0.01 else 1e-4)^((0:99) / 99)

fit <- function(x, y) {
  model <- glmnet(x, y, family = "binomial", lambda = strengths, standardize = TRUE, thresh = number("solver"), maxit = 1e8)
  list(model = model, iterations = model$npasses)
}

few <- seq_len(min(rows, 200))
warm_up(function() fit(x[few, , drop = FALSE], y[few]))
measured <- measure(function() fit(x, y))

model <- measured$result$model
path <- vapply(seq_along(model$lambda), function(k) {
  slopes <- model$beta[, k]
  moved <- which(slopes != 0)
  sprintf('{"intercept":%.17g,"columns":%s,"slopes":%s}', model$a0[k], json_numbers(moved - 1), json_numbers(slopes[moved]))
}, "")
answer(as.character(packageVersion("glmnet")), measured, paste0(',"path":[', paste(path, collapse = ","), "]"))
