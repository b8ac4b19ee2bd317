package bot_test

import (
	"flag"
	"testing"

	"ambassador/bot"
	"ambassador/bot/bottest"
	"ambassador/store"
	"ambassador/store/mem"
)

// update writes the talks instead of checking them.
var _ = flag.Bool("update", false, "write what is said into the talks")

// village is the guide of the tests of the core.
type village = bottest.Village

// commands are those of the village.
func commands() []bot.Command { return bottest.VillageCommands() }

// house furnishes the village on a store that lasts as long as the test.
func house() bottest.House {
	db := bottest.Lasting(mem.New())
	return bottest.VillageHouse(func(testing.TB) store.DB { return db })
}

func TestTalks(t *testing.T) {
	bottest.Play(t, "testdata/talk/*.txtar", func(t testing.TB, a *bottest.Archive) bottest.Stage {
		return house().On(bottest.NewDirect)(t, a)
	})
}
