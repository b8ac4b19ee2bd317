package place

import "ambassador/bot/place/internal/atlas"

// inside reports whether one place lies in another: a city in its state, a state in its country, a
// country in a region.
func (g *Gazetteer) inside(inner, outer int) bool {
	target, ok := g.areaOf(outer)
	if !ok || inner == outer {
		return false
	}
	at := atlas.None
	if n := g.atlas.Cities(); inner < n {
		at = g.atlas.City(inner).Area
	} else {
		at = inner - n
	}
	for ; at != atlas.None; at = g.atlas.Area(at).Parent {
		area := g.atlas.Area(at)
		if area.Ref == target.Ref || target.Kind == atlas.Macro && area.CC != "" && holds(target, area.CC) {
			return true
		}
	}
	return false
}

// holds reports whether a macro-region holds a country. Its countries are codes of two letters with
// a space between.
func holds(macro atlas.Area, cc string) bool {
	for i := 0; i+2 <= len(macro.Countries); i += 3 {
		if macro.Countries[i:i+2] == cc {
			return true
		}
	}
	return false
}

// besideKm is how near two places of one name are the same to a person.
const besideKm = 30

// beside reports whether two cities lie next to each other.
func (g *Gazetteer) beside(i, j int) bool { return g.apart(i, j, besideKm) }

// apart reports whether two cities lie less than some km apart; of areas it does not speak.
func (g *Gazetteer) apart(i, j int, km float64) bool {
	if n := g.atlas.Cities(); i >= n || j >= n {
		return false
	}
	a, b := g.atlas.City(i), g.atlas.City(j)
	return Distance(a.Lat, a.Lon, b.Lat, b.Lon) < km
}
