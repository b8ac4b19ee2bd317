package directory

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// joined puts what is not empty together.
func joined(separator string, parts ...string) string {
	var full []string
	for _, p := range parts {
		if p != "" {
			full = append(full, p)
		}
	}
	return strings.Join(full, separator)
}

// sentences puts whole sentences together.
func sentences(parts ...string) string { return joined(" ", parts...) }

// brief cuts words that are said back to whoever said them.
func brief(words string) string {
	runes := []rune(strings.Join(strings.Fields(words), " "))
	if len(runes) > 60 {
		return string(runes[:59]) + "…"
	}
	return string(runes)
}

// away says a distance as people do: "12 km", "about 340 km".
func away(km float64) string {
	switch {
	case km < 1:
		return "less than 1 km"
	case km < 100:
		return fmt.Sprintf("%.0f km", km)
	case km < 1000:
		return "about " + thousands(int(math.Round(km/10)*10)) + " km"
	}
	return "about " + thousands(int(math.Round(km/100)*100)) + " km"
}

// thousands writes a number below a million with a comma.
func thousands(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%d,%03d", n/1000, n%1000)
}

// day writes a stored date for a reader; anything else stays as it is.
func day(date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return t.Format("2 January 2006")
}

// several says how many of something there are.
func several(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(n) + " " + many
}
