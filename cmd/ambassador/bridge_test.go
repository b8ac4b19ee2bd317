package main

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"slices"
	"testing"

	"ambassador/adapters/matrix"
	"ambassador/adapters/matrix/matrixfake"
	"ambassador/adapters/slack/slackfake"
	"ambassador/bot"
	"ambassador/bot/bottest"
	"ambassador/store"
)

// TestBridgeTalks plays the talks in which some are on Slack and others on Matrix, with one bot between
// them. Who is on Matrix has the platform "elsewhere" in the fixture, and says so with "as".
func TestBridgeTalks(t *testing.T) {
	for name, open := range stores() {
		t.Run(name, func(t *testing.T) {
			bottest.Play(t, "testdata/bridge/*.txtar", func(t testing.TB, a *bottest.Archive) bottest.Stage {
				fixtures := furnished(a)
				faq := faqOf(t, fixtures)
				c := configured(t, fixtures, faq.dir, slackfake.Account("chief"))
				whole := wholeHouse(open(t), c, faq)
				var built *house
				whole.Jobs = func(db store.DB, outbox *bot.Outbox) []bot.Job { return built.jobs() }
				whole.Build = func(db store.DB, adapter bot.Adapter, log *slog.Logger) (*bot.Router, *bot.Outbox, error) {
					two := adapter.(bridge)
					h, err := furnish(c, db, bot.Limit{}, log, two.slack, two.matrix)
					if err != nil {
						return nil, nil, err
					}
					built = h
					return h.router, h.outbox, nil
				}
				for i := range fixtures.Files {
					data := slackfake.Fixture(fixtures.Files[i].Data)
					fixtures.Files[i].Data = matrixfake.Fixture(bytes.ReplaceAll(data, []byte("elsewhere:"), []byte("console:")))
				}
				return whole.On(func(t testing.TB) bottest.Platform {
					return &banks{slack: slackfake.HTTP(t), matrix: matrixfake.Open(t)}
				})(t, fixtures)
			})
		})
	}
}

// banks are two platforms, and bridge is the bot's side of both.
type (
	banks  struct{ slack, matrix bottest.Platform }
	bridge struct{ slack, matrix bot.Adapter }
)

// Adapter implements bottest.Platform.
func (b *banks) Adapter() bot.Adapter { return bridge{b.slack.Adapter(), b.matrix.Adapter()} }

// Say implements bottest.Platform.
func (b *banks) Say(l bottest.Line) error {
	if l.Platform != matrix.Platform {
		return b.slack.Say(l)
	}
	l.Platform = ""
	return b.matrix.Say(l)
}

// Heard implements bottest.Platform.
func (b *banks) Heard() []bottest.Word { return slices.Concat(b.slack.Heard(), b.matrix.Heard()) }

// Name implements bot.Adapter; nothing is sent by that name.
func (bridge) Name() string { return "bridge" }

// Run implements bot.Adapter.
func (b bridge) Run(ctx context.Context, handle bot.Handle) error {
	ended := make(chan error, 2)
	for _, a := range []bot.Adapter{b.slack, b.matrix} {
		go func() { ended <- a.Run(ctx, handle) }()
	}
	return errors.Join(<-ended, <-ended)
}

// Send implements bot.Adapter.
func (bridge) Send(context.Context, bot.Envelope) (string, error) {
	return "", bot.Dead{Reason: "nobody is on a bridge"}
}
