package match

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// shared is the folder with public question sets. They are no part of this repository;
// AMBASSADOR_SHARED names the folder that has them in data/faq.
func shared(b *testing.B) string {
	b.Helper()
	dir := filepath.Join(cmp.Or(os.Getenv("AMBASSADOR_SHARED"), "../../../../shared"), "data", "faq")
	if _, err := os.Stat(dir); err != nil {
		b.Skip("no public question sets; set AMBASSADOR_SHARED")
	}
	return dir
}

// public is a line of a public set: an entry, or a question.
type public struct {
	ID, Query string
	Questions []string
	Answer    *string
}

// read reads a file of them.
func read(b *testing.B, path string) (all []public) {
	b.Helper()
	file, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	scan := bufio.NewScanner(file)
	scan.Buffer(nil, 1<<22)
	for scan.Scan() {
		var p public
		if err := json.Unmarshal(scan.Bytes(), &p); err != nil {
			b.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}

// BenchmarkPublic asks public question sets: Banking77 and the validation lines of CLINC150. It prints shares in
// per cent: acc@1 and acc@3 when forced to choose; right of what has an entry and unanswered of what has none at
// the default threshold; and right when at most 5 and 10 % of what has none are answered.
func BenchmarkPublic(b *testing.B) {
	for _, set := range [][3]string{
		{"banking77-k10", "banking77/faq-k10.jsonl", "banking77/queries.jsonl"},
		{"banking77-k100", "banking77/faq-k100.jsonl", "banking77/queries.jsonl"},
		{"banking77-near-k20", "banking77/near-oos-faq-k20.jsonl", "banking77/near-oos-queries.jsonl"},
		{"clinc150-val-k10", "clinc150-val/faq-k10.jsonl", "clinc150-val/val.jsonl"},
		{"clinc150-val-k20", "clinc150-val/faq-k20.jsonl", "clinc150-val/val.jsonl"},
	} {
		b.Run(set[0], func(b *testing.B) {
			dir := shared(b)
			var entries []Entry
			for _, p := range read(b, filepath.Join(dir, set[1])) {
				entries = append(entries, Entry{ID: p.ID, Phrasings: p.Questions, Answer: *p.Answer})
			}
			m, err := New(entries, nil).Train(context.Background())
			if err != nil {
				b.Fatal(err)
			}
			var v verdicts
			for _, p := range read(b, filepath.Join(dir, set[2])) {
				v.put(m.Ask(p.Query, 3), p.Answer)
			}
			for b.Loop() { // what is counted is counted once
			}
			v.report(b)
		})
	}
}

// verdicts counts what became of questions.
type verdicts struct {
	asked, first, third, right, none, quiet float64
	all                                     []verdict
}

// verdict is one question: how sure the best entry was, and whether there is one and it is right.
type verdict struct {
	p         float64
	in, right bool
}

// put notes what was found for a question, of which answer is the right one; nil: there is none.
func (v *verdicts) put(hits []Hit, answer *string) {
	one := verdict{p: hits[0].P, in: answer != nil}
	sure := hits[0].P >= Sure
	switch {
	case answer == nil:
		if v.none++; !sure {
			v.quiet++
		}
	default:
		v.asked++
		if slices.ContainsFunc(hits, func(h Hit) bool { return h.ID == *answer }) {
			v.third++
		}
		if one.right = hits[0].ID == *answer; one.right {
			v.first++
			if sure {
				v.right++
			}
		}
	}
	v.all = append(v.all, one)
}

// report prints the shares.
func (v *verdicts) report(b *testing.B) {
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(100*v.first/v.asked, "acc@1")
	b.ReportMetric(100*v.third/v.asked, "acc@3")
	b.ReportMetric(100*v.right/v.asked, "right")
	if v.none == 0 {
		return
	}
	b.ReportMetric(100*v.quiet/v.none, "oos-unanswered")
	slices.SortStableFunc(v.all, func(a, b verdict) int { return cmp.Compare(b.p, a.p) })
	b.ReportMetric(100*v.rightAt(0.05), "right@oos5")
	b.ReportMetric(100*v.rightAt(0.10), "right@oos10")
}

// rightAt is the share of right answers when at most so many questions without an entry are answered.
func (v *verdicts) rightAt(most float64) float64 {
	var right, wrong float64
	for _, one := range v.all {
		if !one.in {
			if wrong++; wrong > most*v.none {
				break
			}
		}
		if one.right {
			right++
		}
	}
	return right / v.asked
}
