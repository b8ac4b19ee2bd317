package bot_test

import (
	"context"
	"testing"

	"ambassador/bot"
	"ambassador/store/mem"
)

// BenchmarkHandle is what the message path itself costs, without a disk.
func BenchmarkHandle(b *testing.B) {
	for name, line := range map[string]string{"read": "newsletter count", "unknown": "newsleter count"} {
		b.Run(name, func(b *testing.B) {
			h := open(b, mem.New(), bot.Limit{})
			m := bot.Message{Text: line, From: bot.Address{Platform: "pigeon", User: "member"}, Private: true}
			for b.Loop() {
				if err := h.router.Handle(context.Background(), m, func(context.Context, bot.Envelope) error { return nil }); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
