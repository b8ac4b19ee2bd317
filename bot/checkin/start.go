package checkin

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"ambassador/bot"
	"ambassador/bot/directory"
	"ambassador/store"
)

// Started is a kind that somebody has started in chat, to ask once.
type Started struct {
	Kind Kind      `json:"kind"`
	By   string    `json:"by"` // id, or account of somebody without one
	At   time.Time `json:"at"`

	Ended time.Time `json:"ended,omitzero"` // when it was ended before its day: whoever has not been asked is not
}

// audiences are whom one can ask, as one says it.
func audiences() []string {
	return []string{"ambassadors", "leaders", "members", "coordinators", "everybody"}
}

// What somebody may start.
const (
	mostChoices = 8
	mostChoice  = 40 // characters
	startDays   = 14 // until it closes, where nobody says
)

// startCommand asks a set of people something once.
func (e *Engine) startCommand() bot.Command {
	return bot.Command{
		Name: "checkin start", Summary: "ask a set of people something once", Needs: bot.Ambassador, Alone: true,
		Examples: []string{"checkin start", `checkin start upgrade-day "Who joins the global upgrade day?" answers="yes, no, maybe" for=leaders until 12 May`},
		Fields: []bot.Field{
			{Name: "name", Label: "What is it called?", Hint: "One word of small letters, such as upgrade-day.", Kind: bot.Key},
			{Name: "question", Label: "What do you want to ask?", Kind: bot.Long},
			{Name: "answers", Label: "Which answers are there?", Hint: "With commas between, such as yes, no, maybe; none for their own words.", Optional: true, Check: checkChoices},
			{Name: "for", Label: "Whom do you ask?", Kind: bot.Choice, Choices: audiences(), Optional: true},
			{Name: "region", Label: "In which region?", Hint: "Its name; everywhere if you say nothing.", Optional: true},
			{Name: "language", Label: "Who speaks which language?", Optional: true, Check: directory.CheckLanguage},
			{Name: "groups", Label: "Of groups of which standing?", Kind: bot.Choice, Choices: []string{"official", "new", "lapsed"}, Optional: true},
			{Name: "until", Label: "Until when?", Hint: "Two weeks from now, if you say nothing.", Kind: bot.Date, Word: "until", Optional: true},
			{Name: "sure", Label: "Really?", Kind: bot.YesNo, Optional: true, Hidden: true},
		},
		Handle: e.start,
	}
}

// checkChoices reads the answers that one can choose among.
func checkChoices(value string) (string, error) {
	var all []string
	for word := range strings.SplitSeq(value, ",") {
		word = strings.Join(strings.Fields(word), " ")
		switch {
		case word == "" || slices.ContainsFunc(all, func(c string) bool { return strings.EqualFold(c, word) }):
			continue
		case len([]rune(word)) > mostChoice:
			return "", bot.Refuse("“%s” is too long for an answer to choose; at most %d characters.", short(word), mostChoice)
		}
		all = append(all, word)
	}
	if len(all) < 2 || len(all) > mostChoices {
		return "", bot.Refuse("Give 2 to %d answers with commas between, such as yes, no, maybe; or leave them out for people's own words.", mostChoices)
	}
	return strings.Join(all, ", "), nil
}

// start shows what would be asked of whom, and with “sure” asks it.
func (e *Engine) start(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	c, err := e.count(tx)
	if err != nil {
		return bot.Reply{}, err
	}
	k, err := e.wish(tx, c, req)
	if err != nil {
		return bot.Reply{}, err
	}
	of := c.of(k.Of, req.Message.At)
	if len(of) == 0 {
		return bot.Reply{}, bot.Refuse("That would ask nobody: the directory has no %s.", k.Of)
	}
	if req.Values["sure"] != "yes" {
		return e.preview(tx, req, k, of)
	}
	by := req.Who.ID
	if by == "" {
		by = req.Message.From.Account().String()
	}
	note(req, k, Ask{Label: k.Once})
	if err := e.started.Put(tx, store.K(k.Name), Started{Kind: k, By: by, At: req.Message.At}); err != nil {
		return bot.Reply{}, err
	}
	if err := e.askNow(tx, req, k, c); err != nil {
		return bot.Reply{}, err
	}
	return bot.Hush(bot.Say(fmt.Sprintf("%s asked, each in their own working hours. I roll the answers up when it closes.", isAre(len(of))),
		bot.Action{Label: "How it stands", Line: "checkin status " + k.Name}, bot.Action{Label: "End it", Line: "checkin end " + k.Name})), nil
}

// askNow begins the round of a kind that was just started, so that whoever has read of it can answer. Of very many the
// sweep begins the rest.
func (e *Engine) askNow(tx store.Tx, req *bot.Request, k Kind, c *census) error {
	at := req.Message.At
	closes := k.endOf(e, req)
	r := Round{Kind: k.Name, Label: k.Once, Began: at, LateAt: closes, Closes: closes}
	if err := e.putRound(tx, r.looked()); err != nil {
		return err
	}
	w := watch{Engine: e, out: req.Outbox}
	s := schedule{}.renewed(k, c.edition, at)
	fresh, err := w.fresh(tx, k, &s, c, time.Time{}, at)
	if err != nil {
		return err
	}
	return w.begin(tx, k, fresh[:min(len(fresh), batch)], at)
}

