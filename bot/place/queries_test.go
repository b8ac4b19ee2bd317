package place_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"ambassador/bot/place"
)

// query is one line of testdata/queries.tsv.
type query struct{ category, text, zone, meant string }

// readQueries reads testdata/queries.tsv, which explains itself.
func readQueries(t testing.TB) []query {
	t.Helper()
	content, err := os.ReadFile("testdata/queries.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var all []query
	for line := range strings.Lines(string(content)) {
		if col := strings.Split(strings.TrimSuffix(line, "\n"), "\t"); len(col) == 4 {
			all = append(all, query{col[0], col[1], col[2], col[3]})
		}
	}
	return all
}

// TestQueries holds the share of each category that is understood against what has been reached once.
func TestQueries(t *testing.T) {
	g := open(t)
	least := map[string]int{ // per cent
		"plain": 99, "qualified": 99, "typo": 96, "exonym": 98, "script": 95, "abbreviation": 95,
		"airport": 96, "context": 95, "country": 98, "subdivision": 97, "macro": 97, "phrase": 95,
		"ambiguous": 100, "nowhere": 96, "near": 100,
	}
	right, total := map[string]int{}, map[string]int{}
	for _, q := range readQueries(t) {
		answer := g.Resolve(q.text, place.Asker{Zone: q.zone})
		total[q.category]++
		if isMeant(answer, q.meant) {
			right[q.category]++
		} else {
			t.Logf("%s: %q %s is %s, not %s", q.category, q.text, q.zone, describe(answer), q.meant)
		}
	}
	for category, bound := range least {
		share := 100 * float64(right[category]) / float64(total[category])
		t.Logf("%-14s %3d of %3d  %5.1f %%  (at least %d)", category, right[category], total[category], share, bound)
		if total[category] == 0 || share < float64(bound) {
			t.Errorf("%s: %.1f %% understood, want %d", category, share, bound)
		}
	}
}

// isMeant compares an answer with the last column of a line.
func isMeant(answer place.Answer, meant string) bool {
	if meant == "-" {
		return answer.Status == place.NotFound
	}
	if all, ok := strings.CutPrefix(meant, "? "); ok {
		named := func(name string) bool {
			return slices.ContainsFunc(answer.Candidates, func(p place.Place) bool { return isPlace(p, name) })
		}
		return answer.Status == place.Ambiguous && !slices.ContainsFunc(strings.Split(all, "; "),
			func(name string) bool { return !named(name) })
	}
	good := answer.Status == place.Found || answer.Status == place.Suggest
	return good && slices.ContainsFunc(strings.Split(meant, " | "),
		func(name string) bool { return isPlace(answer.Place, name) })
}

// isPlace compares a place with "DE Berlin", "US.TX Paris" or a ref.
func isPlace(p place.Place, name string) bool {
	return slices.Contains([]string{p.Ref, p.CC + " " + p.Name, p.CC + "." + p.Sub + " " + p.Name}, name)
}

// describe shows an answer in a line.
func describe(a place.Answer) string {
	text := fmt.Sprintf("%s %s %s", a.Status, a.Place.Ref, a.Place.Label())
	for _, p := range a.Candidates {
		text += " / " + p.Label()
	}
	return text
}
