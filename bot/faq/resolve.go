package faq

import (
	"slices"
	"strings"

	"ambassador/bot"
	"ambassador/bot/faq/entry"
)

// resolve finds the entry that words name: by its id, or by what it is called. Where there is none, those that come
// near are offered. Retired entries are there only for those who look after them.
func (v *view) resolve(words string, retired bool) (id string, err error) {
	want := strings.ToLower(strings.TrimSpace(words))
	if _, there := v.by[want]; there {
		return want, nil
	}
	if e, there := v.edits[want]; there && e.Retired {
		if retired {
			return want, nil
		}
		return "", bot.Refuse("%s is retired.", quoted(title(e.Entry, "")))
	}
	for _, id := range v.order {
		if called(v.by[id], normal(words)) {
			return id, nil
		}
	}
	for _, id := range v.retired() {
		if retired && called(v.edits[id].Entry, normal(words)) {
			return id, nil
		}
	}
	refusal := bot.Refuse("There is no entry %s. “faq” lists them.", quoted(words))
	near := v.look(words).offered()
	for _, id := range near {
		refusal.Offer(v.opener(id, "", 0))
	}
	if len(near) > 0 {
		refusal.Text = "There is no entry " + quoted(words) + ". Did you mean one of these?"
	}
	return "", refusal
}

// called says whether an entry has a name or a question that normal words are.
func called(e entry.Entry, words string) bool {
	return words != "" && (normal(e.Name) == words || slices.ContainsFunc(e.Questions, func(q entry.Text) bool { return normal(q.Text) == words }))
}
