# Statistics of R for the data sets of make_statistics.py. Input, a line for each: KEY WHAT then the values of each sample separated by ';'. Output: KEY and numbers at 17 digits.
lines <- readLines(file("stdin"))
say <- function(key, values) cat(key, sprintf("%.17g", values), "\n")
for (line in lines) {
  parts <- strsplit(line, " ")[[1]]
  samples <- lapply(strsplit(parts[3], ";")[[1]], function(s) as.numeric(strsplit(s, ",")[[1]]))
  suppressWarnings(switch(parts[2],
    shapiro = { r <- shapiro.test(samples[[1]]); say(parts[1], c(r$statistic, r$p.value)) },
    kruskal = { r <- kruskal.test(samples); say(parts[1], c(r$statistic, r$p.value)) },
    holm = say(parts[1], p.adjust(samples[[1]], "holm")),
    bonferroni = say(parts[1], p.adjust(samples[[1]], "bonferroni")),
    wilcoxon = { r <- wilcox.test(samples[[1]], samples[[2]], paired = TRUE, correct = FALSE); say(parts[1], c(r$statistic, r$p.value)) },
    wilcoxon_corrected = { r <- wilcox.test(samples[[1]], samples[[2]], paired = TRUE, exact = FALSE, correct = TRUE); say(parts[1], c(r$statistic, r$p.value)) },
    qqnorm = say(parts[1], sort(qqnorm(samples[[1]], plot.it = FALSE)$x))))
}
