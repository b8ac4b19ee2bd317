// Package contact knows for what people turn to the programme: an introduction, the right
// person for a question, help with newcomers, speakers, sponsors, funding, translations,
// and the misuse of a title.
//
// All of it is data for bot/ticket. What is special to one of these is a field, a route or
// a number there, never code here.
package contact

import (
	"fmt"

	"ambassador/bot"
	"ambassador/bot/directory"
	"ambassador/bot/ticket"
	"ambassador/store"
)

// place is where help is wanted.
func place(label string, optional bool) bot.Field {
	return bot.Field{Name: "place", Label: label, Hint: "A town, a country or a region of the world.", Kind: bot.Place, Word: "in", Optional: optional}
}

// topic is what it is about, in a word or two.
func topic(optional bool) bot.Field {
	return bot.Field{Name: "topic", Label: "About which topic?", Hint: "In a word or two.", Word: "for", Optional: optional}
}

// language is in which somebody wants to talk.
func language(label string, optional bool) bot.Field {
	return bot.Field{Name: "language", Label: label, Optional: optional, Check: directory.CheckLanguage}
}

// message is the request in the asker's own words.
func message(label, hint string) bot.Field {
	return bot.Field{Name: "message", Label: label, Hint: hint, Kind: bot.Long}
}

// Kinds lists what people can turn to the programme for, in the order of the help.
func Kinds(people *directory.Directory) []ticket.Kind {
	return []ticket.Kind{introduction(people), expert(), newcomers(), speaker(), sponsor(), funding(), translation(), misuse()}
}

// introduction goes to one person, whom the asker has chosen.
func introduction(people *directory.Directory) ticket.Kind {
	return ticket.Kind{
		Name: "introduction", Noun: "request for an introduction", Command: "contact", Summary: "ask somebody for an introduction",
		Shortcut: "Ask for an introduction", Takes: "message", To: ticket.ToPerson,
		Examples: []string{`contact ambassador-berlin "I am new in town and look for a group."`},
		Fields: []bot.Field{
			{Name: "person", Label: "Whom do you want to meet?", Kind: bot.Human},
			message("What shall I tell them?", "They see your name with it, if the directory shows it."),
		},
		Before: func(tx store.Tx, req *bot.Request) error { return thereToMeet(tx, people, req) },
	}
}

// thereToMeet refuses an introduction to somebody who is not there.
func thereToMeet(tx store.Tx, people *directory.Directory, req *bot.Request) error {
	p, ok, err := people.Record(tx, req.Values["person"])
	switch {
	case err != nil:
		return fmt.Errorf("contact: %w", err)
	case !ok:
		return bot.Refuse("That person is not in the directory any more.")
	case p.ID == req.Who.ID:
		return bot.Refuse("That is you.")
	case p.Status == directory.Emeritus:
		return bot.Refuse("%s has stepped down. “find” names somebody who is there.", p.Shown())
	}
	if away := p.Away(req.Message.At); away != "" {
		return bot.Refuse("%s is %s. “find” names somebody who is there.", p.Shown(), away)
	}
	return nil
}

// expert finds the right person for a question.
func expert() ticket.Kind {
	return ticket.Kind{
		Name: "question", Noun: "question", Command: "contact expert", Summary: "ask the right person, by place, topic and language",
		Shortcut: "Ask the right person", Takes: "message", To: ticket.ToRegion,
		Examples: []string{`contact expert "How do we plan an upgrade?" for upgrades in Vienna`, `contact expert "Who runs this at home?" language=German`},
		Fields: []bot.Field{
			message("What do you want to know?", ""), topic(true), place("Where are you?", true), language("In which language?", true),
		},
	}
}

// newcomers is help for whoever brings new people in.
func newcomers() ticket.Kind {
	return ticket.Kind{
		Name: "onboarding", Noun: "request for help with newcomers", Command: "contact onboarding", Summary: "get help to bring in new contributors",
		To:       ticket.ToRegion,
		Examples: []string{`contact onboarding "Twenty students want to begin in May." in Graz`},
		Fields: []bot.Field{
			message("What do you plan, and what would help?", ""), place("Where?", false),
			{Name: "people", Label: "How many newcomers?", Kind: bot.Number, Optional: true, Check: ticket.Positive}, language("In which language?", true),
		},
	}
}

