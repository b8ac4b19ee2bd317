package ticket

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"ambassador/bot"
	"ambassador/bot/directory"
	"ambassador/store"
)

// pageSize is how many tickets one answer lists.
const pageSize = 8

// mostPages bounds how far “more” leads: further back, a filter is better.
const mostPages = 50

// The lists that the desk command knows.
const (
	listMine    = "mine"
	listTeam    = "team"
	listRegion  = "region"
	listOverdue = "overdue"
	listAll     = "all"
)

// deskCommand lists what waits.
func (e *Engine) deskCommand() bot.Command {
	var kinds []string
	for _, k := range e.kinds {
		if !k.Secret {
			kinds = append(kinds, k.Name)
		}
	}
	c := bot.Command{
		Name: "desk", Summary: "list the requests that wait: yours, your desk's, your region's, those overdue", Needs: bot.Leader, Desk: "", Reads: true,
		Examples: []string{"desk", "desk overdue", "desk region"},
		Fields: []bot.Field{
			{Name: "list", Label: "Which list?", Kind: bot.Choice, Choices: []string{listMine, listTeam, listRegion, listOverdue, listAll}, Optional: true},
			{Name: "kind", Label: "Which kind?", Kind: bot.Choice, Choices: kinds, Optional: true},
			{Name: "page", Label: "Which page?", Word: "page", Kind: bot.Number, Optional: true, Hidden: true},
		},
		Handle: e.desk,
	}
	if len(kinds) == 0 {
		c.Fields = slices.Delete(c.Fields, 1, 2)
	}
	return c
}

// desk answers the desk command. Without a list it shows what the speaker can act on.
func (e *Engine) desk(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	page, _ := strconv.Atoi(req.Values["page"])
	s := shelf{e: e, tx: tx, me: me(req), who: req.Who, at: req.Message.At, kind: req.Values["kind"], page: min(max(page, 1), mostPages)}
	list := req.Values["list"]
	if list == "" {
		list = listMine
		if req.Who.Role >= bot.Coordinator && s.kind != "" {
			list = listAll
		}
	}
	found, more, err := s.of(list)
	if err != nil {
		return bot.Reply{}, err
	}
	if len(found) == 0 {
		return hush(bot.Say(s.empty(list), s.doors(list)...)), nil
	}
	return hush(s.reply(list, found, more)), nil
}

// of takes one page of a list.
func (s shelf) of(list string) ([]line, bool, error) {
	if list == listMine {
		return s.waiting()
	}
	prefixes, err := s.prefixes(list)
	if err != nil {
		return nil, false, err
	}
	return s.read(prefixes, list == listOverdue)
}

// waiting takes one page of what waits for somebody: what is theirs, and what nobody has
// yet at their desks.
func (s shelf) waiting() ([]line, bool, error) {
	mine, err := s.prefixes(listMine)
	if err != nil {
		return nil, false, err
	}
	team, err := s.prefixes(listTeam)
	if err != nil {
		return nil, false, err
	}
	return s.read(append(mine, team...), false)
}

// shelf reads lists for somebody.
type shelf struct {
	e    *Engine
	tx   store.Tx
	me   Party
	who  bot.Person
	at   time.Time
	kind string
	page int
}

// prefixes are where a list lies in the index. Only coordinators have lists of everything.
func (s shelf) prefixes(list string) ([]store.Key, error) {
	var all []store.Key
	switch list {
	case listMine:
		all = append(all, store.K(ofOwner, s.me.key()))
	case listTeam:
		for _, desk := range s.desks() {
			all = append(all, store.K(ofDesk, desk))
		}
	case listRegion:
		record, _, err := s.e.people.Record(s.tx, s.who.ID)
		if err != nil {
			return nil, err
		}
		for _, id := range record.Regions {
			all = append(all, store.K(ofRegion, id))
		}
	default:
		if s.who.Role < bot.Coordinator {
			mine, err := s.prefixes(listMine)
			if err != nil {
				return nil, err
			}
			team, err := s.prefixes(listTeam)
			return append(mine, team...), err
		}
		if s.kind != "" {
			return []store.Key{store.K(ofKind, s.kind)}, nil
		}
		return []store.Key{store.K(ofAll, "")}, nil
	}
	return all, nil
}

