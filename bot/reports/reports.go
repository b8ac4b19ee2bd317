// Package reports is the regional report: what the programme's heart beats by.
package reports

import (
	"ambassador/bot"
	"ambassador/bot/checkin"
	"ambassador/bot/checkin/period"
)

// Name is what reports are stored with.
const Name = "report"

// Schedule is when ambassadors are asked where the configuration does not say: towards the end of each quarter, so that
// the report is about that one.
const Schedule = "0 9 15 3,6,9,12 *"

// Kind is the report as the engine sees it. The programme asks for “a quick report on the activities in your region”, so one
// line is enough, and only the first question has to be answered.
func Kind() checkin.Kind {
	schedule, err := period.Parse(Schedule)
	if err != nil {
		panic(err) // words of ours; the tests read it
	}
	return checkin.Kind{
		Name: Name, Noun: "regional report", Command: Name, Schedule: schedule,
		Ask:      "How is your region? Please tell in a few words what the groups have been up to, what comes next, and where help is needed.",
		Summary:  "report on your region",
		Examples: []string{"report", `report "Two meet-ups, one new group" next="A workshop in May"`},
		Fields: []bot.Field{
			{Name: "news", Label: "What happened in your region?", Hint: "Meet-ups, new groups, news; one line is enough.", Kind: bot.Long},
			{Name: "next", Label: "What comes next?", Hint: "Events and plans.", Kind: bot.Long, Optional: true},
			{Name: "help", Label: "Where do you need help?", Hint: "Speakers, money, answers.", Kind: bot.Long, Optional: true},
		},
		Carries: []string{"help"},
		Of:      checkin.Audience{Role: bot.Ambassador},
	}
}
