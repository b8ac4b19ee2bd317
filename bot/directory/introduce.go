package directory

import (
	"crypto/rand"
	"strings"

	"ambassador/bot"
	"ambassador/store"
)

// introductions are the buttons that ask for an introduction, for those of the people
// that one can be introduced to.
func (d *Directory) introductions(tx store.Tx, req *bot.Request, cards []Card) ([]bot.Action, error) {
	var actions []bot.Action
	for _, c := range cards {
		if c.ID == req.Who.ID || (Person{Status: c.Status, Until: c.Until}).At(req.Message.At) != Active {
			continue
		}
		reached, err := d.reached(tx, c)
		if err != nil {
			return nil, err
		}
		if reached {
			actions = append(actions, introduce(c, c.Call))
		}
	}
	return actions, nil
}

// reached says whether words for the person get anywhere: to them, or to a coordinator.
func (d *Directory) reached(tx store.Tx, c Card) (bool, error) {
	if c.Account || len(d.coordinators) > 0 {
		return true, nil
	}
	team, err := d.Coordinators(tx)
	return len(team) > 0, err
}

// introduce is the button that asks for an introduction: the contact command without
// the message, which the bot then asks for.
func introduce(c Card, handle string) bot.Action {
	return bot.Action{Label: "Ask for an introduction to " + c.inSentence(), Line: `contact person="` + handle + `"`}
}

// handle is what buttons call the person. An id mostly tells the name, so somebody who
// hides theirs goes by a random word, from which nobody can try ids out.
func (p Person) handle() string {
	if p.shows("name") {
		return p.ID
	}
	return p.Handle
}

// newHandle makes such a word.
func newHandle() string { return "someone-" + strings.ToLower(rand.Text()) }

// known says whether the asker may use the id of the person: everybody's who shows
// their name, one's own, and a coordinator all of them.
func (p Person) known(to bot.Person) bool {
	return p.shows("name") || p.ID == to.ID || to.Role >= bot.Coordinator
}
