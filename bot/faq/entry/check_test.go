package entry

import (
	"reflect"
	"testing"
	"time"
)

// TestMerge puts files together.
func TestMerge(t *testing.T) {
	a, _ := Read("a.yaml", []byte("- {id: apply, answer: A.}\n- {id: find, answer: F.}\n"))
	b, _ := Read("b.yaml", []byte("- {id: is, answer: I.}\n- {id: Apply, answer: B.}\n"))
	all, problems := Merge(a, b, []Entry{{ID: "find"}, {ID: "chat"}}, []Entry{{ID: "Chat"}})
	if want := "b.yaml:2: entry “Apply” stands twice, first in a.yaml:1\nentry “find” stands twice, first in a.yaml:2\nentry “Chat” stands twice\n"; lines(problems) != want {
		t.Errorf("problems:\n%swant\n%s", lines(problems), want)
	}
	if want := []Entry{a[0], a[1], b[0], {ID: "chat"}}; !reflect.DeepEqual(all, want) {
		t.Errorf("%v, want %v", all, want)
	}
	if got, want := Over(b, a), []Entry{b[0], b[1], a[1]}; !reflect.DeepEqual(got, want) {
		t.Errorf("over: %v, want %v", got, want)
	}
}

// TestCheck looks for what keeps entries from being found or true.
func TestCheck(t *testing.T) {
	all, problems := Read("faq", []byte(`
- {id: good, questions: [a, b, c], answer: A., reviewed: 2026-01-01, related: [FEW]}
- {id: due, questions: [d, e, f], answer: A., reviewed: 2026-01-01, review_by: 2026-11-26}
- {id: later, questions: [g, h, i], answer: A., reviewed: 2000-01-01, review_by: 2026-11-27}
- {id: old, questions: [j, k, l], answer: A., reviewed: 2025-10-21}
- {id: fresh, questions: [m, n, o], answer: A., reviewed: 2025-10-22}
- {id: none, answer: A.}
- {id: few, questions: {en: [p, q], de: [p]}}
- {id: same, questions: [x, y, "Ａ?", p!], answer: A., related: [nobody, good, no one]}
`))
	if len(problems) > 0 {
		t.Fatal(lines(problems))
	}
	want := `faq:3: entry “due” was to be looked at again by 2026-11-26
faq:5: entry “old” was looked at last on 2025-10-21, more than 400 days ago
faq:7: entry “none” has no questions, so it is found by the words of its answer only
faq:8: entry “few” has only 2 of the 3 questions or more by which it is found well, and has no answer
faq:9: entry “same” is related to “nobody”, “no one”, which there is not
faq:9: entry “same” is asked for by “Ａ?”, as is entry “good” (faq:2)
faq:9: entry “same” is asked for by “p!”, as is entry “few” (faq:8)
`
	if got := lines(Check(all, time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC))); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// TestAnswer asks for answers in many languages.
func TestAnswer(t *testing.T) {
	e := Entry{Answers: []Text{{"de", "D"}, {"pt-br", "B"}, {"pt", "P"}, {"zh-hant", "H"}, {"zh-hans", "S"}}}
	for lang, want := range map[string]string{
		"de": "D de", "de-AT": "D de", "pt-BR": "B pt-br", "pt": "P pt", "pt-pt": "P pt", "zh": "H zh-hant", "zh-hans": "S zh-hans", "fr": "D de", "": "D de", "d": "D de",
	} {
		text, in := e.Answer(lang)
		if got := text + " " + in; got != want {
			t.Errorf("%q: %s, want %s", lang, got, want)
		}
	}
	if text, in := (Entry{}).Answer("de"); text != "" || in != "" {
		t.Errorf("no answers: %q in %q", text, in)
	}
	none := Entry{Answers: []Text{{"en", "E"}, {"", "N"}}}
	if text, _ := none.Answer(""); text != "N" {
		t.Errorf("no language: %q", text)
	}
}

// TestTitle asks what entries are called.
func TestTitle(t *testing.T) {
	e := whole()
	for _, want := range []string{"How to apply", "How do I apply?", "apply"} {
		if got := e.Title(); got != want {
			t.Errorf("title %q, want %q", got, want)
		}
		if e.Name == "" {
			e.Questions = nil
		}
		e.Name = ""
	}
	e.Questions = []Text{{"en", "One?"}, {"de", "Two?"}, {"fr", "One?"}}
	if got := e.Phrasings(); !reflect.DeepEqual(got, []string{"One?", "Two?"}) {
		t.Errorf("phrasings %v", got)
	}
}
