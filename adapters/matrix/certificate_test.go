package matrix_test

import (
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"

	"ambassador/adapters/matrix"
	"ambassador/store/mem"
)

// TestWrongCertificate: a certificate that cannot be trusted ends the bot at its start, in words.
func TestWrongCertificate(t *testing.T) {
	server := httptest.NewUnstartedServer(nil)
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	server.StartTLS()
	defer server.Close()
	a := matrix.New(matrix.Options{Homeserver: server.URL, UserID: "@bot:talk.test", AccessToken: "canary-token", DeviceID: "DEVICE"})
	a.Keep(mem.New(), "test")
	err := a.Run(t.Context(), nil)
	if err == nil || !strings.Contains(err.Error(), "certificate") || !strings.Contains(err.Error(), "matrix.homeserver") {
		t.Errorf("ended with %v", err)
	}
	if found := matrix.Check(t.Context(), matrix.Options{Homeserver: server.URL, UserID: "@bot:talk.test"}); len(found) != 1 || found[0].Remedy == "" {
		t.Errorf("check finds %+v", found)
	}
}
