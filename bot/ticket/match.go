package ticket

import (
	"cmp"
	"slices"
	"strings"

	"ambassador/store"
)

// mostMatched bounds how many open tickets are looked through for those that may fit.
const mostMatched = 500

// mostFitting is how many that may fit are shown.
const mostFitting = 3

// fitting lists open tickets of the other choice that may fit: to a search for speakers
// the offers that share its place, topic or language. A person judges, and introduces.
func (h *hand) fitting() (string, error) {
	if h.k.Match == "" || h.k.Secret {
		return "", nil
	}
	type fit struct {
		Ticket
		score int
	}
	var fits []fit
	looked := 0
	for row, err := range h.lines.All(h.tx, store.K(ofKind, h.t.Kind)) {
		if err != nil {
			return "", err
		}
		if looked++; looked > mostMatched {
			break
		}
		if row.Value.Secret {
			continue
		}
		other, _, err := h.tickets.Get(h.tx, store.K(row.Value.Number))
		if err != nil {
			return "", err
		}
		if score := h.fits(other); score > 0 {
			fits = append(fits, fit{other, score})
		}
	}
	slices.SortFunc(fits, func(a, b fit) int { return cmp.Or(-cmp.Compare(a.score, b.score), cmp.Compare(a.Number, b.Number)) })
	var lines []string
	for _, f := range fits[:min(len(fits), mostFitting)] {
		lines = append(lines, h.Ref(f.Number)+" · "+f.Values[h.k.Match]+" · "+f.Title)
	}
	return strings.Join(lines, "\n"), nil
}

// fits says how well another ticket fits; 0 is not at all.
func (h *hand) fits(other Ticket) (score int) {
	mine, theirs := h.t.Values, other.Values
	if other.Number == h.t.Number || mine[h.k.Match] == theirs[h.k.Match] || other.Asker.is(h.t.Asker) {
		return 0
	}
	if mine["place"] != "" && mine["place"] == theirs["place"] {
		score += 3
	} else if slices.ContainsFunc(h.t.Regions, func(id string) bool { return slices.Contains(other.Regions, id) }) {
		score++
	}
	if common(grams(mine["topic"]), grams(theirs["topic"])) >= enoughAlike {
		score += 3
	}
	if mine["language"] != "" && mine["language"] == theirs["language"] {
		score++
	}
	return score
}
