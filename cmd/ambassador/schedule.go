package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"ambassador/bot"
	"ambassador/bot/checkin"
	"ambassador/store"
)

// mostDays is how far ahead the plan goes: what is asked once a year is in it.
const mostDays = 400

// scheduleFlags is what the command line says about the plan.
type scheduleFlags struct {
	dataFlags
	days int
	json bool
}

func scheduleCommand() subcommand {
	return subcommand{
		name:    "schedule",
		summary: "list what check-ins will send: to whom, when, in whose time zone",
		examples: []string{
			"ambassador schedule",
			"ambassador schedule --days 100 --config config.yaml",
			"ambassador schedule --days 7 --json",
		},
		setup: func(flags *flag.FlagSet) action {
			var f scheduleFlags
			f.declare(flags)
			flags.IntVar(&f.days, "days", 30, "look `N` days ahead, 1 to 400")
			flags.BoolVar(&f.json, "json", false, "write one JSON object a line")
			return f.run
		},
	}
}

// run writes the plan. A bot that has the data open reads it itself.
func (f *scheduleFlags) run(ctx context.Context, sh shell, words []string) error {
	switch {
	case len(words) > 0:
		return misused("schedule takes no words; name the file with --config")
	case f.days < 1 || f.days > mostDays:
		return misused("schedule: --days %d: want 1 to %d", f.days, mostDays)
	}
	c, err := f.read(sh)
	if err != nil {
		return err
	}
	err = askSchedule(ctx, c.DataDir, f.days, f.json, sh.out)
	if errors.Is(err, errNobody) {
		err = f.inspect(sh, func(h *house) error {
			return h.schedule(ctx, sh.out, outlook{c, time.Now(), f.days, f.json})
		})
	}
	if err != nil {
		return fmt.Errorf("schedule: %w", err)
	}
	return nil
}

// outlook is what somebody wants to see of the plan.
type outlook struct {
	c    Config
	from time.Time
	days int
	json bool
}

// planned is something that will happen, and on which account somebody hears of it; empty for what is done without a
// word to them, and for those who cannot be reached.
type planned struct {
	checkin.Nudge
	account string
}

// told says that it is a word to somebody.
func (p planned) told() bool {
	return p.What == "ask" || strings.HasPrefix(p.What, "reminder")
}

// schedule writes the plan: what will happen if nobody answers.
func (h *house) schedule(ctx context.Context, w io.Writer, o outlook) error {
	var all []planned
	var why string
	err := h.view(ctx, func(tx store.Tx) (err error) {
		if all, err = h.planned(tx, o); err == nil && len(all) == 0 {
			why, err = h.whyNobody(tx, o)
		}
		return err
	})
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	switch {
	case o.json:
		err = writePlan(out, all)
	case len(all) == 0:
		_, err = fmt.Fprintf(out, "Nobody is asked anything in the next %s: %s.\n", count(o.days, "day", "days"), why)
	default:
		err = showPlan(out, all, o.days)
	}
	return errors.Join(err, out.Flush())
}

// planned reckons the plan, and finds the account of each person once.
func (h *house) planned(tx store.Tx, o outlook) (all []planned, err error) {
	nudges, err := h.checkins.Plan(tx, o.from, o.from.AddDate(0, 0, o.days))
	if err != nil {
		return nil, err
	}
	on, accounts := o.c.platforms(), make(map[string]string)
	for _, n := range nudges {
		p := planned{Nudge: n}
		account, known := accounts[n.Person]
		if !known {
			reach, err := h.directory.Reach(tx, n.Person)
			if err != nil {
				return nil, err
			}
			if i := slices.IndexFunc(reach, func(a bot.Address) bool { return on[a.Platform] }); i >= 0 {
				account = reach[i].String()
			}
			accounts[n.Person] = account
		}
		if p.told() {
			p.account = account
		}
		all = append(all, p)
	}
	return all, nil
}

