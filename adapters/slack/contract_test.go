package slack_test

import (
	"testing"

	"ambassador/adapters/adaptertest"
	"ambassador/adapters/slack/slackfake"
)

// TestContract holds the adapter against what every adapter must do, over both transports.
func TestContract(t *testing.T) {
	t.Run("socket", func(t *testing.T) { adaptertest.Run(t, slackfake.Socket) })
	t.Run("http", func(t *testing.T) { adaptertest.Run(t, slackfake.HTTP) })
}
