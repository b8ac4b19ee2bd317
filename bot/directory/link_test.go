package directory_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"ambassador/bot"
	"ambassador/bot/bottest"
	"ambassador/bot/contact"
	"ambassador/bot/directory"
	"ambassador/bot/ticket"
	"ambassador/bot/worktime"
	"ambassador/store"
	"ambassador/store/mem"
)

// theCode is a one-time code among words.
var theCode = regexp.MustCompile(`\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b`)

// cipher is the plainest platform with the codes, which are others each time, called
// CODE-1, CODE-2 and so on; “code 1” is the first one typed carelessly.
type cipher struct {
	*bottest.Direct
	codes []string
}

// Heard implements bottest.Platform.
func (c *cipher) Heard() []bottest.Word {
	words := c.Direct.Heard()
	for i := range words {
		words[i].Text = theCode.ReplaceAllStringFunc(words[i].Text, func(code string) string {
			if code == "ABCD-EFGH" { // the example
				return code
			}
			if !slices.Contains(c.codes, code) {
				c.codes = append(c.codes, code)
			}
			return fmt.Sprintf("CODE-%d", slices.Index(c.codes, code)+1)
		})
	}
	return words
}

// Say implements bottest.Platform.
func (c *cipher) Say(l bottest.Line) error {
	for i, code := range c.codes {
		l.Text = strings.ReplaceAll(l.Text, fmt.Sprintf("CODE-%d", i+1), code)
		l.Text = strings.ReplaceAll(l.Text, fmt.Sprintf("code %d", i+1), strings.ToLower(strings.ReplaceAll(code, "-", " ")))
	}
	return c.Direct.Say(l)
}

// elsewhere is a second platform, of which everything is heard, too.
type elsewhere struct{ bot.Adapter }

// Name implements bot.Adapter.
func (elsewhere) Name() string { return "elsewhere" }

// TestLinkTalks plays the talks that need two platforms, which the stages of other rooms
// do not have.
func TestLinkTalks(t *testing.T) {
	d := open(t)
	bottest.Play(t, "testdata/link/*.txtar", func(t testing.TB, a *bottest.Archive) bottest.Stage {
		db := bottest.Lasting(mem.New())
		house := bottest.House{
			Open: func(testing.TB) store.DB { return db },
			Build: func(db store.DB, adapter bot.Adapter, log *slog.Logger) (*bot.Router, *bot.Outbox, error) {
				outbox := bot.NewOutbox(db, bottest.Space, log, adapter, elsewhere{adapter})
				r, err := bot.NewRouter(bot.Parts{
					DB: db, Space: bottest.Space, Name: "Ambassador", Commands: slices.Concat(d.Commands(), requests(t, d)), Guide: d, Outbox: outbox, Log: log,
				})
				return r, outbox, err
			},
			Load: func(ctx context.Context, db store.DB, name string, data []byte) error {
				return loadFixture(ctx, d, db, name, data)
			},
		}
		return house.On(func(testing.TB) bottest.Platform { return &cipher{Direct: &bottest.Direct{}} })(t, a)
	})
}

// requests are commands that write to somebody else, and ask a question first.
func requests(t testing.TB, d *directory.Directory) []bot.Command {
	hours, err := worktime.New(worktime.Options{})
	if err != nil {
		t.Fatal(err)
	}
	tickets, err := ticket.New(ticket.Options{People: d, Hours: hours, Kinds: contact.Kinds(d)})
	if err != nil {
		t.Fatal(err)
	}
	return tickets.Commands()
}

// twoDoors is a bot with the directory of the talks, on two platforms and asked message by
// message.
type twoDoors struct {
	db     store.DB
	d      *directory.Directory
	outbox *bot.Outbox
	router *bot.Router
	log    strings.Builder
	asked  int
}

