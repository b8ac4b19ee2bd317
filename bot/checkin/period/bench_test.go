package period

import (
	"testing"
	"time"
)

// BenchmarkLatest is what the engine asks for each zone in each round.
func BenchmarkLatest(b *testing.B) {
	for _, text := range []string{"quarterly", "weekly", "daily", "@hourly", "0 9 29 2 *"} {
		b.Run(text, func(b *testing.B) {
			s, loc, now := schedule(b, text), zoneOf(b, "Europe/Berlin"), time.Date(2027, 1, 31, 12, 0, 0, 0, time.UTC)
			for b.Loop() {
				if _, ok := s.Latest(now, loc); !ok {
					b.Fatal("none")
				}
			}
		})
	}
}

// BenchmarkParse includes finding the unit in 28 years.
func BenchmarkParse(b *testing.B) {
	for _, text := range []string{"quarterly", "weekly", "0 9 1 * 1", "0 9 29 2 *", "0 0 31 2 *", "quaterly"} {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				_, _ = Parse(text)
			}
		})
	}
}
