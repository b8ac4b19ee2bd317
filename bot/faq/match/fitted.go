package match

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// chances is by how many seeds each FAQ is held out.
const chances = 6

// caution is how much more it weighs here to answer what has no entry than to miss what has one. At 2.5, three in
// a hundred such questions are answered; at 1 it was eight, for a sixth more right answers.
const caution = 2.5

// few is how many phrasings an entry of a young FAQ has, and small how many entries.
const (
	few   = 5
	small = 10
)

// Fitted is the Go source of the two curves that are most likely under the FAQs given. Each weighs the
// same: as it is, with few phrasings for each entry, and with few entries as well. What one FAQ is asked the others must not
// answer, nor what is far from all of them. The fit program makes weights.go of it.
func Fitted(ctx context.Context, faqs [][]Entry, far []string) (string, error) {
	var source strings.Builder
	for _, which := range []struct {
		name, what string
		learn      bool
	}{{"trained", "the curve after training", true}, {"untrained", "the curve of a matcher that goes by likeness alone", false}} {
		var all []sample
		for i, entries := range faqs {
			strange := slices.Concat(far, elsewhere(slices.Delete(slices.Clone(faqs), i, i+1)))
			for seed := range uint64(chances) {
				for _, some := range [][]Entry{entries, cut(entries), handful(cut(entries))} {
					samples, err := holding{far: strange, learn: which.learn, seed: seed + 1, caution: caution}.samples(ctx, some)
					if err != nil {
						return "", err
					}
					all = append(all, samples...)
				}
			}
		}
		c := fit(all)
		fmt.Fprintf(&source, "// %s is %s.\nfunc %s() *curve {\n\treturn &curve{bias: %.4f, weights: signs{\n", which.name, which.what, which.name, c.bias)
		for i, name := range signNames() {
			fmt.Fprintf(&source, "\t\t%.4f, // %s\n", c.weights[i], name)
		}
		source.WriteString("\t}}\n}\n\n")
	}
	return source.String(), nil
}

// cut leaves few phrasings of each entry.
func cut(entries []Entry) []Entry {
	all := slices.Clone(entries)
	for i := range all {
		all[i].Phrasings = all[i].Phrasings[:min(few, len(all[i].Phrasings))]
	}
	return all
}

// elsewhere is one phrasing of each entry of some FAQs.
func elsewhere(faqs [][]Entry) (all []string) {
	for _, entries := range faqs {
		for _, e := range entries {
			all = append(all, e.Phrasings[:min(1, len(e.Phrasings))]...)
		}
	}
	return all
}

// handful leaves few entries, from all over the FAQ.
func handful(entries []Entry) (all []Entry) {
	for i := 0; i < len(entries); i += max(1, len(entries)/small) {
		all = append(all, entries[i])
	}
	return all
}
