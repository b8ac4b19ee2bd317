package period

import (
	"slices"
	"strings"

	"ambassador/bot/spell"
)

// corrections lists what may have been meant by a text that is no schedule, the likeliest first. Whether they are
// schedules themselves is for the caller to see.
func corrections(text string) (all []string) {
	text = strings.ToLower(text)
	if tidy := strings.NewReplacer("`", "", "\"", "", "'", "", "“", "", "”", "", "–", "-", "—", "-", "∗", "*").Replace(text); tidy != text {
		return []string{strings.TrimSpace(tidy)} // copied from where it was dressed up
	}
	parts := strings.Fields(text)
	if zoned(parts) {
		return []string{strings.Join(slices.DeleteFunc(parts, zone), " ")}
	}
	switch len(parts) {
	case 6: // seconds in front, as some crons have them, or a year at the end
		return []string{strings.Join(parts[1:], " "), strings.Join(parts[:5], " ")}
	case 5:
		if better := mended(parts); better != "" {
			return []string{better}
		}
	}
	if w := meant(text); w != "" {
		return []string{w}
	}
	return nearby(text)
}

// mended repairs what people get wrong in a line of cron: "* 9 * * 1" for nine o'clock, hour and minute the wrong way
// round, and Sunday as 7. Each is taken alone; two mistakes are no longer clear.
func mended(parts []string) string {
	parts = slices.Clone(parts)
	number := func(text string) bool {
		return len(text) <= 2 && strings.Trim(text, "0123456789") == "" && text[0] != '0'
	}
	switch {
	case strings.HasPrefix(parts[0], "*"):
		parts[0] = "0"
	case number(parts[0]) && number(parts[1]) && len(parts[1]) == 2 && parts[1] > "23":
		parts[0], parts[1] = parts[1], parts[0]
	case parts[4] == "7":
		parts[4] = "0"
	default:
		return ""
	}
	return strings.Join(parts, " ")
}

// meant is the schedule that a few words stand for, "" where that is not clear.
func meant(text string) string {
	for _, start := range [...]string{"@every ", "every ", "each ", "once a ", "once per ", "once every ", "per ", "@"} {
		text = strings.TrimPrefix(text, start)
	}
	switch text {
	case "hour", "hourly", "1h", "60m":
		return "@hourly"
	case "day", "days", "daily", "everyday", "24h":
		return "daily"
	case "week", "weekly", "monday", "mondays", "168h":
		return "weekly"
	case "month", "monthly":
		return "monthly"
	case "quarter", "quarterly", "3 months", "three months":
		return "quarterly"
	case "year", "yearly", "annual", "annually", "12 months":
		return "yearly"
	}
	return ""
}

// nearby is the word that was misspelt: with the same first letter, so that biweekly is not taken for weekly.
func nearby(text string) (all []string) {
	for _, w := range [...]string{"daily", "weekly", "monthly", "quarterly", "yearly",
		"@daily", "@weekly", "@monthly", "@yearly", "@annually", "@hourly", "@midnight"} {
		if text != "" && text[0] == w[0] && len(text) < 2*len(w) && spell.Distance(text, w) <= 2 {
			all = append(all, w)
		}
	}
	return all
}
