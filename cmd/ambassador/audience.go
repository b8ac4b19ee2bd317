package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"ambassador/bot/checkin"
	"ambassador/store"
)

// mostRuns is how many of the next times of a check-in are told.
const mostRuns = 5

// asking tells what is asked of whom and when, and where the configuration of check-ins does not fit the directory.
func (h *house) asking(ctx context.Context, c Config, file string, at time.Time) (all []finding, err error) {
	err = h.view(ctx, func(tx store.Tx) error {
		kinds, err := h.checkins.Kinds(tx)
		for i := 0; i < len(kinds) && err == nil; i++ {
			if kinds[i].Once != "" {
				continue // somebody has started it in chat, and saw then whom it asks
			}
			var of []finding
			of, err = h.askingOf(tx, c, file, kinds[i], at)
			all = append(all, of...)
		}
		return err
	})
	return all, err
}

// askingOf tells of one check-in.
func (h *house) askingOf(tx store.Tx, c Config, file string, k checkin.Kind, at time.Time) (all []finding, err error) {
	ids, err := h.checkins.Asked(tx, k, at)
	if err != nil {
		return nil, err
	}
	if c.Checkins.line(k.Name, "") == 0 && !h.inhabited(tx) {
		return nil, nil // built in, and nobody is there yet
	}
	all = []finding{{what: fmt.Sprintf("check-in %s: %s, %s", k.Name, count(len(ids), "person", "people"), c.Hours.runs(k, at)), shown: true}}
	doubt := func(key, remedy, format string, args ...any) {
		name := strings.TrimSuffix("checkins."+k.Name+"."+key, ".")
		p := problem{file, c.Checkins.line(k.Name, key), name + ": " + fmt.Sprintf(format, args...)}
		all = append(all, finding{what: strings.TrimPrefix(p.String(), ": "), remedy: remedy, mild: true})
	}
	strange, err := h.strangeRegions(tx, k)
	if err != nil {
		return nil, err
	}
	for _, id := range strange {
		doubt("regions", "write the id of a region as the directory has it (the ids are in: ambassador export regions)", "there is no region %s", printable(id))
	}
	if len(ids) == 0 {
		doubt("", "say in for, regions, languages and groups whom it is meant for, or leave it out", "it asks nobody: the directory has no %s", printable(k.Of.String()))
	}
	var zoneless, mute []string
	for _, id := range ids {
		p, _, err := h.directory.Record(tx, id)
		if err != nil {
			return nil, err
		}
		if h.directory.Zone(p) == "" {
			zoneless = append(zoneless, id)
		}
		if len(p.Accounts) == 0 {
			mute = append(mute, id)
		}
	}
	if n := len(zoneless); n > 0 {
		doubt("", "they are asked in the time of hours.zone, which is "+c.Hours.Zone+"; give them a zone or a place in the directory",
			"of those whom it asks, %s no time zone: %s", has(n), fewOf(zoneless))
	}
	if n := len(mute); n > 0 {
		doubt("", "add an account to them in the directory", "of those whom it asks, %s no account that words could reach: %s", has(n), fewOf(mute))
	}
	return all, nil
}

// inhabited says whether the directory has anybody.
func (h *house) inhabited(tx store.Tx) bool {
	for range h.directory.People(tx) {
		return true
	}
	return false
}

// strangeRegions are the regions of a check-in that the directory does not have.
func (h *house) strangeRegions(tx store.Tx, k checkin.Kind) (ids []string, err error) {
	for _, id := range k.Of.Regions {
		_, there, err := h.directory.Region(tx, id)
		if err != nil {
			return nil, err
		}
		if !there {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// runs says when something is asked, with the next times in the zone of the desks, told in UTC.
func (h Hours) runs(k checkin.Kind, at time.Time) string {
	if len(k.Silence) > 0 {
		return "after " + strings.Trim(strings.Join(strings.Fields(fmt.Sprint(k.Silence)), " and "), "[]") + " days without a word"
	}
	zone, err := time.LoadLocation(h.Zone)
	if err != nil {
		zone = time.UTC // it was checked when the file was read
	}
	var next []string
	for _, p := range k.Schedule.Upcoming(at, zone, mostRuns) {
		next = append(next, p.At.UTC().Format("2006-01-02 15:04"))
	}
	if len(next) == 0 {
		return "never"
	}
	return fmt.Sprintf("%s; in %s next at %s UTC", k.Schedule.Words(), h.Zone, strings.Join(next, ", "))
}

// line is where a key of a check-in stands in the configuration, or else the check-in itself; 0 where it is built in.
func (c Checkins) line(name, key string) int {
	i := slices.IndexFunc(c, func(k Checkin) bool { return k.Name == name })
	if i < 0 {
		return 0
	}
	if line := c[i].Lines[key]; line > 0 {
		return line
	}
	return c[i].Lines[""]
}

// fewOf names some ids of many.
func fewOf(ids []string) string {
	const most = 5
	if len(ids) <= most {
		return printable(strings.Join(ids, ", "))
	}
	return printable(fmt.Sprintf("%s and %d more", strings.Join(ids[:most], ", "), len(ids)-most))
}

// has is how many have.
func has(n int) string { return count(n, "has", "have") }
