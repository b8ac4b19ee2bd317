//go:build race

package period

// yearsWalked is how many of the ten years the walk through all zones takes with the race detector, which makes it some
// fifteen times slower.
const yearsWalked = 1
