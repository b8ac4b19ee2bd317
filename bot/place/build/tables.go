package main

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ambassador/bot/place/internal/atlas"
	"ambassador/bot/place/internal/fold"
)

// The tables of our own; each explains itself at its top.
var (
	//go:embed macros.tsv
	macroTable string
	//go:embed aliases.tsv
	aliasTable string
	//go:embed iso.tsv
	isoTable string
)

// region is one line of macros.tsv.
type region struct {
	code    string
	names   []string
	members []string
}

// rows splits a table into lines of exactly n columns; it skips comments and empty lines.
func rows(file, table string, n int) ([][]string, error) {
	var all [][]string
	for i, line := range strings.Split(table, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		col := strings.Split(line, "\t")
		if len(col) != n {
			return nil, fmt.Errorf("%s: line %d has %d columns, not %d", file, i+1, len(col), n)
		}
		all = append(all, col)
	}
	return all, nil
}

// readMacros reads macros.tsv.
func readMacros() ([]region, error) {
	lines, err := rows("macros.tsv", macroTable, 3)
	if err != nil {
		return nil, err
	}
	var all []region
	for _, col := range lines {
		all = append(all, region{code: col[0], members: strings.Fields(col[1]), names: strings.Split(col[2], " | ")})
	}
	return all, nil
}

// countries lists the members of a region, sorted. A member is an ISO code, an M49 number or
// another region of the table; one that begins with a minus is taken out again.
func (r region) countries(m49 containment, regions []region) ([]string, error) {
	in := map[string]bool{}
	for _, member := range r.members {
		code, out := strings.CutPrefix(member, "-")
		parts := m49.countries(code)
		if i := slices.IndexFunc(regions, func(o region) bool { return o.code == code && code != r.code }); i >= 0 {
			var err error
			if parts, err = regions[i].countries(m49, regions); err != nil {
				return nil, err
			}
		} else if !slices.Contains(m49.countries("001"), code) && m49[code] == nil {
			return nil, fmt.Errorf("macros.tsv: %s: unknown member %s", r.code, member)
		}
		for _, cc := range parts {
			in[cc] = !out
		}
	}
	for cc, yes := range in {
		if !yes {
			delete(in, cc)
		}
	}
	return sorted(in), nil
}

// addAliases enters the names of aliases.tsv.
func (w *world) addAliases() error {
	lines, err := rows("aliases.tsv", aliasTable, 2)
	if err != nil {
		return err
	}
	var problems []error
	for _, col := range lines {
		place, err := w.target(col[0])
		if err != nil {
			problems = append(problems, err)
			continue
		}
		for _, name := range strings.Split(col[1], " | ") {
			if shown, ok := strings.CutPrefix(name, "="); ok {
				w.cities[place].name = shown
			}
			w.add(fold.Key(name), place, atlas.Alias)
		}
	}
	return errors.Join(problems...)
}

// target finds the place of a line: an area by its ref or ISO 3166-2 code, a city by "city:DE Berlin"
// or "city:US-OR Portland", the most populous of that main name there.
func (w *world) target(ref string) (int, error) {
	if i, ok := w.area[ref]; ok {
		return len(w.cities) + i, nil
	}
	if code, ok := strings.CutPrefix(ref, "iso:"); ok {
		if i, ok := w.byISO(code); ok {
			return len(w.cities) + i, nil
		}
		return 0, fmt.Errorf("aliases.tsv: no subdivision %q", ref)
	}
	where, name, _ := strings.Cut(strings.TrimPrefix(ref, "city:"), " ")
	in, narrow := w.byISO(where)
	best := -1
	for place, how := range w.names[fold.Key(name)] {
		if place >= len(w.cities) || how != atlas.Main && how != atlas.Alias {
			continue
		}
		c := &w.cities[place]
		if c.cc != where[:2] || narrow && "sub:"+c.cc+"."+c.admin1 != w.areas[in].Ref {
			continue
		}
		if best < 0 || c.population > w.cities[best].population ||
			c.population == w.cities[best].population && place < best {
			best = place
		}
	}
	if best < 0 {
		return 0, fmt.Errorf("aliases.tsv: no place %q", ref)
	}
	return best, nil
}

// byISO finds a subdivision by its code of ISO 3166-2, "DE-NW".
func (w *world) byISO(code string) (int, bool) {
	i, ok := w.iso[strings.ReplaceAll(code, "-", "")]
	return i, ok
}

// itoa writes a GeoNames id.
func itoa(id uint32) string { return strconv.FormatUint(uint64(id), 10) }
