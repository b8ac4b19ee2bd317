package slack

// Counts are the figures of this connection since the start, by name: what was heard (slack_slash, …),
// acknowledged, late, unknown, malformed and forged, and which calls failed or were held back.
func (a *Adapter) Counts() map[string]int64 { return a.counts.All() }