// desks lists the desks at which somebody sits.
func (s shelf) desks() []string {
	if s.who.Role < bot.Coordinator {
		return s.who.Desks
	}
	all := []string{directory.Coordinators}
	for _, k := range s.e.kinds { // a desk at which nobody sits is the coordinators' too
		if !slices.Contains(all, k.Desk) {
			all = append(all, k.Desk)
		}
	}
	return all
}

// read takes one page of the lists together, in the order of their deadlines, and says
// whether there is more. It reads no more of each list than the pages up to this one.
func (s shelf) read(prefixes []store.Key, overdue bool) (page []line, more bool, err error) {
	want := s.page*pageSize + 1
	var all []line
	for _, prefix := range prefixes {
		lines, err := s.take(prefix, want, overdue)
		if err != nil {
			return nil, false, err
		}
		all = append(all, lines...)
	}
	slices.SortFunc(all, func(a, b line) int {
		waits := func(l line) int { return map[bool]int{true: 1}[l.Due.IsZero()] }
		return cmp.Or(cmp.Compare(waits(a), waits(b)), a.Due.Compare(b.Due), cmp.Compare(a.Number, b.Number))
	})
	all = slices.CompactFunc(all, func(a, b line) bool { return a.Number == b.Number }) // in two regions of theirs
	start := min((s.page-1)*pageSize, len(all))
	end := min(start+pageSize, len(all))
	return all[start:end], len(all) > end, nil
}

// mostLooked bounds how many lines are looked at for one that fits the filters.
const mostLooked = 5000

// take reads lines of one list that fit the filters.
func (s shelf) take(prefix store.Key, want int, overdue bool) (lines []line, err error) {
	looked := 0
	for row, err := range s.e.lines.All(s.tx, prefix) {
		if err != nil {
			return nil, err
		}
		l := row.Value
		if looked++; looked > mostLooked || overdue && (l.Due.IsZero() || l.Due.After(s.at)) {
			break
		}
		if s.kind != "" && l.Kind != s.kind {
			continue
		}
		if ok, err := s.shows(l); err != nil {
			return nil, err
		} else if !ok {
			continue
		}
		if lines = append(lines, l); len(lines) == want {
			break
		}
	}
	return lines, nil
}

// shows says whether a line may be shown: what is in confidence only to those it does not
// concern.
func (s shelf) shows(l line) (bool, error) {
	k, known := s.e.kind(l.Kind)
	if known && !k.Secret {
		return true, nil
	}
	t, _, err := s.e.tickets.Get(s.tx, store.K(l.Number))
	return err == nil && !s.e.kindOf(t).concerns(t, s.me), err
}

// empty is said of a list that has nothing.
func (s shelf) empty(list string) string {
	of := ""
	if s.kind != "" {
		of = " (" + s.kind + ")"
	}
	switch list {
	case listRegion:
		return "Nothing waits in your regions" + of + "."
	case listOverdue:
		return "Nothing is overdue" + of + "."
	case listAll:
		return "Nothing is open" + of + "."
	}
	return "Nothing waits for you" + of + "."
}

// doors are buttons for the other lists that somebody has.
func (s shelf) doors(list string) (actions []bot.Action) {
	for _, door := range []struct {
		list, label string
		least       bot.Role
	}{{listMine, "Mine", bot.Leader}, {listRegion, "My region's", bot.Ambassador}, {listOverdue, "Overdue", bot.Leader}, {listAll, "All", bot.Coordinator}} {
		if door.list != list && s.who.Role >= door.least {
			actions = append(actions, bot.Action{Label: door.label, Line: strings.TrimSpace("desk " + door.list + " " + s.kind)})
		}
	}
	return actions
}

// reply is one page of a list: a line and a button for each, and the ways on.
func (s shelf) reply(list string, page []line, more bool) bot.Reply {
	title := map[string]string{listMine: "Waiting for you", listTeam: "At your desk", listRegion: "In your regions", listOverdue: "Overdue", listAll: "All that is open"}[list]
	if s.kind != "" {
		title += ": " + s.kind
	}
	if s.page > 1 {
		title += fmt.Sprintf(", page %d", s.page)
	}
	blocks := []bot.Block{{Section: &bot.Section{Title: title, Text: s.lines(page)}}, {Actions: s.openers(page)}}
	ways := s.doors(list)
	if more {
		ways = append([]bot.Action{{Label: "More", Line: strings.Join(strings.Fields(fmt.Sprintf("desk %s %s page=%d", list, s.kind, s.page+1)), " ")}}, ways...)
	}
	if len(ways) > 0 {
		blocks = append(blocks, bot.Block{Actions: ways})
	}
	return bot.Compose(blocks...)
}

