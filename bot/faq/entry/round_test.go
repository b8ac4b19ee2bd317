package entry

import (
	"bytes"
	"encoding/json"
	"io"
	"reflect"
	"strings"
	"testing"

	"ambassador/bot/sheet"
)

// fileForm is a way to write entries.
type fileForm struct {
	name  string
	write func(io.Writer, []Entry) error
}

// forms lists the ways that can be read back.
func forms() []fileForm { return []fileForm{{"yaml", Write}, {"json lines", WriteLines}} }

// written is a file of entries.
func written(t *testing.T, form fileForm, all []Entry) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := form.write(&out, all); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// placeless are entries without where they stand.
func placeless(all []Entry) []Entry {
	out := make([]Entry, len(all))
	for i, e := range all {
		e.Where = Where{}
		out[i] = e
	}
	return out
}

// awkward are texts that a file could lose.
func awkward() (all []Entry) {
	texts := []string{
		"plain", "yes", "No", "null", "~", "42", "1e3", "0x1f", "2026-11-26", "12:30", "a: b", "a:", "a #b", "#a", "- a", "-", "?", "? a", "&a", "*a", "!a", "|", ">", "'a'", `"a"`,
		`a "b" \n \ c`, "@a", "`a`", "%a", "{a}", "[a]", "a, b", "…", "¿Qué?", "日本語: はい", "😀", "a 😀 b", "---", "...", "=", "<<", "a\tb", "1 a", "\u00a0", "\u200ba", "e\u0301",
		"true story", "C++", "x\u2028y", "# no comment\n\n  indented\n\ttab  \nhard  \nbreak\n---\n- a: [b\n", "\n\n a", "<b>&amp;", "=1+1", "\U000E0041",
	}
	for i, text := range texts {
		id := "e" + string(rune('a'+i%26)) + string(rune('a'+i/26))
		all = append(all,
			Entry{ID: id, Name: text, Questions: []Text{{"", text}, {"", "and"}}, Answers: []Text{{"", "= " + text}}, Tags: []string{text, "b"}, Related: []string{text}, Owner: text},
			Entry{ID: id + "2", Questions: []Text{{"no", text}, {"no", "and"}, {"pt-br", text}}, Answers: []Text{{"no", text}, {"pt-br", "x"}}},
			Entry{ID: id + "3", Questions: []Text{{"", "and"}, {"de", text}}, Answers: []Text{{"de", "x"}, {"", text}}})
	}
	return append(all, whole(), Entry{ID: "no", Answers: []Text{{"", "x"}}}, Entry{ID: "reverted_card_payment?", Questions: []Text{{"", "x"}}}, Entry{ID: "“1:,]", Questions: []Text{{"", "x"}}})
}

// TestRound writes entries and reads them back. What is read is clean, and stays as it is from then on.
func TestRound(t *testing.T) {
	for _, form := range forms() {
		clean, problems := Read("faq", written(t, form, awkward()))
		if len(clean) != len(awkward()) || len(problems) > 0 {
			t.Errorf("%s: %d of %d entries, problems:\n%s", form.name, len(clean), len(awkward()), lines(problems))
		}
		for i, e := range clean {
			want := awkward()[i].Clean()
			want.Where = e.Where
			if !reflect.DeepEqual(e, want) || e.Hash() != awkward()[i].Hash() {
				t.Errorf("%s:\n%+v\nbecame\n%+v", form.name, want, e)
			}
		}
		for _, other := range forms() {
			file := written(t, other, clean)
			again, problems := Read("faq", file)
			if !reflect.DeepEqual(placeless(again), placeless(clean)) || len(problems) > 0 {
				t.Errorf("%s, then %s: not the same; problems:\n%s", form.name, other.name, lines(problems))
			}
			if twice := written(t, other, again); !bytes.Equal(twice, file) {
				t.Errorf("%s, then %s: the second file differs from the first", form.name, other.name)
			}
		}
	}
	if file := string(written(t, forms()[0], nil)); file != "[]\n" {
		t.Errorf("no entries: %q", file)
	}
}

// TestWrite looks at what people get to read.
func TestWrite(t *testing.T) {
	e := whole()
	e.Questions = append(e.Questions, Text{"en", "Learnt in chat 😀"})
	mixed := Entry{ID: "mixed", Questions: []Text{{"", "What?"}, {"de", "Was?"}}, Answers: []Text{{"", "This."}, {"de", "Das."}}}
	if got, want := string(written(t, forms()[0], []Entry{e, mixed})), `- id: apply
  name: How to apply
  questions:
    en:
      - How do I apply?
      - "apply: where?"
      - Learnt in chat 😀
    de:
      - Wie bewerbe ich mich?
  answer:
    en: |
      Like *this*.

      - first
      - then
    de: |
      So.
  tags: [ambassadors, "no"]
  related: [criteria]
  owner: coordinators
  reviewed: 2026-11-26
  review_by: 2027-11-26

- id: mixed
  questions:
    - What?
    - {lang: de, text: "Was?"}
  answer:
    - lang: ""
      text: |
        This.
    - lang: "de"
      text: |
        Das.
`; got != want {
		t.Errorf("yaml:\n%s", got)
	}
	if got, want := string(written(t, forms()[1], []Entry{whole(), mixed})), `{"id":"apply","name":"How to apply","questions":{"en":["How do I apply?","apply: where?"],"de":["Wie bewerbe ich mich?"]},`+
		`"answer":{"en":"Like *this*.\n\n- first\n- then","de":"So."},"tags":["ambassadors","no"],"related":["criteria"],"owner":"coordinators","reviewed":"2026-11-26","review_by":"2027-11-26"}
{"id":"mixed","questions":["What?",{"lang":"de","text":"Was?"}],"answer":["This.",{"lang":"de","text":"Das."}]}
`; got != want {
		t.Errorf("json:\n%s", got)
	}
}

