package atlas

// Alike shows alike to the tests.
func Alike(a, b uint64, edits int) bool { return alike(a, b, edits) }

// Edits measures the distance of two words for the tests.
func Edits(a, b string, limit int) int { return newDistance(a).to(b, limit) }
