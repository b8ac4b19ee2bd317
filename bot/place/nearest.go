package place

import (
	"math"

	"ambassador/bot/place/internal/atlas"
	"ambassador/bot/place/internal/fold"
)

// Namesake gives the town nearest to a point, in degrees north and east, among all that have exactly
// this name; false if there is none. Resolve knows the famous ones only: there are dozens of Portlands.
func (g *Gazetteer) Namesake(name string, lat, lon float64) (Place, bool) {
	best, nearest := -1, math.Inf(1)
	for _, s := range g.atlas.Senses(fold.Key(name)) {
		if s.Place >= g.atlas.Cities() || s.How == atlas.Code {
			continue
		}
		c := g.atlas.City(s.Place)
		if km := Distance(lat, lon, c.Lat, c.Lon); km < nearest {
			best, nearest = s.Place, km
		}
	}
	if best < 0 {
		return Place{}, false
	}
	return g.place(best), true
}

// Nearest gives the town nearest to a point, in degrees north and east, whatever it is called. It looks
// at every town there is, which takes milliseconds: it is for imports, not for answers.
func (g *Gazetteer) Nearest(lat, lon float64) Place {
	best, nearest := 0, math.Inf(1)
	for i := range g.atlas.Cities() {
		c := g.atlas.City(i)
		if km := Distance(lat, lon, c.Lat, c.Lon); km < nearest {
			best, nearest = i, km
		}
	}
	return g.place(best)
}
