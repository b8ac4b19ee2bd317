package matrix_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"ambassador/adapters/matrix/matrixfake"
	"ambassador/bot"
)

// TestFirstSync: what was said before the bot listened for the first time is not answered.
func TestFirstSync(t *testing.T) {
	with(t, nil, func(t *testing.T, o *office) {
		hall := o.hall()
		o.says("anna", hall, "!ambassador echo old")
		o.open()
		defer o.close()
		o.heard(hall)
		o.says("anna", hall, "!ambassador echo new")
		o.heard(hall, "You said: new")
	})
}

// TestWhileAway: what was said while nobody listened is answered at the next start, once and in order; and it is marked as
// late, or left out where nobody waits for it any more.
func TestWhileAway(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall := o.hall()
		_ = o.close()
		o.says("anna", hall, "!ambassador submit old")
		time.Sleep(time.Hour)
		o.says("anna", hall, "!ambassador echo two")
		time.Sleep(5 * time.Minute)
		o.open()
		time.Sleep(time.Minute)
		got := o.bodies(hall)
		if len(got) != 1 || !strings.Contains(got[0], "You said: two") || got[0] == "You said: two" {
			t.Errorf("said %q, want one late answer", got)
		}
		if got := o.asks("anna", hall, "!ambassador submit new"); len(got) != 1 || got[0] != "Got it: new, number 2" {
			t.Errorf("said %q: what came too late to be answered has to be kept", got)
		}
	})
}

// TestGap: what a sync leaves out is fetched, and nothing is heard twice or in another order.
func TestGap(t *testing.T) {
	for _, many := range []int{99, 100, 101, 350, 1000} {
		t.Run(fmt.Sprint(many), func(t *testing.T) {
			with(t, nil, func(t *testing.T, o *office) {
				hall := o.hall()
				d := o.desk(silent)
				_ = d.close()
				var want []string
				for n := range many {
					o.says("anna", hall, fmt.Sprint("!ambassador ", n))
					want = append(want, fmt.Sprint(n))
				}
				d = o.desk(silent)
				defer d.close()
				time.Sleep(time.Minute)
				same(t, d.texts(), want)
			})
		})
	}
}

// TestGapFails: a gap is read with patience.
func TestGapFails(t *testing.T) {
	with(t, nil, func(t *testing.T, o *office) {
		hall := o.hall()
		d := o.desk(silent)
		_ = d.close()
		for n := range 250 {
			o.says("anna", hall, fmt.Sprint("!ambassador ", n))
		}
		o.Fail("messages", matrixfake.Fault{Status: 502}, matrixfake.Fault{Status: 429, RetryAfter: 20}, matrixfake.Fault{Cut: true}, matrixfake.Fault{Status: 502, Garbage: true})
		d = o.desk(silent)
		defer d.close()
		time.Sleep(3 * time.Minute)
		if len(d.texts()) != 250 || o.Early() > 0 {
			t.Errorf("heard %d, %d calls came too early", len(d.texts()), o.Early())
		}
		o.says("anna", hall, "!ambassador last")
		if got := d.texts(); got[len(got)-1] != "last" {
			t.Errorf("heard %q at the end", got[len(got)-1])
		}
	})
}

// TestGapRefused: a gap that cannot be read at all stays unread, and the rest goes on.
func TestGapRefused(t *testing.T) {
	with(t, nil, func(t *testing.T, o *office) {
		hall := o.hall()
		d := o.desk(silent)
		_ = d.close()
		for n := range 250 {
			o.says("anna", hall, fmt.Sprint("!ambassador ", n))
		}
		o.Fail("messages", matrixfake.Fault{Status: 403, Times: -1})
		d = o.desk(silent)
		defer d.close()
		time.Sleep(time.Minute)
		if got := d.texts(); len(got) != 100 || got[99] != "249" || len(o.Calls("messages")) != 1 {
			t.Errorf("heard %d, with %d calls", len(got), len(o.Calls("messages")))
		}
	})
}

// TestFlood: a thousand messages in one sync are all answered, in order.
func TestFlood(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		var want [10][]string
		var rooms []string
		for n := range 10 {
			rooms = append(rooms, o.alone(fmt.Sprint("user", n)))
		}
		o.Fail("sync", matrixfake.Fault{Slow: time.Minute})
		for n := range 1000 {
			who := n % 10
			text := fmt.Sprint("echo ", n)
			if _, err := o.Send(fmt.Sprint("user", who), rooms[who], "m.room.message", object{"msgtype": "m.text", "body": text}); err != nil {
				t.Fatal(err)
			}
			want[who] = append(want[who], fmt.Sprint("You said: ", n))
		}
		time.Sleep(5 * time.Minute)
		for n, room := range rooms {
			var got []string
			for _, body := range o.bodies(room) { // the slow sync is told of
				got = append(got, strings.TrimPrefix(body, "You wrote this a minute ago; I could not listen then.\n\n"))
			}
			same(t, got, want[n])
		}
	})
}

// TestFloodOfOneRoom: more than may wait at once is all heard.
func TestFloodOfOneRoom(t *testing.T) {
	with(t, nil, func(t *testing.T, o *office) {
		hall := o.hall()
		d := o.desk(func(bot.Message) (bot.Reply, error) { time.Sleep(10 * time.Millisecond); return bot.Reply{}, nil })
		_ = d.close()
		var want []string
		for n := range 2500 {
			if _, err := o.Send("anna", hall, "m.room.message", object{"msgtype": "m.text", "body": fmt.Sprint("!ambassador ", n)}); err != nil {
				t.Fatal(err)
			}
			want = append(want, fmt.Sprint(n))
		}
		d = o.desk(func(bot.Message) (bot.Reply, error) { time.Sleep(10 * time.Millisecond); return bot.Reply{}, nil })
		defer d.close()
		time.Sleep(5 * time.Minute)
		same(t, d.texts(), want)
	})
}

// TestOddSync: events of an odd shape in a sync, of any part of it, hold up nothing.
func TestOddSync(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall := o.hall()
		odd := `null,7,"x",[],{},{"type":7},{"type":"m.room.message","content":7},{"type":"m.room.member","state_key":"@bot:talk.test","content":{"membership":7}},` +
			`{"type":"m.room.power_levels","state_key":"","content":{"users":[]}},{"type":"m.room.create","state_key":"","content":[]},{"type":"m.room.tombstone","state_key":"","content":{"replacement_room":7}},` +
			`{"type":"m.room.encryption","content":{}},{"type":"m.reaction","content":{"m.relates_to":{"rel_type":"m.annotation","event_id":7}}}`
		answer := fmt.Sprintf(`{"next_batch":"s1","account_data":{"events":[%[1]s,{"type":"m.ignored_user_list","content":{"ignored_users":[]}}]},"to_device":{"events":[%[1]s]},
			"rooms":{"join":{%[2]q:{"state":{"events":[%[1]s]},"timeline":{"events":[%[1]s]}},"":{}},"invite":{"!a:b":{"invite_state":{"events":[%[1]s]}},"!c:d":{}},"leave":{"!e:f":{}}}}`, odd, hall)
		served := false
		o.front.change(func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if !served && strings.HasSuffix(r.URL.Path, "/sync") {
					served = true
					fmt.Fprint(w, answer)
					return
				}
				next.ServeHTTP(w, r)
			})
		})
		time.Sleep(time.Minute)
		if got := o.asks("anna", hall, "!ambassador echo still here"); len(got) != 1 || !served {
			t.Errorf("answered %q", got)
		}
		if o.adapter.Counts()["matrix_malformed"] == 0 {
			t.Error("nothing counted as malformed")
		}
	})
}
