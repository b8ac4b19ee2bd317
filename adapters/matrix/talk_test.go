package matrix_test

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"ambassador/adapters/matrix/matrixfake"
	"ambassador/bot"
)

// field is a part of the content of an event, by the names on the way to it; nil if it is not there.
func field(content any, names ...string) any {
	for _, name := range names {
		o, _ := content.(object)
		content = o[name]
	}
	return content
}

// TestAnswers: what is asked is answered as a notice in reply, in a room, in a thread and alone.
func TestAnswers(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall, dm := o.hall(), o.alone("anna")
		asked := o.says("anna", hall, "!ambassador echo hello")
		o.heard(hall, "You said: hello")
		e := o.Said(hall)[0]
		if e.Content["msgtype"] != "m.notice" || field(e.Content, "m.relates_to", "m.in_reply_to", "event_id") != asked || len(field(e.Content, "m.mentions").(object)) != 0 {
			t.Errorf("answered with %v", e.Content)
		}
		o.sends("anna", hall, object{"msgtype": "m.text", "body": "!ambassador echo below", "m.relates_to": object{"rel_type": "m.thread", "event_id": asked}})
		if e := o.Said(hall)[1]; field(e.Content, "m.relates_to", "rel_type") != "m.thread" || field(e.Content, "m.relates_to", "event_id") != asked {
			t.Errorf("answered in the thread with %v", e.Content)
		}
		o.says("anna", dm, "echo alone")
		o.heard(dm, "You said: alone")
	})
}

// TestSilence: what is not meant for the bot is not answered in a room, and a word that is unknown only when alone.
func TestSilence(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall, dm := o.hall(), o.alone("anna")
		for _, text := range []string{"hello", "!", "!!!", "!ambassadors echo x", "//ambassador echo x", "2", "!ambassador nonsense", "! ambassador echo x"} {
			if got := o.asks("anna", hall, text); len(got) != 0 {
				t.Errorf("%q is answered %q", text, got)
			}
		}
		o.sends("anna", hall, object{"msgtype": "m.notice", "body": "!ambassador echo x"})
		o.sends("anna", hall, object{"msgtype": "m.emote", "body": "!ambassador echo x"})
		o.heard(hall)
		if got := o.asks("anna", dm, "nonsense"); len(got) != 1 {
			t.Errorf("alone: %q", got)
		}
	})
}

// TestOrder: what is said in a room is answered in that order.
func TestOrder(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		dm := o.alone("anna")
		o.slow.Store(int64(time.Second))
		var want []string
		for _, word := range []string{"one", "two", "three"} {
			o.says("anna", dm, "slow "+word)
			want = append(want, "At last: "+word)
		}
		time.Sleep(10 * time.Second)
		o.heard(dm, want...)
	})
}

// TestSlowRoom: a room that takes long holds up no other, and the person is shown that somebody is at work.
func TestSlowRoom(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall, dm := o.hall(), o.alone("bert")
		o.slow.Store(int64(10 * time.Minute))
		asked := o.says("anna", hall, "!ambassador slow x")
		before := time.Now()
		if got := o.asks("bert", dm, "echo quick"); len(got) != 1 || time.Since(before) > time.Second {
			t.Errorf("answered %q after %s", got, time.Since(before))
		}
		time.Sleep(3 * time.Second)
		if r := o.Said(hall, "m.reaction"); len(r) != 1 || field(r[0].Content, "m.relates_to", "event_id") != asked || field(r[0].Content, "m.relates_to", "key") != "👀" {
			t.Errorf("reactions %v", r)
		}
		time.Sleep(10 * time.Minute)
		o.heard(hall, "At last: x")
	})
}

// TestManySlowRooms: as many rooms as there are places at work may be slow without holding up another.
func TestManySlowRooms(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		o.slow.Store(int64(time.Hour))
		for n := range 31 {
			who := string(rune('a'+n%26)) + string(rune('a'+n/26))
			if n == 20 {
				time.Sleep(time.Minute) // no more than so many invitations in a minute
			}
			o.says(who, o.alone(who), "slow x")
		}
		dm := o.alone("bert")
		if got := o.asks("bert", dm, "echo quick"); len(got) != 1 {
			t.Errorf("answered %q", got)
		}
	})
}

