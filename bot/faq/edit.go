package faq

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"ambassador/bot"
	"ambassador/bot/faq/entry"
	"ambassador/store"
)

// editable lists what of an entry can be changed, in the order of the form. Its phrasings have commands of their own.
func editable() []string {
	return []string{"answer", "name", "tags", "related", "owner", "reviewed", "review_by"}
}

// editCommand changes one thing of an entry.
func editCommand() bot.Command {
	return bot.Command{
		Name: "faq edit", Summary: "change an entry that you look after: its answer, name, tags, related, owner, reviewed or review_by", Needs: bot.Member, Alone: true,
		Examples: []string{`faq edit roles answer "A *role* says what somebody looks after."`, "faq edit roles tags people, start", "faq edit roles reviewed today"},
		Fields: []bot.Field{
			{Name: "entry", Label: "Which entry?", Hint: "Its id.", Kind: bot.Key},
			{Name: "field", Label: "What do you want to change?", Kind: bot.Key, Optional: true},
			{Name: "value", Label: "What shall it be?", Hint: "“none” leaves it empty.", Kind: bot.Long, Optional: true},
			languageField(),
		},
	}
}

// edit changes one thing of an entry. Without a value it says what there is, and asks.
func (r *Room) edit(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	v, e, err := r.mine(tx, req, req.Values["entry"])
	if err != nil {
		return bot.Reply{}, err
	}
	field := strings.ReplaceAll(req.Values["field"], "-", "_")
	if !slices.Contains(editable(), field) {
		refusal := bot.Refuse("What do you want to change in %s?", e.Entry.ID)
		if field != "" {
			refusal = bot.Refuse("There is no field %s. What do you want to change in %s?", quoted(field), e.Entry.ID)
		}
		for _, f := range editable() {
			refusal.Offer(bot.Action{Label: f, Line: "faq edit " + e.Entry.ID + " " + f})
		}
		return bot.Reply{}, refusal
	}
	was := valueOf(e.Entry, field, req.Values["language"])
	typed := req.Values["value"]
	if typed == "" {
		return bot.Reply{}, &bot.Missing{Field: "value", Text: "The " + spelled(field) + " of " + e.Entry.ID + " is now: " + orNothing(was)}
	}
	if strings.EqualFold(typed, "none") {
		typed = ""
	}
	if err := fill(&e.Entry, req, v, field, typed); err != nil {
		return bot.Reply{}, err
	}
	is := valueOf(e.Entry, field, req.Values["language"])
	if is == was {
		return bot.Reply{}, bot.Refuse("The %s of %s is that already.", spelled(field), e.Entry.ID)
	}
	what := fmt.Sprintf("%s: %s → %s", spelled(field), orNothing(clip(was, mostQuoted)), orNothing(clip(is, mostQuoted)))
	if field == "answer" { // too long to be read side by side, and “faq show” has it
		what = joined(" ", "answer", bracketed(req.Values["language"]), "changed")
	}
	if err := r.change(tx, req, v, e.Entry.ID, what, &e); err != nil {
		return bot.Reply{}, err
	}
	return r.done(tx, e.Entry.ID, e.Entry.ID+": "+what+".", bot.Action{Label: "Change more", Line: "faq edit " + e.Entry.ID})
}

// spelled is the name of a field for a reader.
func spelled(field string) string { return strings.ReplaceAll(field, "_", " ") }

// orNothing is a value in words, or that there is none.
func orNothing(words string) string {
	if words == "" {
		return "nothing"
	}
	return words
}

// valueOf is a field of an entry in words.
func valueOf(e entry.Entry, field, lang string) string {
	switch field {
	case "answer":
		if i := answerIn(e, lang); i >= 0 {
			return e.Answers[i].Text
		}
		return ""
	case "name":
		return e.Name
	case "tags":
		return strings.Join(e.Tags, ", ")
	case "related":
		return strings.Join(e.Related, ", ")
	case "owner":
		return e.Owner
	case "reviewed":
		return dayWords(dayOf(e.Reviewed))
	}
	return dayWords(dayOf(e.ReviewBy))
}

// answerIn is the answer in a language, or with none the one that serves all; -1 where there is none.
func answerIn(e entry.Entry, lang string) int {
	if lang == "" {
		return min(0, len(e.Answers)-1)
	}
	return slices.IndexFunc(e.Answers, func(a entry.Text) bool { return strings.EqualFold(a.Lang, lang) })
}

// fill gives a field of an entry another value; the empty one is none.
func fill(e *entry.Entry, req *bot.Request, v *view, field, typed string) (err error) {
	switch field {
	case "answer":
		return writeAnswer(e, req, typed)
	case "name":
		e.Name, err = checked(req, bot.Field{Name: field, Label: "Name?"}, typed)
	case "tags":
		e.Tags = listed(typed)
	case "related":
		e.Related, err = v.relatives(e.ID, typed)
	case "owner":
		e.Owner, err = checked(req, bot.Field{Name: field, Label: "Owner?"}, typed)
	case "reviewed":
		e.Reviewed, err = checkedDay(req, field, typed)
		if err == nil && e.Reviewed.After(req.Message.At) {
			return bot.Refuse("%s is still to come: say on which day it was looked at.", day(e.Reviewed))
		}
	default:
		e.ReviewBy, err = checkedDay(req, field, typed)
	}
	return err
}

// writeAnswer gives an entry another answer in a language. It counts as reviewed today.
func writeAnswer(e *entry.Entry, req *bot.Request, typed string) error {
	lang := req.Values["language"]
	i := answerIn(*e, lang)
	switch {
	case typed == "" && (i < 0 || len(e.Answers) < 2):
		return bot.Refuse("An entry without an answer says nothing. “faq retire %s” takes it out.", e.ID)
	case typed == "":
		e.Answers = slices.Delete(e.Answers, i, i+1)
	case i < 0:
		e.Answers = append(e.Answers, entry.Text{Lang: lang, Text: typed})
	default:
		e.Answers[i].Text = typed
	}
	e.Reviewed = midnight(req)
	return nil
}

// relatives reads the ids of entries that are worth reading, too.
func (v *view) relatives(id, typed string) (all []string, err error) {
	for _, word := range listed(strings.ReplaceAll(typed, " ", ",")) {
		if _, there := v.by[word]; !there || word == id {
			return nil, bot.Refuse("There is no other entry %s. “faq” lists them.", quoted(word))
		}
		all = append(all, word)
	}
	return all, nil
}

// checked holds typed words against a field; none are right.
func checked(req *bot.Request, f bot.Field, typed string) (string, error) {
	if typed == "" {
		return "", nil
	}
	return req.Check(f, typed)
}

// checkedDay reads a day; none is the zero time.
func checkedDay(req *bot.Request, field, typed string) (time.Time, error) {
	value, err := checked(req, bot.Field{Name: field, Label: "Which day?", Kind: bot.Date}, typed)
	if err != nil || value == "" {
		return time.Time{}, err
	}
	return time.Parse(time.DateOnly, value)
}

// midnight is the beginning of the day of a message, in UTC.
func midnight(req *bot.Request) time.Time { return req.Message.At.UTC().Truncate(24 * time.Hour) }
