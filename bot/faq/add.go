package faq

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"ambassador/bot"
	"ambassador/bot/directory"
	"ambassador/bot/faq/entry"
	"ambassador/store"
)

// addFields are what a new entry begins with.
func addFields() []bot.Field {
	return []bot.Field{
		{Name: "question", Label: "Which question?", Hint: "As people ask it."},
		{Name: "answer", Label: "What is the answer?", Hint: "Markdown, up to 4,000 characters.", Kind: bot.Long},
		{Name: "id", Label: "What is the entry called?", Hint: "A short word or two with hyphens; made from the question if you leave it out.", Optional: true},
		{Name: "tags", Label: "What is it about?", Hint: "Words, with commas between.", Optional: true},
		languageField(),
	}
}

// languageField says in which language words are.
func languageField() bot.Field {
	return bot.Field{Name: "language", Label: "In which language?", Optional: true, Check: checkLanguage}
}

// checkLanguage reads a language by its name or tag, and returns its tag: de, or pt-br.
func checkLanguage(words string) (string, error) {
	code, err := directory.CheckLanguage(words)
	if err != nil {
		return "", err
	}
	base, region, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(words, "_", "-")), "-")
	if code == base && region != "" && !strings.ContainsFunc(region, notTag) {
		return base + "-" + region, nil
	}
	return code, nil
}

// notTag says that a character cannot be in a language tag.
func notTag(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-') }

// add makes a new entry.
func (r *Room) add(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	v, err := r.view(tx)
	if err != nil {
		return bot.Reply{}, err
	}
	e := entry.Entry{
		Questions: []entry.Text{{Lang: req.Values["language"], Text: req.Values["question"]}},
		Answers:   []entry.Text{{Lang: req.Values["language"], Text: req.Values["answer"]}},
		Tags:      listed(req.Values["tags"]), Reviewed: midnight(req),
	}
	if e.ID, err = v.newID(req.Values["id"], req.Values["question"]); err != nil {
		return bot.Reply{}, err
	}
	if err := v.unheard(e.ID, req.Values["question"]); err != nil {
		return bot.Reply{}, err
	}
	if err := r.change(tx, req, v, e.ID, "added", &edit{Entry: e}); err != nil {
		return bot.Reply{}, err
	}
	return r.done(tx, e.ID, fmt.Sprintf("%s is there now, as %s. More ways to ask it make it easier to find.", quoted(title(e, "")), e.ID),
		bot.Action{Label: "Add a phrasing", Line: "faq phrasing " + e.ID})
}

// newID is the id of a new entry: as somebody wants it, or made of its question.
func (v *view) newID(want, question string) (string, error) {
	id := slug(want)
	if want == "" {
		id = v.free(slug(question))
	}
	switch {
	case id == "":
		return "", bot.Refuse("%s cannot be an id: I need letters or digits, such as group-start.", quoted(want))
	case v.taken(id):
		return "", bot.Refuse("There is an entry %s already.", id).
			Offer(bot.Action{Label: "Show it", Line: "faq show " + id}, bot.Action{Label: "Add a phrasing to it", Line: "faq phrasing " + id})
	}
	return id, nil
}

// taken says whether there is, or was, an entry of this id.
func (v *view) taken(id string) bool {
	_, edited := v.edits[id]
	_, there := v.base.by[id]
	return edited || there
}

// free is an id like the one wanted that no entry has.
func (v *view) free(want string) string {
	if want == "" {
		want = "entry"
	}
	id := want
	for n := 2; v.taken(id); n++ {
		id = fmt.Sprintf("%s-%d", want, n)
	}
	return id
}

// mostID is how many characters an id that is made from a question has at most.
const mostID = 40

// slug makes an id of words: small letters and digits, with hyphens between. Of words in other scripts nothing is left.
func slug(words string) string {
	var parts []string
	length := 0
	for _, w := range strings.FieldsFunc(strings.ToLower(words), func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_'
	}) {
		if length += len(w) + 1; length > mostID+1 && len(parts) > 0 {
			break
		}
		parts = append(parts, w[:min(len(w), mostID)])
	}
	return strings.Join(parts, "-")
}

// listed reads words with commas between, each once.
func listed(words string) (all []string) {
	for w := range strings.SplitSeq(strings.ToLower(words), ",") {
		if w = strings.Join(strings.Fields(w), " "); w != "" && !slices.Contains(all, w) {
			all = append(all, w)
		}
	}
	return all
}

// unheard refuses a phrasing that an entry has already: two with the same one could not be told apart.
func (v *view) unheard(id, text string) error {
	if normal(text) == "" {
		return bot.Refuse("%s has no words in it.", quoted(text))
	}
	for _, other := range v.order {
		if e := v.by[other]; questionIn(e, text) >= 0 {
			refusal := bot.Refuse("%s is a question of %s already.", quoted(text), other)
			if other != id {
				line := Fitting(unphraseCommand(), map[string]string{"entry": other, "phrasing": text}, "phrasing")
				refusal.Offer(bot.Action{Label: "Show it", Line: "faq show " + other}, bot.Action{Label: "Take it away there", Line: line})
			}
			return refusal
		}
	}
	return nil
}
