//go:build goolm

package matrix_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"ambassador/adapters/matrix/matrixfake"
	"ambassador/bot"
)

// TestDevicesCannotBeAsked: while the homeserver does not tell of devices that have changed, the bot speaks to those that
// it knows, and asks again later.
func TestDevicesCannotBeAsked(t *testing.T) {
	with(t, password(t), func(t *testing.T, o *office) {
		o.open()
		defer func() { _ = o.close() }()
		time.Sleep(time.Minute)
		hall := o.Room("hall")
		o.must(o.Move("anna", hall, "anna", "join"))
		o.Encrypt(hall)
		send := func(key string) int {
			before := len(o.Calls("send"))
			o.must(o.outbox.Post(t.Context(), bot.Envelope{Key: key, To: bot.Address{Platform: "matrix", Room: hall}, Reply: bot.Say("hello")}))
			time.Sleep(time.Minute)
			return len(o.Calls("send")) - before
		}
		if n := send("own/1"); n != 1 {
			t.Fatalf("%d sent", n)
		}
		o.Fail("keys/query", matrixfake.Fault{Slow: time.Hour, Cut: true, Times: -1})
		told := false
		o.front.change(func(h http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if !told && strings.HasSuffix(r.URL.Path, "/sync") {
					told = true
					fmt.Fprintf(w, `{"next_batch":%q,"device_lists":{"changed":["@anna:talk.test","@crowd:talk.test"]}}`, r.URL.Query().Get("since"))
					return
				}
				h.ServeHTTP(w, r)
			})
		})
		time.Sleep(2 * time.Minute)
		if n := send("own/2"); n != 1 || !told {
			t.Errorf("%d sent while devices cannot be asked for; told of changes: %t", n, told)
		}
		asked := len(o.Calls("keys/query"))
		time.Sleep(10 * time.Minute)
		if n := len(o.Calls("keys/query")) - asked; n < 5 || n > 11 {
			t.Errorf("asked %d times in ten minutes", n)
		}
	})
}
