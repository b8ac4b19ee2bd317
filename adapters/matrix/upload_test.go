package matrix

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"ambassador/adapters/adaptertest/stub"
)

// TestUpload: what is uploaded for an encrypted room opens with the key in the message, and with nothing else; the content stays as
// it was, for it may have to be uploaded again.
func TestUpload(t *testing.T) {
	var stored []byte
	var kind string
	network := stub.Network(func(r *http.Request) (*http.Response, error) {
		stored, _ = io.ReadAll(r.Body)
		kind = r.Header.Get("Content-Type")
		return stub.Says(200, `{"content_uri":"mxc://talk.test/1"}`)(r)
	})
	a := New(Options{Homeserver: "https://talk.test", UserID: "@bot:talk.test"})
	a.client.Client.Transport = network
	data := []byte("# News\n")
	for _, encrypted := range []bool{false, true} {
		w := &words{}
		if err := a.upload(t.Context(), facts{room: room{encrypted: encrypted}}, w, data, "text/markdown"); err != nil {
			t.Fatal(err)
		}
		if string(data) != "# News\n" {
			t.Fatalf("the content is changed to %q", data)
		}
		if !encrypted {
			if string(stored) != "# News\n" || kind != "text/markdown" || w.URL != "mxc://talk.test/1" || w.File != nil {
				t.Errorf("stored %q as %s at %+v", stored, kind, w)
			}
			continue
		}
		if strings.Contains(string(stored), "News") || kind != "application/octet-stream" || w.URL != "" || w.File == nil || w.File.URL != "mxc://talk.test/1" {
			t.Fatalf("stored %q as %s at %+v", stored, kind, w)
		}
		told, err := json.Marshal(w)
		if err != nil {
			t.Fatal(err)
		}
		var heard words
		if err := json.Unmarshal(told, &heard); err != nil {
			t.Fatal(err)
		}
		if err := heard.File.DecryptInPlace(stored); err != nil || string(stored) != "# News\n" {
			t.Errorf("opens as %q, %v", stored, err)
		}
	}
}
