package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"maunium.net/go/mautrix/id"
)

// TestTerm asks the bot to end while it is asked things, and finds that nobody is forgotten and nobody answered twice.
func TestTerm(t *testing.T) {
	t.Parallel()
	bot := newBot(t, options{}).start()
	alice := newMember(t, "alice")
	rooms := []id.RoomID{alice.room(plain, bot.UserID), alice.room(encrypted, bot.UserID)}
	var asked []id.EventID
	for range 5 {
		asked = append(asked, alice.each(rooms, 2)...)
		if took := bot.term(); took.Seconds() > 10 {
			t.Errorf("the bot took %s to end", took)
		}
		asked = append(asked, alice.each(rooms, 2)...)
		bot.start()
	}
	alice.settled(rooms, asked)
	alice.once(t, asked)
}

// each asks a few times in each room, and returns what has to be answered.
func (m *member) each(rooms []id.RoomID, times int) (asked []id.EventID) {
	m.t.Helper()
	for range times {
		for _, room := range rooms {
			asked = append(asked, m.say(room, ping))
		}
	}
	return asked
}

// settled waits until everything is answered, and whatever might be answered once more, too.
func (m *member) settled(rooms []id.RoomID, asked []id.EventID) {
	m.t.Helper()
	within(patience, func() bool {
		for _, a := range asked {
			if m.answers(a) == 0 {
				return false
			}
		}
		return true
	})
	for _, room := range rooms {
		m.fence(room)
	}
}

// sending matches the bot's messages on their way out.
const sending = "PUT .*/send/"

// TestKill kills the bot twenty times in the moments that matter, each time with commands on their way in and answers
// on their way out, and finds that everything is answered once.
func TestKill(t *testing.T) {
	t.Parallel()
	p := openProxy(t)
	lost, doubled, of := kills(t, p, newBot(t, options{homeserver: p.url()}).start(), 20)
	if lost > 0 || doubled > 0 {
		t.Errorf("of %d commands %d are lost, and %d answered twice", of, lost, doubled)
	}
}

// kills kills a bot so many times that is connected through a proxy, and returns what became of the commands.
func kills(t *testing.T, p *proxy, bot *program, rounds int) (lost, doubled, of int) {
	t.Helper()
	alice := newMember(t, "alice")
	rooms := []id.RoomID{alice.room(plain, bot.UserID), alice.room(encrypted, bot.UserID)}
	for _, room := range rooms {
		alice.fence(room)
	}
	var asked []id.EventID
	for round := range rounds {
		asked = append(asked, alice.strike(bot, p, rooms, round)...)
		asked = append(asked, alice.each(rooms, 1)...) // while it is down
		bot.start()
	}
	alice.settled(rooms, asked)
	lost, doubled = alice.tally(asked)
	return lost, doubled, len(asked)
}

// strike asks in both rooms and kills the bot in one of six moments.
func (m *member) strike(bot *program, p *proxy, rooms []id.RoomID, round int) (asked []id.EventID) {
	m.t.Helper()
	switch round % 6 {
	case 0: // as soon as the words are said
		asked = m.each(rooms, 2)
		bot.kill()
		return asked
	case 1: // when the homeserver has taken the first answer, and the bot has not heard so
		p.plan(1, sending, then(bot.kill))
	case 2: // when the second answer is about to leave
		p.plan(1, sending, late(0))
		p.plan(1, sending, before(bot.kill))
	case 3: // when the words have left the homeserver, and have not come to the bot
		p.plan(1, "GET .*/sync", then(bot.kill))
	case 4: // when the answer to the first has come to the asker, and the others are under way
		asked = m.each(rooms, 2)
		m.answer(asked[0])
		bot.kill()
		return asked
	case 5: // when the key for an answer has been handed out, or else at the first answer
		p.plan(1, "PUT .*/sendToDevice/|"+sending, then(bot.kill))
	}
	asked = m.each(rooms, 2)
	<-bot.gone(m.t)
	return asked
}

// TestSecrets holds that what the bot keeps is for its owner only, that it logs in once, and that it tells its log
// nothing that is not for everybody.
func TestSecrets(t *testing.T) {
	t.Parallel()
	p := openProxy(t)
	bot := newBot(t, options{homeserver: p.url()}).start()
	alice := newMember(t, "alice")
	room := alice.room(encrypted, bot.UserID)
	alice.ask(room, "!ambassador find Vladivostok")
	bot.term()
	bot.start()
	alice.fence(room)
	if n := p.count("POST .*/login"); n != 1 {
		t.Errorf("the bot logged in %d times", n)
	}
	hidden := []string{password, "Vladivostok"}
	for _, name := range []string{"matrix-session.json", "matrix-recovery-key.txt"} {
		path := filepath.Join(bot.data, name)
		info, err := os.Stat(path)
		if err != nil {
			t.Error(err)
			continue
		}
		if info.Mode() != 0o600 {
			t.Errorf("%s is %s", name, info.Mode())
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Error(err)
		}
		hidden = append(hidden, longWords(string(text))...)
	}
	log := bot.log.String()
	for n, h := range hidden {
		if strings.Contains(log, h) {
			t.Errorf("secret %d of %d is in the log", n+1, len(hidden))
		}
	}
	folder, err := os.Stat(bot.data)
	if err != nil || folder.Mode().Perm() != 0o700 {
		t.Errorf("the folder is %v, %v", folder.Mode(), err)
	}
}

// longWords are the parts of a file that may be secrets: whatever is quoted, or a line, and too long to be a name.
func longWords(text string) (words []string) {
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return r == '"' || r == '\n' }) {
		if w = strings.TrimSpace(w); len(w) > 24 && !strings.Contains(w, ":") && !strings.HasPrefix(w, "#") {
			words = append(words, w)
		}
	}
	return words
}

// TestGap says more while the bot is down than the homeserver tells in one answer, and finds the first words answered,
// too.
func TestGap(t *testing.T) {
	t.Parallel()
	bot := newBot(t, options{}).start()
	alice := newMember(t, "alice")
	room := alice.room(plain, bot.UserID)
	alice.fence(room)
	bot.term()
	asked := []id.EventID{alice.say(room, ping)}
	for range 120 {
		alice.say(room, "We talk and talk")
	}
	asked = append(asked, alice.say(room, ping))
	bot.start()
	alice.settled([]id.RoomID{room}, asked)
	alice.once(t, asked)
}
