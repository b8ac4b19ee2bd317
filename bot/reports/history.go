package reports

import (
	"context"
	"fmt"
	"slices"
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
		Name: "report history", Summary: "read earlier reports: yours, or those of your region", Needs: bot.Ambassador, Reads: true,
		Examples: []string{"report history", "report history Germany"},
		Fields:   []bot.Field{{Name: "whose", Label: "Of which region, or whom?", Hint: "A region's name, or a person's; empty for your own.", Optional: true}},
		Handle:   r.history,
	}, {
		Name: "report status", Summary: "see which report is open for you", Needs: bot.Ambassador, Reads: true,
		Examples: []string{"report status"}, Handle: r.status,
	}}
}

// mostShown is how many reports one answer shows.
const mostShown = 5

// history shows earlier reports, the newest first. Ambassadors read their own, and all of a region that they look after;
// coordinators read all.
func (r *Room) history(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	regions, person, err := r.whose(tx, req)
	if err != nil {
		return bot.Reply{}, err
	}
	var blocks []bot.Block
	rounds, err := r.engine.Rounds(tx, Name)
	if err != nil {
		return bot.Reply{}, err
	}
	for _, round := range slices.Backward(rounds) {
		asks, err := r.engine.Asks(tx, Name, round.Label)
		if err != nil {
			return bot.Reply{}, err
		}
		for _, a := range asks {
			mine, err := r.about(tx, a, regions, person)
			if err != nil {
				return bot.Reply{}, err
			}
			if mine && a.State == checkin.Answered && len(blocks) < mostShown {
				block, err := r.block(tx, a)
				if err != nil {
					return bot.Reply{}, err
				}
				blocks = append(blocks, block)
			}
		}
	}
	if len(blocks) == 0 {
		return bot.Hush(bot.Say("There are no reports yet.", bot.Action{Label: "Write one", Line: Name})), nil
	}
	return bot.Hush(bot.Compose(blocks...)), nil
}

// whose finds out of which regions, or of whom, somebody wants to read, and whether they may.
func (r *Room) whose(tx store.Tx, req *bot.Request) (regions []string, person string, err error) {
	words := req.Values["whose"]
	if words == "" {
		if req.Who.Role >= bot.Coordinator {
			return nil, "", nil
		}
		return nil, req.Who.ID, nil
	}
	own, _, err := r.people.Record(tx, req.Who.ID)
	if err != nil {
		return nil, "", err
	}
	for region, err := range r.people.Regions(tx) {
		switch {
		case err != nil:
			return nil, "", err
		case region.ID != words && !strings.EqualFold(region.Name, words):
		case req.Who.Role < bot.Coordinator && !slices.Contains(own.Regions, region.ID):
			return nil, "", bot.Refuse("%s is not a region of yours; its reports are for those who look after it, and for coordinators.", region.Name)
		default:
			return []string{region.ID}, "", nil
		}
	}
	if meaning, err := r.people.Person(tx, req.Who, words); err == nil {
		if req.Who.Role >= bot.Coordinator || meaning.Value == req.Who.ID {
			return nil, meaning.Value, nil
		}
		return nil, "", bot.Refuse("The reports of others are for coordinators to read. Try the name of your region.")
	}
	return nil, "", bot.Refuse("I know no region “%s”, and nobody of that name.", words)
}

// about says whether a report is about one of the regions, or by the person; of neither means all.
func (r *Room) about(tx store.Tx, a checkin.Ask, regions []string, person string) (bool, error) {
	if len(regions) == 0 {
		return person == "" || a.Person == person, nil
	}
	p, there, err := r.people.Record(tx, a.Person)
	return there && slices.ContainsFunc(regions, func(id string) bool { return slices.Contains(p.Regions, id) }), err
}

// block is one report.
func (r *Room) block(tx store.Tx, a checkin.Ask) (bot.Block, error) {
	p, there, err := r.people.Record(tx, a.Person)
	if err != nil {
		return bot.Block{}, err
	}
	name := "Somebody who has left"
	if there {
		name = p.Shown()
	}
	var lines []string
	for _, f := range Kind().Fields {
		if v := a.Values[f.Name]; v != "" {
			lines = append(lines, v)
		}
	}
	return bot.Block{Section: &bot.Section{Title: fmt.Sprintf("%s, %s", name, period.Named(a.Label)), Text: strings.Join(lines, "\n")}}, nil
}

// status shows what is open for the speaker.
func (r *Room) status(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	return r.engine.Standing(tx, req, Name)
}
