package place

import (
	"fmt"
	"slices"
	"strings"

	"ambassador/bot/place/internal/atlas"
	"ambassador/bot/place/internal/fold"
)

// Differences in weight below which the bot asks instead of deciding.
const (
	closeCall  = 0.45
	closeState = 0.8 // between states of one name: Punjab is in India and in Pakistan
)

// most is the number of candidates shown.
const most = 4

// decide makes an answer of readings: the best one, unless others are about as good or it rests on
// guesses.
func (a ask) decide(all []reading) Answer {
	if len(all) == 0 {
		return Answer{Status: NotFound}
	}
	all = a.distinct(all)
	rivals := 1
	for rivals < len(all) && rivals < most && a.isRival(all[rivals], all[0]) {
		rivals++
	}
	best := all[0]
	answer := Answer{Status: Found, Place: a.place(best.at)}
	switch {
	case best.edits > 1 || best.edits == 1 && (rivals > 1 || all[len(all)-1].edits == 0):
		answer.Status, answer.Candidates = Suggest, a.places(all[:min(len(all), most)])
	case best.edits == 1:
		answer.Note = fmt.Sprintf("I took that for %s.", answer.Place.Name)
	case rivals > 1:
		answer.Status, answer.Candidates = Ambiguous, a.places(all[:rivals])
	}
	return answer
}

// isRival reports whether a reading is about as good as the best one. Of countries of one name, such as
// the two Congos, none is better.
func (a ask) isRival(r, best reading) bool {
	bound := closeCall
	if n := a.atlas.Cities(); r.at >= n && best.at >= n && r.edits == 0 {
		kind := a.atlas.Area(r.at - n).Kind
		switch {
		case kind != a.atlas.Area(best.at-n).Kind || r.how < atlas.Main:
		case kind == atlas.Subdivision:
			bound = closeState
		case kind == atlas.Country:
			return r.how == best.how && (a.asker.Country == "" || best.weight-r.weight < closeCall)
		}
	}
	return best.weight-r.weight < bound
}

// places makes places of readings.
func (a ask) places(all []reading) []Place {
	list := make([]Place, len(all))
	for i, r := range all {
		list[i] = a.place(r.at)
	}
	return list
}

// exclude answers a query whose qualifier excludes everything the name can mean: it says so and offers
// the places of that name elsewhere, because the qualifier is wrong more often than the name.
func (a ask) exclude(o outcome) Answer {
	all := a.distinct(sorted(o.excluded))
	candidates := a.places(all[:min(len(all), most)])
	outside := title(o.outside)
	if areas := a.areas(o.outside); len(areas) > 0 {
		outside = a.place(areas[0]).Name
	}
	return Answer{
		Status: Suggest, Place: candidates[0], Candidates: candidates,
		Note: fmt.Sprintf("There is no %s in %s.", candidates[0].Name, WithArticle(outside)),
	}
}

// title writes a folded name with capitals, for want of what the person wrote.
func title(key string) string {
	words := strings.Fields(key)
	for i, w := range words {
		letters := []rune(w)
		words[i] = strings.ToUpper(string(letters[:1])) + string(letters[1:])
	}
	return join(words)
}

// nearMe answers "near me" as well as the asker's country is known.
func (a ask) nearMe() Answer {
	p, ok := a.ByRef("country:" + a.asker.Country)
	if !ok {
		return Answer{Status: NotFound, Near: true, Note: "I do not know where you are; name a city or a country."}
	}
	note := fmt.Sprintf("Going by your profile, you are in %s.", WithArticle(p.Name))
	if a.asker.Zone != "" {
		note = fmt.Sprintf("Going by your time zone, %s, you are in %s.", a.asker.Zone, WithArticle(p.Name))
	}
	return Answer{Status: Found, Place: p, Near: true, Note: note}
}

// distinct drops readings that are the same place to a person: the state around a city of its name,
// a village or a quarter beside it, one idea of a region after another.
func (g *Gazetteer) distinct(all []reading) []reading {
	var kept []reading
	for _, r := range all {
		i := slices.IndexFunc(kept, func(k reading) bool { return g.isSame(r.at, k.at) })
		if i < 0 {
			kept = append(kept, r)
		} else if g.embodies(r, kept[i]) {
			kept[i].at, kept[i].how = r.at, r.how
		}
	}
	return kept
}

// isSame reports whether two places of one name are the same to a person.
func (g *Gazetteer) isSame(i, j int) bool {
	return i == j || g.inside(i, j) || g.inside(j, i) || g.beside(i, j) || g.isMacro(i) && g.isMacro(j)
}

// isMacro reports whether a place is a macro-region.
func (g *Gazetteer) isMacro(i int) bool {
	n := g.atlas.Cities()
	return i >= n && g.atlas.Area(i-n).Kind == atlas.Macro
}

// seatShare is the part of the people of a state that a city must hold to be meant by their common
// name: New York, Québec and Oaxaca do, a hamlet called Texas does not.
const seatShare = 0.03

// embodies reports whether a city is what people mean by the name of the subdivision it lies in.
func (g *Gazetteer) embodies(city, division reading) bool {
	n := g.atlas.Cities()
	if city.at >= n || division.at < n || city.edits > division.edits || !g.inside(city.at, division.at) {
		return false
	}
	area := g.atlas.Area(division.at - n)
	c := g.atlas.City(city.at)
	namesake := city.how >= atlas.Main || strings.HasPrefix(fold.Key(area.Name), fold.Key(c.Name))
	return area.Kind == atlas.Subdivision && division.how != atlas.Alias && namesake &&
		float64(c.Population) >= seatShare*float64(area.Population)
}
