package bot_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ambassador/bot"
	"ambassador/bot/bottest"
	"ambassador/store"
	"ambassador/store/mem"
)

// witness is a pigeon that keeps the envelopes whole.
type witness struct {
	pigeon
	envelopes []bot.Envelope
}

// Send implements bot.Adapter.
func (w *witness) Send(ctx context.Context, e bot.Envelope) (string, error) {
	w.mu.Lock()
	w.envelopes = append(w.envelopes, e)
	w.mu.Unlock()
	return w.pigeon.Send(ctx, e)
}

// A slash command is typed in a room and answered to its author alone. When the answer
// comes too late for that, the outbox must not show it to the whole room instead.
func TestAnAnswerToASlashCommandStaysPrivateThroughTheOutbox(t *testing.T) {
	for _, line := range []string{"newsletter count", `newsletter submit "A" "B"`} {
		synctest.Test(t, func(t *testing.T) {
			w, db := &witness{}, mem.New()
			fly(t, db, w, func(ctx context.Context, o *bot.Outbox) {
				m := toBot("1", "leader", line)
				m.Private = true
				err := router(t, db, o).Handle(ctx, m, func(context.Context, bot.Envelope) error { return errors.New("too late") })
				if err != nil {
					t.Error(err)
				}
				time.Sleep(time.Minute)
			})
			w.envelopes = slices.DeleteFunc(w.envelopes, func(e bot.Envelope) bool { return e.To.User == "editor" })
			if len(w.envelopes) != 1 {
				t.Fatalf("%s: %d envelopes, want the answer", line, len(w.envelopes))
			}
			if e := w.envelopes[0]; e.To.User != "leader" || !e.Reply.Private {
				t.Errorf("%s: the answer goes to %+v, private %v; want it for the leader alone", line, e.To, e.Reply.Private)
			}
		})
	}
}

// A platform that cannot give an answer where it was asked leaves it to the outbox, which
// does not wait as it would after a failed delivery; what may have arrived is in doubt.
func TestAnAnswerThatFailedIsDeliveredAtOnce(t *testing.T) {
	for _, line := range []string{"newsletter count", `newsletter submit "A" "B"`} {
		for _, failed := range []error{errors.New("elsewhere"), bot.InDoubt{Err: errors.New("cut")}} {
			synctest.Test(t, func(t *testing.T) {
				w, db := &witness{}, mem.New()
				fly(t, db, w, func(ctx context.Context, o *bot.Outbox) {
					err := router(t, db, o).Handle(ctx, alone("1", "leader", line), func(context.Context, bot.Envelope) error { return failed })
					if err != nil {
						t.Error(err)
					}
					synctest.Wait()
					var doubt bot.InDoubt
					w.mu.Lock()
					defer w.mu.Unlock()
					w.envelopes = slices.DeleteFunc(w.envelopes, func(e bot.Envelope) bool { return e.To.User == "editor" })
					if len(w.envelopes) != 1 || w.envelopes[0].Doubt != errors.As(failed, &doubt) {
						t.Errorf("%s, %v: sent at once %+v", line, failed, w.envelopes)
					}
				})
			})
		}
	}
}

// A platform that asks for patience when it is given an answer is given it, whether the
// answer was stored or not, and so is whatever else goes there.
func TestAnAnswerThatHasToWaitWaits(t *testing.T) {
	for _, line := range []string{"newsletter count", `newsletter submit "A" "B"`} {
		synctest.Test(t, func(t *testing.T) {
			w, db := &witness{}, mem.New()
			fly(t, db, w, func(ctx context.Context, o *bot.Outbox) {
				began := time.Now()
				patience := bot.Wait{For: 30 * time.Second, All: true}
				err := router(t, db, o).Handle(ctx, alone("1", "leader", line), func(context.Context, bot.Envelope) error { return patience })
				if err != nil {
					t.Error(err)
				}
				time.Sleep(29 * time.Second)
				post(t, ctx, o, letterTo("a", "others"))
				synctest.Wait()
				// Words to an editor may have left together with the answer.
				if heard := w.heard(); slices.ContainsFunc(heard, func(said string) bool { return !strings.Contains(said, "New item") }) {
					t.Errorf("%s: after %s the platform is given %v", line, time.Since(began), heard)
				}
				time.Sleep(2 * time.Second)
				if heard := w.heard(); !slices.Contains(heard, "a: others") || len(heard) < 2 {
					t.Errorf("%s: after %s the platform was given %v only", line, time.Since(began), heard)
				}
			})
		})
	}
}

// An answer that a person alone may see leaves a room that others read.
func TestAPrivateAnswerLeavesTheRoom(t *testing.T) {
	h := open(t, mem.New(), bot.Limit{})
	given := h.hears(t, toBot("1", "coordinator", "dead"))
	if len(given) != 1 || !given[0].To.Direct() || given[0].To.User != "coordinator" {
		t.Errorf("dead letters go to %+v, want the direct conversation with the coordinator", given)
	}
}

// fallen is a guide to a village in which everybody has the role it points at.
type fallen struct {
	village
	role *bot.Role
}

// Who implements bot.Guide.
func (f fallen) Who(store.Tx, bot.Message) (bot.Person, error) {
	return bot.Person{Role: *f.role}, nil
}

// A role may be taken away while a question is open. Looking up what they answer
// would tell them who is in the directory, so the role is asked first.
func TestWhoHasLostTheRoleIsToldNothingOfTheirAnswer(t *testing.T) {
	role := bot.Coordinator
	h := guided(t, fallen{role: &role}, bot.Command{
		Name: "secret", Summary: "look somebody up", Needs: bot.Coordinator, Handle: bottest.Echo,
		Fields: []bot.Field{{Name: "who", Label: "Who?", Kind: bot.Human}},
	})
	if asked := h.replyTo(t, alone("1", "u", "secret")); !strings.Contains(asked, "Who?") {
		t.Fatalf("the coordinator hears %q, want the question", asked)
	}
	role = bot.Member
	if heard := h.replyTo(t, alone("2", "u", "@nobody")); !strings.Contains(heard, "coordinators only") {
		t.Errorf("without the role they hear %q, want only that it is not for them", heard)
	}
}