// whyNobody says why nothing is planned.
func (h *house) whyNobody(tx store.Tx, o outlook) (string, error) {
	kinds, err := h.checkins.Kinds(tx)
	if err != nil || len(kinds) == 0 {
		return "all check-ins are off in the configuration", err
	}
	var asked int
	var whom []string
	for _, k := range kinds {
		ids, err := h.checkins.Asked(tx, k, o.from)
		if err != nil {
			return "", err
		}
		asked += len(ids)
		whom = append(whom, k.Name+" asks "+k.Of.String())
	}
	if asked == 0 {
		return "the directory has none of those who would be asked (" + printable(strings.Join(whom, "; ")) + ")", nil
	}
	next, err := h.checkins.Plan(tx, o.from, o.from.AddDate(0, 0, mostDays))
	if err != nil || len(next) == 0 {
		return fmt.Sprintf("%s would be, and all of them are away, or are not due within %d days", count(asked, "person", "people"), mostDays), err
	}
	return fmt.Sprintf("the next is %s, on %s (try --days %d)", next[0].Ref, next[0].At.Format("2 January 2006"), int(next[0].At.Sub(o.from).Hours()/24)+2), nil
}

// planLine is one line of the plan in its JSON form.
type planLine struct {
	At     string `json:"at"`    // RFC 3339, in UTC
	Local  string `json:"local"` // RFC 3339, in their zone
	Zone   string `json:"zone"`
	Person string `json:"person"` // id
	Name   string `json:"name"`
	Kind   string `json:"kind"`
	Round  string `json:"round"` // its label
	What   string `json:"what"`  // ask, reminder 1 …, late, close
}

// writePlan writes a line of JSON for each.
func writePlan(w io.Writer, all []planned) error {
	for _, p := range all {
		line := planLine{
			At: p.At.UTC().Format(time.RFC3339), Local: p.At.Format(time.RFC3339), Zone: p.Zone,
			Person: p.Person, Name: p.Name, Kind: p.Kind, Round: p.Label, What: p.What,
		}
		if err := writeJSON(w, line); err != nil {
			return err
		}
	}
	return nil
}

// showPlan writes a table for people: under each moment what happens then, to whom, on which account. It fits 80 columns.
func showPlan(w io.Writer, all []planned, days int) error {
	const what, account = 11, 24 // columns
	round, name := 5, 5
	people, words := make(map[string]bool), 0
	for _, p := range all {
		round, name = max(round, utf8.RuneCountInString(p.Ref)), max(name, utf8.RuneCountInString(p.Name))
		if p.told() {
			people[p.Person] = true
			words++
		}
	}
	round = min(round, 24)
	name = min(name, 80-2-what-2-round-2-2-account)
	moment := ""
	for _, p := range all {
		if now := fmt.Sprintf("%s %s = %s UTC", p.At.Format("Mon 2006-01-02 15:04"), p.Zone, p.At.UTC().Format("2006-01-02 15:04")); now != moment {
			moment = now
			fmt.Fprintln(w, now)
		}
		line := fmt.Sprintf("  %-*s  %s  %s  %s", what, p.What, within(p.Ref, round), within(p.Name, name), p.where(account))
		fmt.Fprintln(w, strings.TrimRight(line, " "))
	}
	_, err := fmt.Fprintf(w, "\n%s to %s in the next %s, as it would be if nobody answered.\n",
		count(words, "word", "words"), count(len(people), "person", "people"), count(days, "day", "days"))
	return err
}

// where says on which account somebody hears of it.
func (p planned) where(most int) string {
	switch {
	case !p.told():
		return ""
	case p.account == "":
		return "cannot be reached"
	}
	return within(p.account, most)
}

// within is a text in a column: cut where it is too long, with blanks behind it where it is short.
func within(text string, columns int) string {
	runes := []rune(printable(text))
	if len(runes) > columns {
		runes = append(runes[:columns-1], '…')
	}
	return string(runes) + strings.Repeat(" ", columns-len(runes))
}
