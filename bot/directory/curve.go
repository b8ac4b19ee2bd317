package directory

import (
	"math"

	"ambassador/bot/place"
)

// A Z-order curve visits the globe so that neighbours mostly lie close together on
// it: latitude and longitude are cut into 2^24 steps each (at most 2.4 m), and their
// bits are shuffled into one number (Morton, 1966). A square of side 2^-n of the
// globe is then one interval of the curve, and so one range of keys in the store.

// deepest is the level of the smallest cells; the one cell of level 0 is the globe.
const deepest = 24

// codeOf is the point's place on the curve.
func codeOf(lat, lon float64) uint64 {
	return spread(step(lat, 90))<<1 | spread(step(wrap(lon), 180))
}

// pointOf is the middle of the smallest cell at that place of the curve.
func pointOf(code uint64) (lat, lon float64) {
	const steps = 1 << deepest
	return (float64(gather(code>>1))+0.5)/steps*180 - 90, (float64(gather(code))+0.5)/steps*360 - 180
}

// step cuts an angle between -half and +half into 2^24 steps.
func step(angle, half float64) uint32 {
	const steps = 1 << deepest
	return uint32(min(steps-1, max(0, (angle+half)/(2*half)*steps)))
}

// wrap brings a longitude into -180 ≤ lon < 180: the date line is no end.
func wrap(lon float64) float64 { return lon - 360*math.Floor((lon+180)/360) }

// spread puts a zero bit before each of the 24 bits.
func spread(v uint32) uint64 {
	x := uint64(v)
	x = (x | x<<16) & 0x0000ffff0000ffff
	x = (x | x<<8) & 0x00ff00ff00ff00ff
	x = (x | x<<4) & 0x0f0f0f0f0f0f0f0f
	x = (x | x<<2) & 0x3333333333333333
	return (x | x<<1) & 0x5555555555555555
}

// gather takes every second bit, beginning with the lowest.
func gather(x uint64) uint32 {
	x &= 0x5555555555555555
	x = (x | x>>1) & 0x3333333333333333
	x = (x | x>>2) & 0x0f0f0f0f0f0f0f0f
	x = (x | x>>4) & 0x00ff00ff00ff00ff
	x = (x | x>>8) & 0x0000ffff0000ffff
	return uint32(x | x>>16)
}

// cell is a square of the globe and an interval of the curve.
type cell struct {
	level    int
	row, col uint32 // from the south, from the date line eastwards; both below 2^level
}

// span returns the interval of the curve, its end excluded.
func (c cell) span() (from, to uint64) {
	shift := 2 * (deepest - c.level)
	code := spread(c.row)<<1 | spread(c.col)
	return code << shift, (code + 1) << shift
}

// parts are the four cells of the next level.
func (c cell) parts() [4]cell {
	l, r, k := c.level+1, 2*c.row, 2*c.col
	return [4]cell{{l, r, k}, {l, r, k + 1}, {l, r + 1, k}, {l, r + 1, k + 1}}
}

// distance is how far the nearest point of the cell is from a point, in km.
func (c cell) distance(lat, lon float64) float64 {
	side := 1 / float64(uint32(1)<<c.level)
	south, west := float64(c.row)*side*180-90, float64(c.col)*side*360-180
	north := south + side*180
	off := 0.0 // degrees of longitude to the nearer edge
	if east, width := lon-west-360*math.Floor((lon-west)/360), side*360; east > width {
		off = min(east-width, 360-east)
	}
	// Along the nearer meridian the nearest point is where the great circle meets it
	// at a right angle; more than a quarter of the globe away it is one of the ends.
	if off < 90 {
		foot := math.Atan(math.Tan(lat*math.Pi/180)/math.Cos(off*math.Pi/180)) * 180 / math.Pi
		return place.Distance(lat, 0, min(north, max(south, foot)), off)
	}
	return min(place.Distance(lat, 0, south, off), place.Distance(lat, 0, north, off))
}

// around returns a few cells that together hold everything within radius km of a
// point: as small as they can be without being many. Near a pole they are large.
func around(lat, lon, radius float64) []cell {
	const kmPerDegree = 111.195 // of latitude, on the sphere that place.Distance uses
	high := radius/kmPerDegree + 1e-9
	wide := 180.0
	if rim := math.Abs(lat) + high; rim < 90 {
		wide = min(180, high/math.Cos(rim*math.Pi/180))
	}
	level := int(math.Log2(180 / (2 * high)))
	for level = min(deepest, max(0, level)); ; level-- {
		if cells := cover(level, lat, lon, high, wide); len(cells) <= 6 || level == 0 {
			return cells
		}
	}
}

// cover lists the cells of one level that a box of twice high by twice wide degrees
// around the point touches.
func cover(level int, lat, lon, high, wide float64) []cell {
	shift := deepest - level
	bottom, top := step(lat-high, 90)>>shift, step(lat+high, 90)>>shift
	columns := uint32(1) << level
	first := step(wrap(lon-wide), 180) >> shift
	count := (step(wrap(lon+wide), 180)>>shift-first)&(columns-1) + 1
	if wide >= 180-360/float64(columns) {
		first, count = 0, columns // right around
	}
	var cells []cell
	for row := bottom; row <= top; row++ {
		for i := range count {
			cells = append(cells, cell{level, row, (first + i) & (columns - 1)})
		}
	}
	return cells
}
