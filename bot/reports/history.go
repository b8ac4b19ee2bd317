package reports

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ambassador/bot"
	"ambassador/bot/checkin"
	"ambassador/bot/checkin/period"
	"ambassador/bot/directory"
	"ambassador/store"
)

// Room is where reports are read.
type Room struct {
	engine *checkin.Engine
	people *directory.Directory
}

// New makes the room. The engine must know [Kind].
func New(engine *checkin.Engine, people *directory.Directory) *Room { return &Room{engine, people} }

// Commands lists what can be said here, beside the engine's own “report”.
func (r *Room) Commands() []bot.Command {
	return []bot.Command{{
		Name: "report history", Summary: "read earlier reports: yours, and those of your regions", Needs: bot.Ambassador, Reads: true,
		Examples: []string{"report history", "report history Germany", "report history ambassador-berlin"},
		Fields: []bot.Field{
			{Name: "whose", Label: "Of which region, or whom?", Hint: "A region's name, or a person's; empty for all that you may read.", Optional: true},
			{Name: "round", Label: "Which round?", Optional: true, Hidden: true},
			{Name: "page", Label: "Which page?", Kind: bot.Number, Word: "page", Optional: true, Hidden: true},
		},
		Handle: r.history,
	}, {
		Name: "report status", Summary: "see which report is open for you", Needs: bot.Ambassador, Reads: true,
		Examples: []string{"report status"}, Handle: r.status,
	}}
}

// status shows what is open for the speaker.
func (r *Room) status(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	return r.engine.Standing(tx, req, Name)
}

// Limits of one answer.
const (
	pageSize  = 5
	mostPages = 50
	mostWords = 400 // characters of a field
)

// history shows earlier reports, the newest first. Ambassadors read their own, and all from the regions that they look
// after; coordinators read all.
func (r *Room) history(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	k, known, err := r.engine.Kind(tx, Name)
	if err != nil || !known {
		return bot.Reply{}, err
	}
	s := shelf{Room: r, tx: tx, k: k, known: make(map[string]directory.Person)}
	if err := s.open(req); err != nil {
		return bot.Reply{}, err
	}
	n, _ := strconv.Atoi(req.Values["page"])
	page := min(max(n, 1), mostPages)
	found, more, err := s.read(req.Values["round"], (page-1)*pageSize)
	switch {
	case err != nil:
		return bot.Reply{}, err
	case len(found) == 0 && s.none != nil:
		return bot.Reply{}, s.none
	case len(found) == 0:
		return bot.Hush(bot.Say("There is no report" + s.of + " that you could read here.")), nil
	}
	return s.show(found, req, page, more)
}

// shelf is the reports that somebody may read and wants to.
type shelf struct {
	*Room
	tx    store.Tx
	k     checkin.Kind
	known map[string]directory.Person // records that were read, by id
	of    string                      // what they want to read, for a sentence: “ of Germany”
	none  *bot.Refusal                // why there is nothing of it, where that is known

	may, wants func(checkin.Ask) bool
}

// read finds a page of reports, those of one round where it is named.
func (s shelf) read(round string, skip int) (found []checkin.Ask, more bool, err error) {
	rounds, err := s.engine.Rounds(s.tx, Name)
	if err != nil {
		return nil, false, err
	}
	for _, one := range slices.Backward(rounds) {
		if round != "" && !strings.EqualFold(round, s.k.Ref(one.Label)) {
			continue
		}
		asks, err := s.engine.Asks(s.tx, Name, one.Label)
		if err != nil {
			return nil, false, err
		}
		for _, a := range asks {
			if a.State != checkin.Answered {
				continue
			}
			switch {
			case !s.may(a) || !s.wants(a):
			case skip > 0:
				skip--
			case len(found) == pageSize:
				return found, true, nil
			default:
				found = append(found, a)
			}
		}
	}
	return found, false, nil
}

// person reads a record, once.
func (s shelf) person(id string) (directory.Person, error) {
	if p, there := s.known[id]; there {
		return p, nil
	}
	p, _, err := s.people.Record(s.tx, id)
	s.known[id] = p
	return p, err
}

// show makes a page: each report, with a button where it is longer than that, and the way on.
func (s shelf) show(found []checkin.Ask, req *bot.Request, page int, more bool) (bot.Reply, error) {
	var blocks []bot.Block
	for _, a := range found {
		p, err := s.person(a.Person)
		if err != nil {
			return bot.Reply{}, err
		}
		text, whole := s.text(a, req.Values["round"] != "")
		title := p.Shown() + ", " + period.Named(a.Label)
		if p.ID == "" {
			title = "Somebody who has left, " + period.Named(a.Label)
		}
		blocks = append(blocks, bot.Block{Section: &bot.Section{Title: title, Text: text}})
		if !whole && p.ID != "" {
			line := req.Command.Line(map[string]string{"whose": a.Person, "round": s.k.Ref(a.Label)})
			blocks = append(blocks, bot.Block{Actions: []bot.Action{{Label: "All of it", Line: line}}})
		}
	}
	if more {
		line := req.Command.Line(map[string]string{"whose": req.Values["whose"], "round": req.Values["round"], "page": fmt.Sprint(page + 1)})
		blocks = append(blocks, bot.Block{Actions: []bot.Action{{Label: "Earlier ones", Line: line}}})
	}
	return bot.Hush(bot.Compose(blocks...)), nil
}

// text is what a report says, each field below the first with its question; whole is false where some of it is left out.
func (s shelf) text(a checkin.Ask, all bool) (text string, whole bool) {
	whole = true
	var lines []string
	for i, f := range s.k.Fields {
		v := a.Values[f.Name]
		if v == "" {
			continue
		}
		if runes := []rune(v); !all && len(runes) > mostWords {
			v, whole = strings.TrimSpace(string(runes[:mostWords]))+"…", false
		}
		if i > 0 {
			v = strings.TrimRight(f.Label, ":") + " " + v
		}
		lines = append(lines, v)
	}
	return strings.Join(lines, "\n"), whole
}
