package matrix_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"ambassador/adapters/matrix"
	"ambassador/adapters/matrix/matrixfake"
)

// invites has somebody make a room with others in it, and invite the bot.
func (o *office) invites(who string, others ...string) string {
	o.t.Helper()
	room, err := o.NewRoom(who, object{"preset": "public_chat", "name": "A room"})
	o.must(err)
	for _, other := range others {
		o.must(o.Move(other, room, other, "join"))
	}
	o.must(o.Move(who, room, matrixfake.Bot, "invite"))
	return room
}

// TestWhoMayInvite holds who may bring the bot into a room.
func TestWhoMayInvite(t *testing.T) {
	for _, c := range []struct {
		name    string
		invites []string
		friends []string
		who     string
		comes   bool
	}{
		{"the own server", nil, nil, "anna", true},
		{"another server", nil, nil, "@eve:evil.test", false},
		{"a server that is named", []string{":evil.test"}, nil, "@eve:evil.test", true},
		{"only a server that is named", []string{":evil.test"}, nil, "anna", false},
		{"a server that ends like it", []string{":test"}, nil, "@eve:evil.test", false},
		{"a person", []string{"@anna:talk.test"}, nil, "anna", true},
		{"another person", []string{"@anna:talk.test"}, nil, "bert", false},
		{"a friend", []string{":nowhere.test"}, []string{"@anna:talk.test"}, "anna", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			with(t, func(p *matrix.Options) { p.Invites, p.Friends = c.invites, c.friends }, func(t *testing.T, o *office) {
				o.open()
				defer o.close()
				room := o.invites(c.who)
				want := map[bool]string{true: "join", false: "leave"}[c.comes]
				if got := o.Membership(matrixfake.Bot, room); got != want {
					t.Errorf("the bot is %q, want %q", got, want)
				}
				time.Sleep(time.Hour)
				if n := len(o.Calls("leave")) + len(o.Calls("join")); n != 1 {
					t.Errorf("%d calls", n)
				}
			})
		})
	}
}

// TestInvitedAgain: somebody who was rejected may be allowed later; and who is allowed may invite again after a removal.
func TestInvitedAgain(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		room := o.invites("anna")
		o.must(o.Move("anna", room, matrixfake.Bot, "leave"))
		if got := o.asks("anna", room, "!ambassador echo x"); len(got) != 0 {
			t.Errorf("after it was removed: %q", got)
		}
		o.must(o.Move("anna", room, matrixfake.Bot, "invite"))
		if got := o.asks("anna", room, "!ambassador echo back"); len(got) != 1 || got[0] != "You said: back" {
			t.Errorf("after it has come back: %q", got)
		}
	})
}

// TestManyInvites: a hundred invitations at once are accepted, and no more than so many in a minute.
func TestManyInvites(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		var rooms []string
		for n := range 100 {
			rooms = append(rooms, o.invites(fmt.Sprint("user", n)))
		}
		time.Sleep(10 * time.Minute)
		for _, room := range rooms {
			if o.Membership(matrixfake.Bot, room) != "join" {
				t.Errorf("the bot is not in %s", room)
			}
		}
		joins := o.Calls("join")
		for n := range joins {
			if last := n + 20; last < len(joins) && joins[last].At.Sub(joins[n].At) < time.Minute {
				t.Fatalf("calls %d to %d within %s", n, last, joins[last].At.Sub(joins[n].At))
			}
		}
	})
}

// TestJoinFails: an invitation that cannot be accepted at this moment is accepted later.
func TestJoinFails(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		o.Fail("join", matrixfake.Fault{Status: 502}, matrixfake.Fault{Status: 429, RetryAfter: 5}, matrixfake.Fault{Cut: true})
		room := o.invites("anna")
		time.Sleep(5 * time.Minute)
		if got := o.asks("anna", room, "!ambassador echo x"); len(got) != 1 {
			t.Errorf("answered %q", got)
		}
	})
}