func openDoors(t testing.TB) *twoDoors {
	t.Helper()
	data, err := txtar.ParseFile("testdata/link/link.txtar")
	if err != nil {
		t.Fatal(err)
	}
	h := &twoDoors{db: mem.New(), d: open(t)}
	if err := loadFixture(t.Context(), h.d, h.db, "directory.yaml", data.Files[0].Data); err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.NewTextHandler(&h.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	h.outbox = bot.NewOutbox(h.db, bottest.Space, log, &bottest.Direct{}, elsewhere{&bottest.Direct{}})
	h.router, err = bot.NewRouter(bot.Parts{
		DB: h.db, Space: bottest.Space, Name: "Ambassador", Commands: h.d.Commands(), Guide: h.d, Outbox: h.outbox, Log: log,
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// says has an account say a line, and returns the answer.
func (h *twoDoors) says(t testing.TB, account, line string, guest bool) (answer bot.Reply) {
	t.Helper()
	from, err := bot.ParseAccount(account)
	if err != nil {
		t.Fatal(err)
	}
	h.asked++
	m := bot.Message{ID: fmt.Sprint(h.asked), Text: line, From: from, Private: true, Addressed: true, Guest: guest}
	err = h.router.Handle(t.Context(), m, func(_ context.Context, e bot.Envelope) error {
		answer = e.Reply
		return nil
	})
	if err = errors.Join(err, h.outbox.Flush(t.Context())); err != nil {
		t.Fatalf("%q: %v", line, err)
	}
	return answer
}

// code has an account ask for a code.
func (h *twoDoors) code(t testing.TB, account string) string {
	t.Helper()
	reply := h.says(t, account, "settings link", false)
	code := theCode.FindString(reply.Text)
	if code == "" || !reply.Private {
		t.Fatalf("asked for a code: %+v", reply)
	}
	return code
}

// A guest's platform caps what they may do; an account elsewhere would not be capped.
func TestGuestsLinkNothing(t *testing.T) {
	h := openDoors(t)
	if reply := h.says(t, "console:leader", "settings link", true); !strings.Contains(reply.Text, "guests") || theCode.MatchString(reply.Text) {
		t.Errorf("a guest asks for a code: %q", reply.Text)
	}
	code := h.code(t, "console:leader")
	if reply := h.says(t, "elsewhere:ada", "settings link "+code, true); !strings.Contains(reply.Text, "guests") {
		t.Errorf("a guest says a code: %q", reply.Text)
	}
	if reply := h.says(t, "elsewhere:ada", "settings link "+code, false); !strings.Contains(reply.Text, "linked now") {
		t.Errorf("the code of a guest's refusal is gone: %q", reply.Text)
	}
}

// A console lets its user try roles out; they are not the record's and do not travel, and
// whoever has one does not lose it by a code.
func TestARoleOfTheAdapterDoesNotTravel(t *testing.T) {
	h := openDoors(t)
	code := h.code(t, "console:leader")
	m := bot.Message{
		ID: "x", Text: "settings link " + code, From: bot.Address{Platform: "elsewhere", User: "ada"}, Private: true, Addressed: true, Role: bot.Coordinator,
	}
	var answer string
	err := h.router.Handle(t.Context(), m, func(_ context.Context, e bot.Envelope) error { answer = e.Reply.Text; return nil })
	if err != nil || !strings.Contains(answer, "ask a coordinator") {
		t.Errorf("a role that the adapter vouches for joins a leader: %q, %v", answer, err)
	}
}

// The code of somebody who has left works no more, and they can be reached nowhere.
func TestTheCodeOfSomebodyGone(t *testing.T) {
	h := openDoors(t)
	code := h.code(t, "console:leader")
	leader := bot.Address{Platform: "console", User: "leader"}
	err := h.db.Update(t.Context(), bottest.Space, func(tx store.Tx) error {
		to, err := h.d.Reach(tx, "leader-berlin")
		if !slices.Equal(to, []bot.Address{leader}) || err != nil {
			t.Errorf("reached at %v, %v", to, err)
		}
		_, err = h.d.MarkGone(tx, []bot.Address{leader}, []bot.Address{leader})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if reply := h.says(t, "elsewhere:ada", "settings link "+code, false); !strings.Contains(reply.Text, "does not work") {
		t.Errorf("their code: %q", reply.Text)
	}
	err = h.db.View(t.Context(), bottest.Space, func(tx store.Tx) error {
		to, err := h.d.Reach(tx, "leader-berlin")
		if len(to) > 0 {
			t.Errorf("still reached at %v", to)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A code stands in the answer that tells it and nowhere else: not in the state, once that
// answer has gone, nor in an export or the log.
func TestACodeIsWrittenDownNowhere(t *testing.T) {
	h := openDoors(t)
	used, open := h.code(t, "console:leader"), h.code(t, "console:berlin")
	h.says(t, "elsewhere:ada", "settings link "+used, false)
	h.says(t, "elsewhere:eve", "settings link 0123-4567", false)
	found := h.log.String()
	err := h.db.View(t.Context(), bottest.Space, func(tx store.Tx) error {
		for k, v := range tx.Scan(nil, nil) {
			found += "\n" + string(k) + string(v)
		}
		book, err := h.d.Export(tx, "directory")
		found += fmt.Sprint(book)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(found, "link guesses") || !strings.Contains(found, "link codes") {
		t.Fatal("the search does not see what is kept")
	}
	for _, code := range []string{used, open, "0123-4567"} {
		for _, form := range []string{code, strings.ReplaceAll(code, "-", "")} {
			if strings.Contains(strings.ToUpper(found), form) {
				t.Errorf("%s is written down", form)
			}
		}
	}
	err = h.db.Update(t.Context(), bottest.Space, func(tx store.Tx) error { return h.d.Forget(tx, time.Now().Add(8*24*time.Hour)) })
	if err != nil {
		t.Fatal(err)
	}
	err = h.db.View(t.Context(), bottest.Space, func(tx store.Tx) error {
		for k := range tx.Scan(nil, nil) {
			if strings.Contains(string(k), "directory link") {
				t.Errorf("%q is kept for longer than it serves", k)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Nobody links more accounts than a person has.
func TestNobodyLinksAccountsWithoutEnd(t *testing.T) {
	h := openDoors(t)
	for n := range 9 {
		if reply := h.says(t, fmt.Sprintf("elsewhere:ada%d", n), "settings link "+h.code(t, "console:leader"), false); !strings.Contains(reply.Text, "linked now") {
			t.Fatalf("account %d: %q", n, reply.Text)
		}
	}
	if reply := h.says(t, "console:leader", "settings link", false); !strings.Contains(reply.Text, "10 accounts") {
		t.Errorf("one more: %q", reply.Text)
	}
}

// TestANamesakeInheritsNothing: ids are made of names. Whoever gets that of somebody who was removed does not answer the
// question that was open with them.
func TestANamesakeInheritsNothing(t *testing.T) {
	h := openDoors(t)
	h.says(t, "console:leader", "contact ambassador-berlin", false)
	h.says(t, "console:chief", "directory remove leader-berlin", false)
	h.says(t, "console:chief", "yes", false)
	if added := h.says(t, "console:chief", `directory add kind=person name="Leader Berlin" place=Berlin account=console:other`, false); !strings.Contains(added.Text, "Leader Berlin") {
		t.Fatalf("added: %q", added.Text)
	}
	if heard := h.says(t, "console:other", "who am i", false); !strings.HasPrefix(heard.Text, "I do not know") {
		t.Errorf("the newcomer hears %q", heard.Text)
	}
}
