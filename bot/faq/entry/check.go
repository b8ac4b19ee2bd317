package entry

import (
	"fmt"
	"strings"
	"time"
)

// When an entry wants to be looked after.
const (
	fewest = 3   // phrasings an entry should have
	stale  = 400 // days after which an entry should be looked at again, where it does not say when itself
)

// Check lists what is not wrong with entries, but keeps them from being found, or from being true. today is any
// time of the day.
func Check(entries []Entry, today time.Time) (problems []Problem) {
	known := make(map[string]bool, len(entries))
	for _, e := range entries {
		known[strings.ToLower(e.ID)] = true
	}
	asked := make(map[string]Entry)
	for _, e := range entries {
		for _, why := range []string{e.thin(), e.old(today), e.astray(known)} {
			if why != "" {
				problems = append(problems, e.wrong("%s", why))
			}
		}
		for _, q := range e.Phrasings() {
			other, there := asked[fold(q)]
			if !there {
				asked[fold(q)] = e
			} else if !strings.EqualFold(other.ID, e.ID) {
				problems = append(problems, e.wrong("is asked for by “%s”, as is entry “%s”%s", shown(q), other.ID, other.Where.aside()))
			}
		}
	}
	return problems
}

// thin says what an entry lacks to be found, or to be of use.
func (e Entry) thin() string {
	var lacks []string
	switch n := len(e.Phrasings()); {
	case n == 0:
		lacks = append(lacks, "has no questions, so it is found by the words of its answer only")
	case n < fewest:
		lacks = append(lacks, fmt.Sprintf("has only %d of the %d questions or more by which it is found well", n, fewest))
	}
	if len(e.Answers) == 0 {
		lacks = append(lacks, "has no answer")
	}
	return strings.Join(lacks, ", and ")
}

// old says that an entry should be looked at again.
func (e Entry) old(today time.Time) string {
	day := today.UTC().Truncate(24 * time.Hour)
	switch {
	case !e.ReviewBy.IsZero() && !day.Before(e.ReviewBy):
		return "was to be looked at again by " + dayOf(e.ReviewBy)
	case e.ReviewBy.IsZero() && !e.Reviewed.IsZero() && day.After(e.Reviewed.AddDate(0, 0, stale)):
		return fmt.Sprintf("was looked at last on %s, more than %d days ago", dayOf(e.Reviewed), stale)
	}
	return ""
}

// astray says which related entries there are not.
func (e Entry) astray(known map[string]bool) string {
	var missing []string
	for _, id := range e.Related {
		if !known[strings.ToLower(id)] {
			missing = append(missing, "“"+shown(id)+"”")
		}
	}
	if len(missing) == 0 {
		return ""
	}
	return "is related to " + strings.Join(missing, ", ") + ", which there is not"
}

// aside is a place in brackets, behind what stands there; empty for what is in no file.
func (w Where) aside() string {
	if w.File == "" {
		return ""
	}
	return " (" + w.String() + ")"
}
