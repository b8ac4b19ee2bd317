//go:build !race

package period

// yearsWalked is how many years the walk through all zones takes.
const yearsWalked = 10
