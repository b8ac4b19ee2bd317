package directory

import (
	"slices"

	"ambassador/bot"
	"ambassador/bot/memo"
	"ambassador/bot/place"
)

// Options is what a directory is told by the configuration.
type Options struct {
	Places       *place.Gazetteer    // required
	Contact      string              // how to reach the programme, for whoever finds nobody; may be empty
	Coordinators []bot.Address       // accounts that are coordinators whatever the records say
	Desks        map[string][]string // who sits at which desk beside the coordinators': ids, or accounts as bot.ParseAccount reads them
}

// Directory answers questions about people, groups and regions. All its state is in the
// store, but for answers that it remembers; it is safe for concurrent use.
type Directory struct {
	places       *place.Gazetteer
	contact      string
	coordinators map[bot.Address]bool
	desks        map[string][]string
	answers      *memo.Memo[question, bot.Reply]
	meanings     *memo.Memo[placeWords, bot.Meaning]
	led          *memo.Memo[string, map[string][]string] // by edition: names of groups, by the id of who leads them
	buckets
}

var _ bot.Guide = (*Directory)(nil)

// New makes a directory.
func New(o Options) *Directory {
	d := &Directory{places: o.Places, contact: o.Contact, desks: o.Desks, coordinators: make(map[bot.Address]bool), buckets: newBuckets()}
	d.answers, d.meanings, d.led = memo.New[question, bot.Reply](1000), memo.New[placeWords, bot.Meaning](5000), memo.New[string, map[string][]string](1)
	for _, a := range o.Coordinators {
		d.coordinators[a.Account()] = true
	}
	return d
}

// Commands lists what the directory can be asked, in the order of the help.
func (d *Directory) Commands() []bot.Command {
	return slices.Concat([]bot.Command{
		d.findCommand("find", "find ambassadors and groups near a place", ambassadors, groups),
		d.findCommand("find ambassador", "find ambassadors only", ambassadors),
		d.findCommand("find group", "find groups only", groups),
		d.groupCommand(),
		d.isCommand(),
	}, d.settingsCommands(), d.awayCommands(), d.accountCommands(), d.privacyCommands(), d.deskCommands())
}