// TestBeforeAndAfterInvite: what was said before the bot was invited was not said to it; what was said while it was on
// its way was.
func TestBeforeAndAfterInvite(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		o.Fail("join", matrixfake.Fault{Slow: 10 * time.Second})
		room, err := o.NewRoom("anna", object{"preset": "public_chat", "name": "A room"})
		o.must(err)
		o.says("anna", room, "!ambassador echo before")
		o.must(o.Move("anna", room, matrixfake.Bot, "invite"))
		o.says("anna", room, "!ambassador echo between")
		time.Sleep(time.Minute)
		o.says("anna", room, "!ambassador echo after")
		o.heard(room, "You said: between", "You said: after")
	})
}

// TestBeforeInviteFarBack: the same where so much was said that the sync leaves some of it out.
func TestBeforeInviteFarBack(t *testing.T) {
	with(t, nil, func(t *testing.T, o *office) {
		d := o.desk(silent)
		defer d.close()
		o.Fail("join", matrixfake.Fault{Slow: 10 * time.Second})
		room, err := o.NewRoom("anna", object{"preset": "public_chat", "name": "A room"})
		o.must(err)
		o.says("anna", room, "!ambassador before")
		o.must(o.Move("anna", room, matrixfake.Bot, "invite"))
		var want []string
		for n := range 250 {
			o.says("anna", room, fmt.Sprint("!ambassador ", n))
			want = append(want, fmt.Sprint(n))
		}
		time.Sleep(time.Minute)
		same(t, d.texts(), want)
	})
}

// TestGreeting: whoever invites the bot is greeted once: alone by the bot's first answer, a room by a word to all, a large
// room not at all.
func TestGreeting(t *testing.T) {
	with(t, func(p *matrix.Options) { p.Greet = true }, func(t *testing.T, o *office) {
		o.open()
		defer func() { _ = o.close() }()
		dm := o.alone("anna")
		room := o.invites("bert", "carl")
		var crowd []string
		for n := range 60 {
			crowd = append(crowd, fmt.Sprint("member", n))
		}
		hall := o.invites("bert", crowd...)
		for range 2 {
			for where, want := range map[string]int{dm: 1, room: 1, hall: 0} {
				if got := o.bodies(where); len(got) != want {
					t.Errorf("greeted with %q, want %d words", got, want)
				}
			}
			time.Sleep(time.Hour)
			_ = o.close()
			o.open()
			time.Sleep(time.Minute)
		}
	})
}

// TestIgnoredInviter: whom the account ignores may not invite, and is not heard.
func TestIgnoredInviter(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall := o.hall()
		o.ignore("bert")
		if room := o.invites("bert"); o.Membership(matrixfake.Bot, room) == "join" {
			t.Error("accepted an invitation of somebody who is ignored")
		}
		o.says("bert", hall, "!ambassador echo x")
		o.says("anna", hall, "!ambassador echo y")
		o.heard(hall, "You said: y")
		o.ignore()
		o.says("bert", hall, "!ambassador echo z")
		o.heard(hall, "You said: y", "You said: z")
	})
}

// ignore has the bot's account ignore these people, and no others.
func (o *office) ignore(users ...string) {
	o.t.Helper()
	all := object{}
	for _, user := range users {
		all["@"+user+":"+matrixfake.Domain] = object{}
	}
	o.puts("user/"+matrixfake.Bot+"/account_data/m.ignored_user_list", object{"ignored_users": all})
}

// TestRestartWhileWaiting: an invitation that waits its turn is not lost when the program ends.
func TestRestartWhileWaiting(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		var rooms []string
		for n := range 25 {
			rooms = append(rooms, o.invites(fmt.Sprint("user", n)))
		}
		synctest.Wait()
		o.kill()
		o.open()
		time.Sleep(5 * time.Minute)
		for _, room := range rooms {
			if o.Membership(matrixfake.Bot, room) != "join" {
				t.Errorf("the bot is not in %s", room)
			}
		}
	})
}
