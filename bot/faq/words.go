package faq

import (
	"fmt"
	"strings"
	"time"

	"ambassador/bot"
	"ambassador/bot/directory"
	"ambassador/bot/faq/entry"
	"ambassador/store"
)

// clip cuts words to so many characters, on one line.
func clip(words string, most int) string {
	words = strings.Join(strings.Fields(words), " ")
	if runes := []rune(words); len(runes) > most {
		return strings.TrimSpace(string(runes[:most-1])) + "…"
	}
	return words
}

// Lengths in characters of what is shown of longer words.
const (
	mostQuoted = 80 // of a question that is said back
	mostLabel  = 40 // of a title on a button
)

// quoted is somebody's words said back to them.
func quoted(words string) string { return "“" + clip(words, mostQuoted) + "”" }

// speaks says whether a text in one language serves a reader of another: exactly, or as pt serves pt-br.
func speaks(text, reader string) bool {
	base, _, _ := strings.Cut(reader, "-")
	return text != "" && (strings.EqualFold(text, reader) || strings.EqualFold(text, base))
}

// title is what the entry is called to a reader of a language: its name is in the language of its first
// answer, and readers of others know it by a question in theirs.
func title(e entry.Entry, lang string) string {
	foreign := lang != "" && len(e.Answers) > 0 && e.Answers[0].Lang != "" && !speaks(e.Answers[0].Lang, lang)
	for _, q := range e.Questions {
		if (foreign || e.Name == "") && speaks(q.Lang, lang) {
			return q.Text
		}
	}
	return e.Title()
}

// label is a title on a button.
func label(e entry.Entry, lang string) string { return clip(title(e, lang), mostLabel) }

// day writes a day for a reader.
func day(t time.Time) string { return t.UTC().Format("2 January 2006") }

// dayWords writes a stored day for a reader.
func dayWords(stored string) string {
	t, err := time.Parse(time.DateOnly, stored)
	if err != nil {
		return stored
	}
	return day(t)
}

// today is the day of a message, in UTC: one day for everybody.
func today(req *bot.Request) string { return dayOf(req.Message.At) }

// several says how many of something there are.
func several(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// sentences puts whole sentences together, of which some may be empty.
func sentences(parts ...string) string { return joined(" ", parts...) }

// joined puts what is not empty together.
func joined(between string, parts ...string) string {
	var full []string
	for _, p := range parts {
		if p != "" {
			full = append(full, p)
		}
	}
	return strings.Join(full, between)
}

// languageNames lists languages for a reader: “English, German and French”.
func languageNames(codes []string) string {
	names := make([]string, len(codes))
	for i, code := range codes {
		base, _, _ := strings.Cut(code, "-")
		names[i] = directory.LanguageName(base)
	}
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
	return strings.Join(names, "")
}

// someone is what those are called whom the directory does not know, or does not show.
const someone = "somebody"

// who is what somebody is called to others, by their id in the directory.
func (r *Room) who(tx store.Tx, id string) (string, error) {
	if id == "" || r.People == nil {
		return someone, nil
	}
	p, ok, err := r.People.Record(tx, id)
	if err != nil || !ok {
		return someone, err
	}
	return p.Shown(), nil
}
