package e2e

import (
	"fmt"
	"testing"
)

// TestQuestionKilled has a question asked in one encrypted conversation and answered in another, and the program killed at each
// step of it: before the step, so that it is said while nobody listens, and once more in a moment that matters while the program
// deals with it. Whatever is to be told arrives once. Twice, so that what is pressed by a sign in one is typed in the other, and
// that steps have other moments.
func TestQuestionKilled(t *testing.T) {
	t.Parallel()
	for first := range 2 {
		t.Run(fmt.Sprint("from moment ", 2*first), func(t *testing.T) {
			t.Parallel()
			p := openProxy(t)
			all := func(int) bool { return true }
			g := newStage(t, readScript(t, "testdata/killed.txtar"), staging{secret: all, typing: first == 1, homeserver: p.url()})
			g.bot.kill() // maybe before it is written down that the greetings are said
			for n, u := range g.script.turns {
				g.do(u)
				g.strike(p, u, n+2*first)
				g.bot.start()
				g.hear(u)
				g.bot.kill()
			}
			g.bot.start()
			g.close()
		})
	}
}

// strike starts the bot on what is said in a turn, and kills it in one of four moments.
func (g *stage) strike(p *proxy, u turn, round int) {
	g.t.Helper()
	var planned *plan
	switch round % 4 {
	case 0: // when the homeserver has taken the first word, and the bot has not heard so
		planned = p.plan(1, sending, then(g.bot.kill))
	case 1: // when the last word is about to leave
		if others := len(u.hearers()) - 1; others > 0 {
			p.plan(others, sending, late(0))
		}
		planned = p.plan(1, sending, before(g.bot.kill))
	case 2: // when what is said has left the homeserver, and has not come to the bot
		planned = p.plan(1, "GET .*/sync", then(g.bot.kill))
	case 3: // when the key for a word has been handed out, or else at the first word
		planned = p.plan(1, "PUT .*/sendToDevice/|"+sending, then(g.bot.kill))
	}
	g.bot.launch()
	planned.await(g.t)
	<-g.bot.gone(g.t)
}
