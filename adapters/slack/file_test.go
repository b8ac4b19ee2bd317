package slack_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"ambassador/adapters/slack"
	"ambassador/adapters/slack/slackfake"
	"ambassador/bot"
)

// posts is what stands in a conversation, a word for each message: its first line, or the names of its files.
func posts(o *office, channel string) (all []string) {
	for _, m := range o.Posted(channel) {
		word, _, _ := strings.Cut(m.Text, "\n")
		for _, f := range m.Files {
			word += "+" + f.Name
		}
		all = append(all, word)
	}
	return all
}

// stand holds what stands in a conversation against what should.
func stand(t *testing.T, o *office, channel string, want ...string) {
	t.Helper()
	if got := posts(o, channel); !slices.Equal(got, want) {
		t.Errorf("in %s stand %q, want %q", channel, got, want)
	}
}

const (
	issued = "The issue of 2026-12."
	pair   = "+2026-12.md+2026-12.html"
	sorry  = "I could not send 2026-12.md: "
	cut    = sorry + "the connection broke off; please ask again if it is not here in a minute."
	beside = "The files are in our direct conversation."
)

// TestFiles: files follow their words, all in one message, wherever somebody asks for them.
func TestFiles(t *testing.T) {
	for name, c := range map[string]struct {
		ask     func(o *office)
		channel string
		want    []string
		beside  bool // the words stand elsewhere, for the person alone
	}{
		"alone":               {func(o *office) { o.Deliver("events_api", o.DM("anna", "issue 2026-12")) }, "Danna", []string{issued, pair}, false},
		"command alone":       {func(o *office) { o.Slash("anna", "Danna", "issue 2026-12") }, "Danna", []string{issued, pair}, false},
		"command in a room":   {func(o *office) { o.Slash("anna", "Cgeneral", "issue 2026-12") }, "Danna", []string{pair}, true},
		"command among two":   {func(o *office) { o.Slash("anna", "Dbert", "issue 2026-12") }, "Danna", []string{issued, pair}, false},
		"mention in a room":   {mention, "Cgeneral", []string{issued, pair}, false},
		"form from a room":    {func(o *office) { o.Slash("anna", "Cgeneral", "issue"); fill(o) }, "Danna", []string{issued, pair}, false},
		"form from a menu":    {func(o *office) { o.Slash("anna", "Danna", "issue"); fill(o) }, "Danna", []string{issued, pair}, false},
		"words of its accord": {nudge, "Danna", []string{issued, pair}, false},
	} {
		t.Run(name, func(t *testing.T) {
			in(t, slack.Socket, func(t *testing.T, o *office) {
				c.ask(o)
				time.Sleep(time.Minute)
				stand(t, o, c.channel, c.want...)
				words := o.Posted(c.channel)
				files := words[len(words)-1]
				if len(files.Files) != 2 || string(files.Files[1].Data) != "<h1>News</h1>\n" ||
					c.channel == "Cgeneral" && (files.Thread == "" || files.Thread != words[0].Thread) {
					t.Errorf("the files are %+v", files)
				}
				if heard := o.heard("anna"); !contains(heard, issued) || !contains(heard, "File: 2026-12.html") {
					t.Errorf("told %q", heard)
				}
				answers := o.Calls("response_url")
				if (len(answers) == 1) != c.beside || c.beside && !strings.Contains(fmt.Sprint(answers[0].Args["blocks"]), beside) {
					t.Errorf("told beside: %v", answers)
				}
			})
		})
	}
}

// mention asks for the issue in a room.
func mention(o *office) {
	o.Deliver("events_api", o.InRoom("anna", "Cgeneral", "!ambassador issue 2026-12"))
}

// fill fills in the form for an issue.
func fill(o *office) { o.Submit("anna", o.View("anna"), map[string]string{"month": "2026-12"}) }

// nudge sends the issue without being asked.
func nudge(o *office) {
	e := bot.Envelope{Key: "issue/2026-12", To: slackfake.Account("anna"), Reply: issue("2026-12")}
	if err := o.outbox.Post(o.t.Context(), e); err != nil {
		o.t.Fatal(err)
	}
}