// lines are the tickets of a page, one a line.
func (s shelf) lines(page []line) string {
	var out []string
	for _, l := range page {
		out = append(out, s.line(l))
	}
	return strings.Join(out, "\n")
}

// line is one ticket: AMB-1042 · question · due Thursday, 3 December · Where do I begin?
func (s shelf) line(l line) string {
	when := "answered"
	switch {
	case l.State == Closed:
		when = "over"
	case l.State == Asked:
		when = "waits for the asker"
	case l.State != Answered && l.Due.Before(s.at):
		when = "overdue since " + day(l.Due, s.who.Zone)
	case l.State != Answered:
		when = "due " + day(l.Due, s.who.Zone)
	}
	noun := l.Kind
	if k, ok := s.e.kind(l.Kind); ok {
		noun = k.Noun
	}
	parts := []string{s.e.Ref(l.Number), noun, when}
	if l.State == Answered && l.Stage != "" {
		parts = parts[:2]
	}
	if l.Stage != "" {
		parts = append(parts, l.Stage)
	}
	return strings.Join(append(parts, l.Title), " · ")
}

// openers are buttons that open the tickets of a page.
func (s shelf) openers(page []line) (actions []bot.Action) {
	for _, l := range page {
		ref := s.e.Ref(l.Number)
		actions = append(actions, bot.Action{Label: ref, Line: "status " + ref})
	}
	return actions
}

// raisedBy lists the latest tickets that the speaker raised, from all their accounts.
func (e *Engine) raisedBy(tx store.Tx, req *bot.Request) (bot.Reply, error) {
	s := shelf{e: e, tx: tx, me: me(req), who: req.Who, at: req.Message.At, page: 1}
	keys, err := e.keysOf(tx, s.me)
	if err != nil {
		return bot.Reply{}, err
	}
	var all []line
	for _, key := range keys {
		for row, err := range e.lines.All(tx, store.K(ofAsker, key)) {
			if err != nil {
				return bot.Reply{}, err
			}
			if all = append(all, row.Value); len(all) >= len(keys)*pageSize {
				break
			}
		}
	}
	slices.SortFunc(all, func(a, b line) int { return -cmp.Compare(a.Number, b.Number) })
	all = slices.CompactFunc(all, func(a, b line) bool { return a.Number == b.Number })
	if all = all[:min(len(all), pageSize)]; len(all) == 0 {
		return hush(bot.Say("You have asked nothing yet.", bot.Action{Label: "What can I ask?", Line: "help contact"})), nil
	}
	return hush(bot.Compose(
		bot.Block{Section: &bot.Section{Title: "What you asked lately", Text: s.lines(all)}},
		bot.Block{Actions: s.openers(all)},
	)), nil
}

// keysOf are all the keys under which a party may be known: the person, and every account
// of theirs from the time before the directory knew it.
func (e *Engine) keysOf(tx store.Tx, p Party) ([]string, error) {
	if p.ID == "" {
		return []string{p.key()}, nil
	}
	keys := []string{p.ID}
	record, _, err := e.people.Record(tx, p.ID)
	for _, a := range record.Accounts {
		keys = append(keys, a.String())
	}
	return keys, err
}

// numbers lists the tickets of a list, at most so many.
func (e *Engine) numbers(tx store.Tx, prefix store.Key, most int) (numbers []uint64, err error) {
	for row, err := range e.lines.All(tx, prefix) {
		if err != nil {
			return nil, err
		}
		if numbers = append(numbers, row.Value.Number); len(numbers) == most {
			break
		}
	}
	return numbers, nil
}

// whose is the second part of a line's key.
func whose(key store.Key) (string, error) {
	parts, err := key.Parts()
	if err != nil || len(parts) < 2 {
		return "", fmt.Errorf("line %s: %w", key, store.ErrDamaged)
	}
	name, _ := parts[1].(string)
	return name, nil
}