// TestPanic: a panic ends nothing, not even one in the handler of the bot itself.
func TestPanic(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		dm := o.alone("anna")
		o.says("anna", dm, "boom")
		o.says("anna", dm, "echo still here")
		if got := o.bodies(dm); !slices.Contains(got, "You said: still here") {
			t.Errorf("after a panic: %q", got)
		}
	})
}

// TestPanicOfTheRouter: a panic behind the router ends nothing.
func TestPanicOfTheRouter(t *testing.T) {
	d := func(t *testing.T, o *office) {
		calls := 0
		d := o.desk(func(m bot.Message) (bot.Reply, error) {
			if calls++; calls == 1 {
				panic("out of order")
			}
			return bot.Say("here again"), nil
		})
		defer d.close()
		dm := o.alone("anna")
		o.says("anna", dm, "one")
		o.says("anna", dm, "two")
		o.heard(dm, "here again")
		if n := o.adapter.Counts()["matrix_panic"]; n != 1 {
			t.Errorf("%d panics counted", n)
		}
	}
	with(t, nil, d)
}

// TestFailingHandler: what could not be kept is tried again, while what comes behind passes.
func TestFailingHandler(t *testing.T) {
	with(t, nil, func(t *testing.T, o *office) {
		calls := 0
		d := o.desk(func(m bot.Message) (bot.Reply, error) {
			if calls++; m.Text == "first" && calls < 4 {
				return bot.Reply{}, errFull
			}
			return bot.Say(m.Text), nil
		})
		defer d.close()
		dm := o.alone("anna")
		o.says("anna", dm, "first")
		o.heard(dm)
		o.says("anna", dm, "second")
		o.heard(dm, "second")
		time.Sleep(time.Minute)
		o.heard(dm, "second", "first")
	})
}

// TestGivingUpFails: what fails again and again is left, and taken up by the next run of the program.
func TestGivingUpFails(t *testing.T) {
	with(t, nil, func(t *testing.T, o *office) {
		calls, full := 0, true
		answer := func(m bot.Message) (bot.Reply, error) {
			if calls++; full {
				return bot.Reply{}, errFull
			}
			return bot.Say(m.Text), nil
		}
		d := o.desk(answer)
		dm := o.alone("anna")
		o.says("anna", dm, "one")
		time.Sleep(time.Hour)
		synctest.Wait()
		if calls < 2 || calls > 20 {
			t.Errorf("tried %d times in an hour", calls)
		}
		d.close()
		full = false
		defer o.desk(answer).close()
		time.Sleep(time.Minute)
		o.heard(dm, "one")
	})
}

// TestPicture: a picture that the bot has drawn comes behind the words for it.
func TestPicture(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		dm := o.alone("anna")
		o.says("anna", dm, "draw")
		o.heard(dm, "Map\n\nA map", "A map")
		e := o.Said(dm, "m.room.message")[1]
		if e.Content["msgtype"] != "m.image" || field(e.Content, "info", "mimetype") != "image/png" || field(e.Content, "filename") != "picture.png" {
			t.Errorf("shown %v", e.Content)
		}
		o.Fail("media/upload", matrixfake.Fault{Status: 500, Times: 2})
		o.says("anna", dm, "draw")
		o.heard(dm, "Map\n\nA map", "A map", "Map\n\nA map")
	})
}

// TestUnreadable: somebody alone with the bot is told once a day that it reads text only; a room is not.
func TestUnreadable(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall, dm := o.hall(), o.alone("anna")
		picture := object{"msgtype": "m.image", "body": "a.png", "url": "mxc://talk.test/x"}
		for range 3 {
			o.sends("anna", dm, picture)
			o.sends("anna", hall, picture)
		}
		if got := o.bodies(dm); len(got) != 1 {
			t.Errorf("told %q", got)
		}
		o.heard(hall)
		time.Sleep(25 * time.Hour)
		o.sends("anna", dm, picture)
		if got := o.bodies(dm); len(got) != 2 {
			t.Errorf("a day later told %q", got)
		}
	})
}