// isAre is how many are …
func isAre(n int) string {
	if n == 1 {
		return "1 person is"
	}
	return fmt.Sprintf("%d people are", n)
}

// wish makes a kind of what somebody wants to ask.
func (e *Engine) wish(tx store.Tx, c *census, req *bot.Request) (Kind, error) {
	v := req.Values
	name := strings.ToLower(v["name"])
	if !IsName(name) {
		return Kind{}, bot.Refuse("“%s” cannot be the name. One word of small letters, digits and dashes, such as upgrade-day.", short(name))
	}
	if err := e.free(tx, name); err != nil {
		return Kind{}, err
	}
	closes, err := e.until(req, startDays)
	if err != nil {
		return Kind{}, err
	}
	today := req.Message.At.In(location(e.zoneFor(req)))
	k := Kind{Name: name, Noun: "answer on " + strings.ReplaceAll(name, "-", " "), Ask: v["question"], Once: today.Format(time.DateOnly), Window: int(closes.Sub(req.Message.At).Hours()/24) + 1, Keep: 365}
	k.Fields = []bot.Field{{Name: "answer", Label: "Your answer?", Kind: bot.Long}}
	if v["answers"] != "" {
		k.Fields = []bot.Field{{Name: "answer", Label: "Your answer?", Kind: bot.Choice, Choices: strings.Split(v["answers"], ", ")}, {Name: "more", Label: "Anything else?", Kind: bot.Long, Optional: true}}
	}
	whom := v["for"]
	if whom == "" {
		whom = "ambassadors"
	}
	k.Of.Role, _ = bot.ParseRole(strings.TrimSuffix(whom, "s")) // None for everybody
	if v["language"] != "" {
		k.Of.Languages = []string{v["language"]}
	}
	if v["groups"] != "" {
		k.Of.Groups = []directory.Standing{directory.Standing(v["groups"])}
	}
	k = k.Filled()
	k.Late = max(1, min(k.Late, k.Window/2))
	return k, e.within(tx, c, req, &k)
}

// free refuses a name that means something already.
func (e *Engine) free(tx store.Tx, name string) error {
	kinds, err := e.Kinds(tx)
	if err != nil {
		return err
	}
	rounds, err := e.Rounds(tx, name)
	if err != nil {
		return err
	}
	taken := slices.ContainsFunc(kinds, func(k Kind) bool {
		return k.Name == name || strings.HasPrefix(name, k.Name+"-") || strings.HasPrefix(k.Name, name+"-")
	})
	if taken || len(rounds) > 0 {
		return bot.Refuse("There is a check-in of that name, or one like it. Please choose another one, such as our-%s.", name).Offer(bot.Action{Label: "List them", Line: "checkin list"})
	}
	return nil
}

// within finds the region that is asked. Ambassadors ask in their own.
func (e *Engine) within(tx store.Tx, c *census, req *bot.Request, k *Kind) error {
	words := req.Values["region"]
	own, _, err := e.people.Record(tx, req.Who.ID)
	if err != nil {
		return err
	}
	office := req.Who.Role >= bot.Coordinator
	if words == "" {
		if !office {
			k.Of.Regions = own.Regions
			if len(own.Regions) == 0 {
				return bot.Refuse("You look after no region whose people you could ask. A coordinator can ask for you.")
			}
		}
		return nil
	}
	for r, err := range e.people.Regions(tx) {
		if err != nil {
			return err
		}
		if r.ID != words && !strings.EqualFold(r.Name, words) {
			continue
		}
		mine := func(id string) bool { return slices.Contains(own.Regions, id) }
		if !office && !slices.ContainsFunc(c.within(r.ID), mine) {
			return bot.Refuse("%s is not a region of yours. A coordinator can ask there.", r.Name)
		}
		k.Of.Regions = []string{r.ID}
		return nil
	}
	return bot.Refuse("I know no region “%s”.", short(words))
}

// preview shows what would be asked, of whom and when.
func (e *Engine) preview(tx store.Tx, req *bot.Request, k Kind, of []member) (bot.Reply, error) {
	var names, silent []string
	for _, m := range of {
		name, err := e.name(tx, m.person.ID)
		if err != nil {
			return bot.Reply{}, err
		}
		if names = append(names, bot.Capital(name)); m.person.At(req.Message.At) == directory.Hold {
			silent = append(silent, bot.Capital(name))
		}
		if len(names) > 500 {
			break
		}
	}
	text := fmt.Sprintf("This asks %s (%s), once:\n\n%s\n\nOpen until %s.", people(len(of)), some(names, 8), k.Ask, day(k.endOf(e, req).Add(-time.Second), e.zoneFor(req)))
	if len(silent) > 0 {
		text += "\nAway or without an account at the moment: " + some(silent, 5) + "."
	}
	values := make(map[string]string)
	for name, v := range req.Values {
		values[name] = v
	}
	values["sure"] = "yes"
	line := req.Command.Line(values)
	if len(line) > 450 {
		return bot.Reply{}, bot.Refuse("The question is too long to start with a button: please shorten it to two or three sentences, and put the rest behind a link.")
	}
	return bot.Hush(bot.Say(text, bot.Action{Label: "Start it", Line: line})), nil
}

// endOf is when a kind that starts now closes.
func (k Kind) endOf(e *Engine, req *bot.Request) time.Time {
	end, err := e.until(req, startDays)
	if err != nil {
		return req.Message.At
	}
	return end
}