// wanted says whether something is looked for or offered.
func wanted() bot.Field {
	return bot.Field{Name: "side", Label: "Do you search or offer?", Kind: bot.Choice, Choices: []string{"search", "offer"}}
}

// speaker brings those who want to hear and those who want to talk together.
func speaker() ticket.Kind {
	return ticket.Kind{
		Name: "speaker", Noun: "speaker request", Command: "contact speaker", Summary: "look for a speaker, or offer a talk",
		To: ticket.ToRegion, Match: "side", Days: 5, Before: ticket.Ahead("date"),
		Examples: []string{`contact speaker search "Our meet-up wants to hear of upgrades." for upgrades in Berlin`},
		Fields: []bot.Field{
			wanted(), message("Tell about the event, or the talk.", ""), topic(true), place("Where?", true),
			language("In which language?", true), {Name: "date", Label: "When?", Kind: bot.Date, Optional: true},
		},
	}
}

// sponsor brings those who need support and those who offer it together.
func sponsor() ticket.Kind {
	return ticket.Kind{
		Name: "sponsor", Noun: "sponsor request", Command: "contact sponsor", Summary: "look for a sponsor, or offer support",
		To: ticket.ToRegion, Match: "side", Days: 5,
		Examples: []string{`contact sponsor offer "We can give a room for sixty people." in Nairobi`},
		Fields:   []bot.Field{wanted(), message("What is needed, or what do you give?", ""), topic(true), place("Where?", true)},
	}
}

// currencies are those that a programme of this kind pays in; another one is said in the purpose.
func currencies() []string {
	return []string{"USD", "EUR", "GBP", "JPY", "CNY", "INR", "BRL", "CAD", "AUD", "CHF", "KRW", "MXN", "ZAR", "KES", "NGN", "IDR", "TRY", "other"}
}

// funding is money for an activity, on which two coordinators decide.
func funding() ticket.Kind {
	return ticket.Kind{
		Name: "funding", Noun: "request for funding", Command: "contact funding", Summary: "apply for funding for a special activity",
		Needs: bot.Leader, Days: 10, Approvals: 2, Before: ticket.Ahead("date"),
		Receipt:  "How did it go? Please answer with a link to the receipts, and a sentence on the activity.",
		Examples: []string{`contact funding 300 EUR "Room and drinks for a day for beginners" date=2027-05-03`},
		Fields: []bot.Field{
			{Name: "amount", Label: "How much?", Kind: bot.Number, Check: ticket.Positive},
			{Name: "currency", Label: "In which currency?", Kind: bot.Choice, Choices: currencies()},
			{Name: "purpose", Label: "What for?", Kind: bot.Long},
			{Name: "date", Label: "When is it?", Kind: bot.Date},
			{Name: "group", Label: "For which group?", Optional: true},
		},
	}
}

// translation asks those who speak a language.
func translation() ticket.Kind {
	return ticket.Kind{
		Name: "translation", Noun: "request for a translation", Command: "contact translation", Summary: "find somebody who translates",
		To: ticket.ToRegion, Days: 5, Before: ticket.Ahead("date"),
		Examples: []string{`contact translation Japanese "The invitation to our global day, 300 words" https://example.org/text`},
		Fields: []bot.Field{
			language("Into which language?", false), message("What is to be translated?", ""),
			{Name: "link", Label: "Where is the text?", Kind: bot.Link, Optional: true},
			{Name: "date", Label: "By when?", Kind: bot.Date, Optional: true},
		},
	}
}

// misuse is said in confidence.
func misuse() ticket.Kind {
	return ticket.Kind{
		Name: "misuse", Noun: "report of misuse", Command: "contact misuse", Summary: "report in confidence that somebody misuses the title",
		Secret: true, Days: 2, Keep: 3 * 365,
		Examples: []string{"contact misuse"},
		Stages: []ticket.Stage{
			{Name: "examined", Tell: "It is being looked into."},
			{Name: "resolved", Tell: "It is resolved.", Ends: true},
			{Name: "unfounded", Tell: "It was looked into, and nothing further is done.", Ends: true},
		},
		Fields: []bot.Field{
			message("What happened?", "Only coordinators whom it does not concern read it."),
			{Name: "person", Label: "Whom is it about?", Kind: bot.Human, Optional: true},
			{Name: "anonymous", Label: "Do you wish to stay unnamed?", Hint: "Then nobody learns who you are. I keep your account, so that an answer reaches you.", Kind: bot.YesNo},
		},
	}
}
