package console_test

import (
	"testing"

	"ambassador/adapters/adaptertest"
	"ambassador/adapters/console/consoletest"
)

func TestContract(t *testing.T) { adaptertest.Run(t, consoletest.New) }
