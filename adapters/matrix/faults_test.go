package matrix_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ambassador/adapters/matrix"
	"ambassador/adapters/matrix/matrixfake"
	"ambassador/bot"
)

// Each of these tests shows a fault that was found and mended.

func TestIgnoredAfterRestart(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall := o.hall()
		o.ignore("bert")
		o.says("anna", hall, "!ambassador echo y") // so that it is noted how far the bot has read
		time.Sleep(time.Minute)
		_ = o.close()
		o.open()
		o.says("bert", hall, "!ambassador echo x")
		o.heard(hall, "You said: y")
	})
}

func TestEditOfAnother(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall := o.hall()
		asked := o.says("anna", hall, "!ambassador echo one")
		o.edits("bert", hall, asked, "!ambassador echo forged")
		o.heard(hall, "You said: one")
	})
}

func TestOrderAfterRestart(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		dm := o.alone("anna")
		o.slow.Store(int64(5 * time.Second))
		o.says("anna", dm, "slow one")
		o.says("anna", dm, "submit two")
		o.kill()
		o.slow.Store(0)
		o.says("anna", dm, "submit three")
		o.open()
		time.Sleep(time.Minute)
		o.heard(dm, "At last: one", "Got it: two, number 1", "Got it: three, number 2")
	})
}

func TestLateAfterRestart(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		dm := o.alone("anna")
		o.slow.Store(int64(time.Second))
		o.says("anna", dm, "slow one")
		o.says("anna", dm, "echo two")
		o.kill()
		time.Sleep(48 * time.Hour)
		o.open()
		time.Sleep(time.Minute)
		o.heard(dm)
	})
}

func TestMembersOfARoom(t *testing.T) {
	with(t, func(p *matrix.Options) { p.Invites = []string{"!hall:talk.test"} }, func(t *testing.T, o *office) {
		o.hall()
		o.open()
		defer o.close()
		if room := o.invites("anna"); o.Membership(matrixfake.Bot, room) != "join" {
			t.Error("a member of the room is rejected")
		}
		if room := o.invites("carl"); o.Membership(matrixfake.Bot, room) == "join" {
			t.Error("a stranger to the room is not")
		}
	})
}

func TestDirectOfTheirs(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall, dm := o.hall(), o.alone("anna")
		o.says("anna", dm, "echo hello")
		_ = o.close()
		o.open()
		o.says("anna", hall, "!ambassador secret")
		o.heard(dm, "You said: hello", "Between us.")
	})
}

func TestSecondDirect(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall := o.hall()
		o.says("anna", hall, "!ambassador secret")
		_ = o.close()
		o.open()
		o.says("anna", hall, "!ambassador echo hello") // so that the state of the hall is known
		o.Fail("state", matrixfake.Fault{Status: 502})
		o.says("anna", hall, "!ambassador secret")
		time.Sleep(time.Minute)
		if n := len(o.Calls("createRoom")); n != 1 {
			t.Errorf("%d rooms were made", n)
		}
	})
}

func TestMoveIsNotChecked(t *testing.T) {
	const stranger = "@eve:evil.test"
	in(t, func(t *testing.T, o *office) {
		hall := o.hall()
		next, err := o.NewRoom(stranger, object{"preset": "private_chat", "name": "A trap"})
		o.must(err)
		o.points("crowd", hall, next)
		o.must(o.Move(stranger, next, matrixfake.Bot, "invite"))
		time.Sleep(time.Minute)
		if got := o.Membership(matrixfake.Bot, next); got != "leave" {
			t.Errorf("the bot is %q", got)
		}
	})
}

func TestInvitedBeforeByAStranger(t *testing.T) {
	const stranger = "@carl:other.test"
	in(t, func(t *testing.T, o *office) {
		hall := o.hall()
		next := o.moves(stranger, hall, "private_chat")
		o.must(o.Move(stranger, next, matrixfake.Bot, "invite"))
		o.points("crowd", hall, next)
		time.Sleep(time.Minute)
		if got := o.Membership(matrixfake.Bot, next); got != "join" {
			t.Errorf("the bot is %q", got)
		}
	})
}

func TestSlowGreeting(t *testing.T) {
	with(t, func(p *matrix.Options) { p.Greet = true }, func(t *testing.T, o *office) {
		d := o.desk(func(bot.Message) (bot.Reply, error) { time.Sleep(5 * time.Second); return bot.Say("Hello"), nil })
		defer d.close()
		o.DM("anna")
		time.Sleep(time.Minute) // the homeserver holds reactions against its rules
	})
}

