package ticket_test

import (
	"strings"
	"testing"
	"time"

	"ambassador/bot"
	"ambassador/bot/ticket"
	"ambassador/store"
)

// TestKindThatLeft: of a request whose kind is gone lists, notices and tables say nothing, and
// no internal name of a place is shown.
func TestKindThatLeft(t *testing.T) {
	inVillage(t, func(t *testing.T, v *village) {
		v.say("member", `contact onboarding "Twenty students want to begin." in Graz`)
		v.kinds = []ticket.Kind{{Name: "other", Command: "contact other", Summary: "ask", Examples: []string{"contact other x"},
			Fields: []bot.Field{{Name: "message", Label: "What?", Kind: bot.Long}}}}
		v.open()
		v.told("a")
		for range 6 {
			time.Sleep(24 * time.Hour)
			v.look(time.Now().Add(9 * time.Hour))
		}
		for _, words := range []string{v.say("a", "desk all"), v.say("member", "status"), strings.Join(v.told("a"), "\n")} {
			want(t, words, "AMB-1001")
			if strings.Contains(words, "students") || strings.Contains(words, "onboarding") {
				t.Errorf("it says what it was: %s", words)
			}
		}
		card := v.say("a", "status AMB-1001")
		if want(t, card, "Place: Graz"); strings.Contains(card, "city:") {
			t.Errorf("it names a place as nobody does: %s", card)
		}
		v.exportsNothing()
	})
}

// TestListsSay: a list says how a request ended, and of one in confidence nothing but that.
func TestListsSay(t *testing.T) {
	inVillage(t, func(t *testing.T, v *village) {
		for _, line := range []string{
			`leader: contact expert "Where do I begin?" for upgrades in Graz`, `graz: ticket decline AMB-1001 "Not here."`,
			`leader: contact expert "And where do I go on?" for upgrades in Graz`, `graz: ticket reply AMB-1002 "Here."`, "leader: ticket helped AMB-1002 no",
			"leader: ticket helped AMB-1002 yes", `leader: contact expert "Where is the end?" for upgrades in Graz`,
		} {
			who, say, _ := strings.Cut(line, ": ")
			v.say(who, say)
		}
		misuse(v, "leader", "ambassador-berlin", "no")
		list := v.say("leader", "status")
		for _, part := range []string{"AMB-1001 · question · declined · Where do I begin?", "AMB-1002 · question · it helped", "AMB-1004 · due Tuesday, 4 January · in confidence"} {
			want(t, list, part)
		}
		blocks, err := []bot.Block(nil), error(nil)
		if viewErr := v.db.View(t.Context(), space, func(tx store.Tx) error {
			blocks, err = v.e.Desk(tx, bot.Person{ID: "leader-berlin", Role: bot.Member, Zone: "Europe/Berlin"}, time.Now())
			return err
		}); viewErr != nil {
			t.Fatal(viewErr)
		}
		home := bot.Compose(blocks...).Text
		if want(t, home, "AMB-1003 · question"); strings.Contains(home, "AMB-1001") {
			t.Errorf("at home there is what is over: %s", home)
		}
	})
}

// TestDeadlineOfTheOwner: the day of a deadline is that of whoever has to keep it, wherever it is read.
func TestDeadlineOfTheOwner(t *testing.T) {
	inVillage(t, func(t *testing.T, v *village) {
		v.load(`people: [{id: leader-graz, name: Leader Graz, role: leader, place: "Tokyo, Japan", accounts: ["test:other"]}]`, false)
		v.say("other", `contact expert "Where do I begin?" for upgrades in Graz`)
		due := v.ticket("AMB-1001").Due
		berlin, err := time.LoadLocation("Europe/Berlin")
		if err != nil {
			t.Fatal(err)
		}
		day := due.In(berlin).Format("Monday, 2 January")
		if tokyo, _ := time.LoadLocation("Asia/Tokyo"); due.In(tokyo).Format("Monday, 2 January") == day {
			t.Fatalf("both days are %s", day)
		}
		want(t, v.say("other", "status"), "due "+day)
		want(t, v.say("other", "status AMB-1001"), "due "+day)
	})
}

// TestReferenceAlone: a reference is shown, however it is spelled; other words are offered to
// whoever spoke lately, and of what is in confidence last.
func TestReferenceAlone(t *testing.T) {
	inVillage(t, func(t *testing.T, v *village) {
		v.say("leader", `contact expert "Where do I begin?" for upgrades in Graz`)
		v.say("graz", `ticket reply AMB-1001 "Here."`)
		misuse(v, "leader", "ambassador-berlin", "no")
		v.say("a", `ticket ask AMB-1002 "When?"`)
		v.told("leader")
		for _, words := range []string{"AMB-1001", "amb 1001", " Amb-1001?"} {
			if line := button(v.send("leader", bot.Message{Text: words}), "Show AMB-1001"); line != "status AMB-1001" {
				t.Errorf("%q leads to %q", words, line)
			}
		}
		offers := v.send("leader", bot.Message{Text: "That was yesterday"}).Text
		actions := v.send("leader", bot.Message{Text: "That was yesterday"}).Blocks
		var labels []string
		for _, b := range actions {
			for _, a := range b.Actions {
				if strings.HasPrefix(a.Label, "Send it") {
					labels = append(labels, a.Label)
				}
			}
		}
		if len(labels) != 2 || !strings.Contains(labels[0], "AMB-1001") {
			t.Errorf("%q offers %q", offers, labels)
		}
		time.Sleep(4 * 24 * time.Hour)
		for _, b := range v.send("leader", bot.Message{Text: "That was long ago"}).Blocks {
			for _, a := range b.Actions {
				if strings.HasPrefix(a.Label, "Send it") {
					t.Errorf("days later it offers %q", a.Label)
				}
			}
		}
	})
}

// TestAdditionAtDesk: what is added to a request that nobody has yet is told to its desk.
func TestAdditionAtDesk(t *testing.T) {
	inVillage(t, func(t *testing.T, v *village) {
		v.say("leader", `contact funding 300 EUR "Room and drinks" date=2000-05-03`)
		v.told("a")
		v.say("leader", `ticket reply AMB-1001 "And a projector."`)
		want(t, strings.Join(v.told("a"), "\n"), "And a projector.")
	})
}
