package e2e

import (
	"context"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"
)

// stage is where a talk is played: a bot that knows the people of the talk, and everybody's direct conversation with it.
type stage struct {
	t       *testing.T
	script  script
	bot     *program
	people  map[string]id.UserID // everybody whom the conversation names, by name
	seats   map[string]*seat     // those who speak or are told something
	typing  bool                 // whether the next button is pressed by its number, and not by a reaction
	renamed *strings.Replacer    // from accounts as the bot writes them to those of talks
}

// talkAccount finds accounts, and mentions of them, as talks write them.
var talkAccount = regexp.MustCompile(`(@?)console:([A-Za-z0-9_.-]*[A-Za-z0-9_-])`)

// staging is how a talk is played.
type staging struct {
	secret     func(seat int) bool // whether the conversation of whoever comes so late is encrypted; the first is 0
	typing     bool                // whether the first button is pressed by its number
	homeserver string              // what the bot connects to; the homeserver itself if empty
}

// newStage registers the people of a talk, starts a bot that knows them, and has those who take part begin their
// conversations.
func newStage(t *testing.T, s script, how staging) *stage {
	t.Helper()
	g := &stage{t: t, script: s, people: map[string]id.UserID{}, seats: map[string]*seat{}, typing: how.typing}
	g.know("chief")
	for _, u := range s.turns {
		for _, name := range append([]string{u.who}, u.hearers()...) {
			if g.seats[name] == nil {
				at := &seat{member: newMember(t, name), secret: how.secret(len(g.seats))}
				g.seats[name], g.people[name] = at, at.UserID
			}
		}
		for _, m := range talkAccount.FindAllStringSubmatch(u.text+" "+strings.Join(u.told, "\n"), -1) {
			g.know(m[2])
		}
	}
	var names []string
	for name, who := range g.people {
		names = append(names, "matrix:"+who.String(), "console:"+name, who.String(), "@console:"+name)
	}
	g.renamed = strings.NewReplacer(names...)

	g.bot = newBot(t, options{
		people: g.directory(s.people), chief: g.people["chief"].String(), more: g.accounts(s.config), faq: s.name == "ambassador/readme-ask", homeserver: how.homeserver,
	}).start()
	for _, at := range g.seats {
		at.sit(g.bot.UserID)
	}
	return g
}

// directory is the file of the directory, with accounts of this homeserver.
func (g *stage) directory(people string) (file string) {
	g.t.Helper()
	file = filepath.Join(g.t.TempDir(), "directory.yaml")
	if err := os.WriteFile(file, []byte(g.accounts(people)), 0o600); err != nil {
		g.t.Fatal(err)
	}
	return file
}

// know registers somebody who is talked of, and takes no part.
func (g *stage) know(name string) {
	g.t.Helper()
	if g.people[name] == "" {
		g.people[name] = register(g.t, name).UserID
	}
}

// id is somebody's account. Whom the directory alone names is nobody here.
func (g *stage) id(name string) id.UserID {
	if who := g.people[name]; who != "" {
		return who
	}
	return id.UserID("@" + name + "-elsewhere:localhost")
}

// accounts makes the accounts of a talk accounts of this homeserver.
func (g *stage) accounts(text string) string {
	return talkAccount.ReplaceAllStringFunc(text, func(found string) string {
		m := talkAccount.FindStringSubmatch(found)
		return m[1] + "matrix:" + g.id(m[2]).String()
	})
}

// typed is what somebody types, with those whom they mention as clients write it.
func (g *stage) typed(text string) *event.MessageEventContent {
	content := &event.MessageEventContent{MsgType: event.MsgText, Mentions: &event.Mentions{}}
	var body, markup strings.Builder
	rest := text
	for m := talkAccount.FindStringSubmatchIndex(rest); m != nil; m = talkAccount.FindStringSubmatchIndex(rest) {
		before, found, name := rest[:m[0]], rest[m[0]:m[1]], rest[m[4]:m[5]]
		rest = rest[m[1]:]
		body.WriteString(before)
		markup.WriteString(html.EscapeString(before))
		if found[0] != '@' { // an account, and nobody is called
			body.WriteString(g.accounts(found))
			markup.WriteString(g.accounts(found))
			continue
		}
		who := g.id(name)
		body.WriteString(name)
		fmt.Fprintf(&markup, `<a href="https://matrix.to/#/%s">%s</a>`, who, name)
		content.Mentions.UserIDs = append(content.Mentions.UserIDs, who)
	}
	content.Body = body.String() + rest
	if len(content.Mentions.UserIDs) > 0 {
		content.Format, content.FormattedBody = event.FormatHTML, markup.String()+html.EscapeString(rest)
	}
	return content
}

// play plays a turn, and holds what is said against the file.
func (g *stage) play(u turn) {
	g.t.Helper()
	g.do(u)
	g.hear(u)
}

// do has somebody do what their turn is.
func (g *stage) do(u turn) {
	g.t.Helper()
	at := g.seats[u.who]
	if label, is := strings.CutPrefix(u.text, "["); is && strings.HasSuffix(label, "]") {
		at.press(strings.TrimSuffix(label, "]"), g.typing)
		g.typing = !g.typing
	} else {
		at.send(at.room, event.EventMessage, g.typed(u.text))
	}
}

// hear holds what is said in a turn against the file, and that the files arrive which are named.
func (g *stage) hear(u turn) {
	g.t.Helper()
	var got []string
	for _, name := range u.hearers() {
		as := name
		if name == u.who {
			as = "bot"
		}
		e := g.seats[name].next()
		got = append(got, g.written(as, e)...)
		g.seats[name].take(e.Content.AsMessage().Body)
	}
	said, told := strings.Join(got, "\n"), strings.Join(u.told, "\n")
	if timeless(said) != timeless(told) {
		g.t.Errorf("when %s says %q\nthe file has\n%s\nand the bot says\n%s", u.who, u.text, told, said)
	}
}

// written are the lines for something told, as talks have them.
func (g *stage) written(as string, e *event.Event) (lines []string) {
	text, labels, listed := unbuttoned(e)
	if !listed {
		g.t.Errorf("the buttons %q are not listed below %q", labels, text)
	}
	text = later(g.renamed.Replace(text))
	for n, line := range strings.Split(text, "\n") {
		before := "    "
		if n == 0 {
			before = as + "< "
		}
		lines = append(lines, strings.TrimRight(before+line, " "))
	}
	if len(labels) > 0 {
		lines = append(lines, "    ["+strings.Join(labels, "] [")+"]")
	}
	return lines
}

// close holds that nobody has been told anything besides: neither those who took part, nor anybody else, with whom the
// bot would have had to begin a conversation.
func (g *stage) close() {
	g.t.Helper()
	for _, at := range g.seats {
		at.leave()
	}
	resp, err := g.bot.session(g.t).JoinedRooms(context.Background())
	if err != nil {
		g.t.Fatal(err)
	}
	if len(resp.JoinedRooms) != len(g.seats) {
		g.t.Errorf("%d people take part, and the bot is in %d rooms", len(g.seats), len(resp.JoinedRooms))
	}
}