func TestLongEdit(t *testing.T) {
	with(t, nil, func(t *testing.T, o *office) {
		d := o.desk(func(m bot.Message) (bot.Reply, error) { return bot.Say(m.Text + strings.Repeat(" word", 7500)), nil })
		o.adapter.Learn(table(t))
		defer d.close()
		hall := o.hall()
		asked := o.says("anna", hall, "!ambassador find one")
		o.edits("anna", hall, asked, "!ambassador find two")
		if got := o.bodies(hall); len(got) != 2 {
			t.Errorf("%d messages", len(got))
		}
	})
}

// table is a table of one command that reads.
func table(t *testing.T) *bot.Table {
	all, err := bot.NewTable(read("find", func(string) (bot.Reply, error) { return bot.Say("x"), nil }))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestCutButtons(t *testing.T) {
	sendsAndAnswers(t, bot.Envelope{Reply: bot.Say(strings.Repeat("word ", 12_000), bot.Action{Label: "First", Line: "x"}, bot.Action{Label: "Second", Line: "y"})})
}

func TestPictureOfAPerson(t *testing.T) {
	sendsAndAnswers(t, bot.Envelope{Reply: bot.Compose(bot.Block{Image: &bot.Image{URL: "https://matrix.to/#/@bert:talk.test", Alt: "x"}})})
}

func TestUnwritableFolder(t *testing.T) {
	with(t, func(p *matrix.Options) {
		p.AccessToken, p.DeviceID, p.Password, p.Folder = "", "", matrixfake.Password, filepath.Join(t.TempDir(), "nowhere")
	}, func(t *testing.T, o *office) {
		o.open()
		defer o.close()
		time.Sleep(time.Hour)
		if n := len(o.Calls("login")); n > 1 {
			t.Errorf("%d logins in an hour", n)
		}
	})
}

func TestBothGreeted(t *testing.T) {
	with(t, func(p *matrix.Options) { p.Greet = true }, func(t *testing.T, o *office) {
		o.open()
		defer o.close()
		o.Latency(100 * time.Millisecond)
		for n := range 4 {
			o.DM(fmt.Sprint("user", n))
		}
		time.Sleep(time.Minute)
		puts := o.Calls("account_data")
		most := 0
		for _, c := range puts {
			most = max(most, len(c.Body))
		}
		if most != 4 {
			t.Errorf("%d direct conversations noted, want 4", most)
		}
	})
}

func TestEditOutbox(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall := o.hall()
		asked := o.says("anna", hall, "!ambassador echo one")
		o.Fail("send", matrixfake.Fault{Status: 429, RetryAfter: 10})
		o.edits("anna", hall, asked, "!ambassador echo two")
		time.Sleep(time.Minute)
		o.heard(hall, "You said: one", "* You said: two")
	})
}

func TestPrivateTwice(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall := o.hall()
		o.says("anna", hall, "!ambassador secret")
		dm := o.directs("anna", hall)[0]
		time.Sleep(65 * time.Second)
		o.Fail("sync", matrixfake.Fault{Slow: time.Hour, Times: -1})
		o.says("anna", hall, "!ambassador secret")
		time.Sleep(time.Second)
		o.Heal()
		before := len(o.bodies(dm))
		_ = o.close()
		o.forget()
		o.open()
		time.Sleep(time.Minute)
		if after := len(o.bodies(dm)); after != before {
			t.Errorf("%d answers before, %d after", before, after)
		}
	})
}

func TestOneDirectAtATime(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		o.Fail("createRoom", matrixfake.Fault{Slow: 14 * time.Second})
		for _, who := range []string{"anna", "bert"} {
			go func() {
				_, _ = o.adapter.Send(t.Context(), bot.Envelope{Key: "nudge/" + who, To: matrixfake.Account(who), Reply: bot.Say("How are you?")})
			}()
		}
		time.Sleep(5 * time.Second)
		synctest.Wait()
		if n := len(o.Calls("send")); n != 1 {
			t.Errorf("sent %d", n)
		}
	})
}

func TestSealedLater(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall := o.hall()
		o.says("anna", hall, "!ambassador echo one")
		o.Encrypt(hall)
		o.says("anna", hall, "!ambassador echo two")
		_ = o.close()
		o.front.change(withoutEncryption)
		o.open()
		o.says("anna", hall, "!ambassador echo three")
		o.heard(hall, "You said: one")
		o.Forgive()
	})
}

func TestAnswersDoNotWait(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		dm := o.alone("anna")
		o.Fail("send", matrixfake.Fault{Status: 429, RetryAfter: 60})
		o.says("anna", dm, "echo one")
		o.says("anna", dm, "echo two")
		time.Sleep(5 * time.Minute)
		o.heard(dm, "You said: one", "You said: two")
		if n := o.Early(); n > 0 {
			t.Errorf("%d calls came too early", n)
		}
	})
}
