# Adds up the last lines of several runs of pytest: "2 failed, 6361 passed in 12.30s" and the like become one.
{
  gsub(/\033\[[0-9;]*m/, "")
  for (i = 1; i < NF; i++) {
    if ($i ~ /^[0-9]+$/) {
      word = $(i + 1); sub(/,$/, "", word); sub(/^error$/, "errors", word)
      if (!(word in counts)) order[++kinds] = word
      counts[word] += $i
    }
    if ($i == "in") { time = $(i + 1); sub(/s$/, "", time); seconds += time }
  }
}
END {
  for (i = 1; i <= kinds; i++) line = line (i > 1 ? ", " : "") counts[order[i]] " " order[i]
  printf "%s in %.2fs\n", line ? line : "no tests ran", seconds
}
