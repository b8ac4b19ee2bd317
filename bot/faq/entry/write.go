package entry

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"
)

// Write writes entries as YAML that Read reads back to the same ones, in their order. It is made to be read and compared by
// people: a question on each line, an answer as it will be shown, languages in the order in which the entry has them.
func Write(w io.Writer, entries []Entry) error {
	var out bytes.Buffer
	for i, e := range entries {
		if i > 0 {
			out.WriteByte('\n')
		}
		y := yamlEntry{&out}
		y.entry(e.Clean())
	}
	if len(entries) == 0 {
		out.WriteString("[]\n")
	}
	if _, err := w.Write(out.Bytes()); err != nil {
		return fmt.Errorf("faq: write yaml: %w", err)
	}
	return nil
}

// yamlEntry writes an entry. It does not leave that to the library, which has no blocks for texts with an emoji in them.
type yamlEntry struct{ *bytes.Buffer }

// entry writes all of a clean entry, and leaves out what is empty.
func (y yamlEntry) entry(e Entry) {
	fmt.Fprintf(y, "- id: %s\n", word(e.ID))
	y.value("name", inline(e.Name))
	y.questions(e.Questions)
	y.answers(e.Answers)
	y.value("tags", flow(e.Tags))
	y.value("related", flow(e.Related))
	y.value("owner", inline(e.Owner))
	y.value("reviewed", dayOf(e.Reviewed))
	y.value("review_by", dayOf(e.ReviewBy))
}

// value writes a key with what is behind it, if there is anything.
func (y yamlEntry) value(key, text string) {
	if text != "" {
		fmt.Fprintf(y, "  %s: %s\n", key, text)
	}
}

// questions writes questions: by language, where all have one.
func (y yamlEntry) questions(all []Text) {
	if len(all) == 0 {
		return
	}
	fmt.Fprintf(y, "  questions:\n")
	langs := languages(all)
	if byLanguage(langs) {
		for _, lang := range langs {
			fmt.Fprintf(y, "    %s:\n", word(lang))
			for _, q := range all {
				if q.Lang == lang {
					fmt.Fprintf(y, "      - %s\n", inline(q.Text))
				}
			}
		}
		return
	}
	for _, q := range all {
		if q.Lang == "" {
			fmt.Fprintf(y, "    - %s\n", inline(q.Text))
		} else {
			fmt.Fprintf(y, "    - {lang: %s, text: %s}\n", word(q.Lang), quote(q.Text))
		}
	}
}

// answers writes answers: by language, where all have one. The first one stays the first.
func (y yamlEntry) answers(all []Text) {
	switch {
	case len(all) == 0:
	case byLanguage(languages(all)):
		fmt.Fprintf(y, "  answer:\n")
		for _, a := range all {
			fmt.Fprintf(y, "    %s: ", word(a.Lang))
			y.block(a.Text, "      ")
		}
	case len(all) == 1:
		fmt.Fprintf(y, "  answer: ")
		y.block(all[0].Text, "    ")
	default:
		fmt.Fprintf(y, "  answer:\n")
		for _, a := range all {
			fmt.Fprintf(y, "    - lang: %s\n      text: ", quote(a.Lang))
			y.block(a.Text, "        ")
		}
	}
}

// block writes a text as it is, indented. It begins with no space and has no characters that YAML would lose: that is how
// texts are cleaned.
func (y yamlEntry) block(text, indent string) {
	y.WriteString("|\n")
	for l := range strings.SplitSeq(text, "\n") {
		if l != "" {
			y.WriteString(indent + l)
		}
		y.WriteByte('\n')
	}
}

// byLanguage says that texts can stand in a mapping: each one has a language.
func byLanguage(langs []string) bool {
	for _, lang := range langs {
		if lang == "" {
			return false
		}
	}
	return true
}

// dayOf writes a day; empty for none.
func dayOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}