// TestFilesFail: whatever fails, the words are there once; files that are not there are named below them, or in them.
func TestFilesFail(t *testing.T) {
	gone := slackfake.Fault{Status: http.StatusServiceUnavailable}
	busy := func(seconds int) slackfake.Fault {
		return slackfake.Fault{Status: http.StatusTooManyRequests, RetryAfter: seconds}
	}
	const name, upload, show = "files.getUploadURLExternal", "upload", "files.completeUploadExternal"
	no := slackfake.Fault{Word: "missing_scope"}
	for title, c := range map[string]struct {
		method string
		faults []slackfake.Fault
		want   []string
		says   string // somewhere in the words
	}{
		"no scope":             {name, []slackfake.Fault{no, no}, []string{issued}, sorry + "I am not allowed to send files in this workspace"},
		"no scope for one":     {name, []slackfake.Fault{no}, []string{issued, "+2026-12.html"}, sorry + "I am not allowed"},
		"refused":              {name, []slackfake.Fault{{Word: "blocked"}}, []string{issued, "+2026-12.html"}, sorry + "Slack refuses it (blocked)."},
		"busy":                 {name, []slackfake.Fault{{}, busy(30)}, []string{issued, pair}, ""},
		"busy at the address":  {upload, []slackfake.Fault{busy(30)}, []string{issued, pair}, ""},
		"a gateway, once":      {upload, []slackfake.Fault{gone}, []string{issued, pair}, ""},
		"a gateway, twice":     {upload, []slackfake.Fault{gone, gone}, []string{issued, "+2026-12.html"}, sorry + "Slack did not take it just now"},
		"cut off":              {upload, []slackfake.Fault{{Reset: true}, {ResetAfter: true}}, []string{issued, "+2026-12.html"}, sorry + "Slack did not take it"},
		"mute":                 {name, []slackfake.Fault{{Empty: true}, {Garbage: true}}, []string{issued, "+2026-12.html"}, sorry + "Slack did not take it"},
		"hangs":                {upload, []slackfake.Fault{{Slow: time.Minute}}, []string{issued, pair}, ""},
		"hangs twice":          {upload, []slackfake.Fault{{Slow: time.Minute}, {Slow: time.Minute}}, []string{issued}, sorry + "Slack did not take it"},
		"busy for a moment":    {show, []slackfake.Fault{busy(3)}, []string{issued, pair}, ""},
		"busy behind words":    {show, []slackfake.Fault{busy(60)}, []string{issued, sorry + "Slack is busy; please ask again in 60 seconds."}, ""},
		"refused behind words": {show, []slackfake.Fault{{Word: "restricted_action"}}, []string{issued, sorry + "I am not allowed to write there (restricted_action)."}, ""},
		"cut behind words":     {show, []slackfake.Fault{{ResetAfter: true}}, []string{issued, pair, cut}, ""},
		"gone behind words":    {show, []slackfake.Fault{gone}, []string{issued, cut}, ""},
	} {
		t.Run(title, func(t *testing.T) {
			in(t, slack.Socket, func(t *testing.T, o *office) {
				o.Fail(c.method, c.faults...)
				o.Deliver("events_api", o.DM("anna", "issue 2026-12"))
				if strings.HasPrefix(title, "busy at") || title == "busy" {
					time.Sleep(20 * time.Second)
					stand(t, o, "Danna")
				}
				time.Sleep(10 * time.Minute)
				stand(t, o, "Danna", c.want...)
				if heard := o.heard("anna"); !contains(heard, c.says) || c.says == "" && contains(heard, "File: 2026-12.md\n\nFile: 2026-12.html\n\nI could not") {
					t.Errorf("told %q, want %q", heard, c.says)
				}
				if o.InsideRetryAfter() > 0 || strings.Contains(o.log.String(), "/upload/") {
					t.Error("called inside the time to wait, or an address is in the log")
				}
			})
		})
	}
}

// TestFilesBusyAfterwards: while Slack asks to leave the showing of files alone, nothing is said that files should follow.
func TestFilesBusyAfterwards(t *testing.T) {
	in(t, slack.Socket, func(t *testing.T, o *office) {
		o.Fail("files.completeUploadExternal", slackfake.Fault{Status: http.StatusTooManyRequests, RetryAfter: 60})
		o.Deliver("events_api", o.DM("bert", "issue 2026-12"))
		time.Sleep(10 * time.Second)
		o.Deliver("events_api", o.DM("anna", "issue 2026-12"))
		time.Sleep(20 * time.Second)
		stand(t, o, "Danna")
		time.Sleep(time.Minute)
		stand(t, o, "Danna", issued, pair)
	})
}

// TestFilesInDoubt: what an earlier attempt has brought is not brought again, and what it has not brought comes.
func TestFilesInDoubt(t *testing.T) {
	in(t, slack.Socket, func(t *testing.T, o *office) {
		send := func(e bot.Envelope) {
			t.Helper()
			if _, err := o.adapter.Send(t.Context(), e); err != nil {
				t.Fatal(err)
			}
		}
		nudge := bot.Envelope{Key: "issue/2026-12", To: slackfake.Account("anna"), Reply: issue("2026-12")}
		words := nudge
		words.Reply = bot.Say(issued)
		send(words) // the program ends here
		nudge.Doubt = true
		send(nudge)
		stand(t, o, "Danna", issued, pair)
		send(nudge)
		stand(t, o, "Danna", issued, pair)
		next := bot.Envelope{Key: "issue/again", To: nudge.To, Reply: bot.Say("Once more."), Doubt: true}
		send(next)
		next.Reply = issue("2026-12") // the same names as before, and other words above
		o.Fail("files.getUploadURLExternal", slackfake.Fault{Word: "missing_scope"})
		send(next)
		if got := posts(o, "Danna"); len(got) != 5 || got[3] != "+2026-12.html" || !strings.HasPrefix(got[4], sorry) {
			t.Errorf("what is missing is not told below words that are there: %q", got)
		}
	})
}