// TestTable writes a table for spreadsheets, which run nothing of it.
func TestTable(t *testing.T) {
	formula := Entry{ID: "=1+1", Questions: []Text{{"", "@SUM(A1); and?"}, {"", "-2"}}, Answers: []Text{{"de", "+49\n=2"}}}
	var out strings.Builder
	if err := sheet.WriteCSV(&out, Table([]Entry{whole(), formula})); err != nil {
		t.Fatal(err)
	}
	if got, want := out.String(), `id,name,questions_en,questions_de,questions,answer_en,answer_de,tags,related,owner,reviewed,review_by
apply,How to apply,"How do I apply?;apply: where?",Wie bewerbe ich mich?,,"Like *this*.

- first
- then",So.,"ambassadors;no",criteria,coordinators,2026-11-26,2027-11-26
'=1+1,,,,"'@SUM(A1)\; and?;-2",,"'+49
=2",,,,,
`; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// FuzzRead reads anything. Where something is left out, that is told; what was read is written and read back to the same.
func FuzzRead(f *testing.F) {
	f.Add("- id: a\n  questions: {en: [b?, c], de: [{lang: fr, text: d}]}\n  answer: |\n    e\n")
	f.Add("{\"id\":\"a\",\"questions\":[\"b\"]}\n{\"id\":\"A\",\"answer\":{\"x\":1}}")
	f.Add("faq:\n- &x {id: *x}\n- id: [\n- <<: *x\n")
	for i, e := range awkward() { // short files, so that the engine gets on
		var out bytes.Buffer
		if err := forms()[i%len(forms())].write(&out, []Entry{e}); err != nil {
			f.Fatal(err)
		}
		f.Add(out.String())
	}
	f.Fuzz(func(t *testing.T, file string) {
		all, problems := Read("faq", []byte(file))
		for _, p := range problems {
			if p.Text == "" || p.File != "faq" || p.Line < 0 || p.Line > 1+strings.Count(file, "\n")+strings.Count(file, "\r") || strings.ContainsAny(p.Text, "\n\r\x1b") {
				t.Errorf("problem %+v", p)
			}
		}
		for _, form := range forms() {
			if len(all) == 0 {
				continue // an empty file is told
			}
			written := written(t, form, all)
			again, problems := Read("faq", written)
			if len(problems) > 0 || !reflect.DeepEqual(placeless(again), placeless(all)) {
				t.Errorf("%s:\n%+v\nwritten as\n%s\nbecame\n%+v\n%s", form.name, all, written, again, lines(problems))
			}
		}
	})
}

// TestHash makes sure that the hash tells all that differs, and nothing else.
func TestHash(t *testing.T) {
	hash := whole().Hash()
	same := whole()
	same.ID, same.Where = "APPLY", Where{}
	same.Questions = []Text{same.Questions[0], same.Questions[2], same.Questions[1]} // no file keeps this order
	if same.Hash() != hash {
		t.Error("the place in a file, the case of the id or the mix of languages makes a difference")
	}
	for what, change := range map[string]func(*Entry){
		"id": func(e *Entry) { e.ID = "b" }, "name": func(e *Entry) { e.Name = "b" }, "owner": func(e *Entry) { e.Owner = "b" },
		"question": func(e *Entry) { e.Questions[2].Text = "b" }, "language": func(e *Entry) { e.Questions[2].Lang = "fr" },
		"answer": func(e *Entry) { e.Answers[1].Text = "b" }, "first answer": func(e *Entry) { e.Answers[0], e.Answers[1] = e.Answers[1], e.Answers[0] },
		"tag": func(e *Entry) { e.Tags = e.Tags[1:] }, "related": func(e *Entry) { e.Related = nil },
		"reviewed": func(e *Entry) { e.Reviewed = e.Reviewed.AddDate(0, 0, 1) }, "review by": func(e *Entry) { e.ReviewBy = e.Reviewed },
	} {
		e := whole()
		if change(&e); e.Hash() == hash {
			t.Errorf("another %s makes no difference", what)
		}
	}
	if !json.Valid(whole().line()) {
		t.Error("what is hashed is no JSON")
	}
}
