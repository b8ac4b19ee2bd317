package slack

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"
)

// mostBody is how large a request may be; Slack's are far smaller.
const mostBody = 1 << 20

// ServeHTTP answers Slack's requests in mode HTTP. The three addresses of the manifest are told apart by what arrives,
// so that a mistake in Slack's settings does no harm.
func (a *Adapter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		http.Error(w, "Slack sends POST requests here.", http.StatusMethodNotAllowed)
		return
	}
	if certified(r) {
		return // an empty 200 is all that is wanted
	}
	body, ok := a.authentic(w, r)
	if !ok {
		return
	}
	d := &delivery{came: time.Now(), stamp: r.Header.Get("X-Slack-Request-Timestamp"), again: r.Header.Get("X-Slack-Retry-Num") != ""}
	settled := make(chan struct{})
	d.ack = newReceipt(func(payload any, kept bool) error {
		defer close(settled)
		return acknowledge(w, payload, kept)
	})
	if d.reads(r.Header.Get("Content-Type"), body) {
		a.receive(d, func(x *exchange, work func()) {
			if x.place == typed || x.place == spoken || x.place == submitted {
				work() // ends with the answer, and a hand-over would cost as much as the work
				return
			}
			a.crew.do(work)
			<-settled // what goes on behind the answer must not hold up the next request on this connection
		})
	} else if challenge, ok := challenged(body); ok {
		d.ack.sign(json.RawMessage(encode(map[string]string{"challenge": challenge})))
	} else {
		a.counts.Add("slack_malformed")
		d.ack.sign(nil) // it would make no more sense at the next try
	}
}

// acknowledge writes the whole answer at once, for the work on the request may go on behind it; 503 asks Slack to bring
// an event again.
func acknowledge(w http.ResponseWriter, payload any, kept bool) error {
	status := http.StatusOK
	if !kept {
		status = http.StatusServiceUnavailable
	}
	body, _ := payload.(json.RawMessage)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	if len(body) > 0 {
		w.Header().Set("Content-Type", "application/json")
	}
	w.WriteHeader(status)
	if _, err := w.Write(body); err != nil {
		return err
	}
	return http.NewResponseController(w).Flush()
}

// certified says whether Slack only looks at the certificate, which it does without a signature.
func certified(r *http.Request) bool {
	if r.Header.Get("X-Slack-Signature") != "" || r.ContentLength <= 0 || r.ContentLength > 1000 {
		return false
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, 1000))
	form, wrong := url.ParseQuery(string(body))
	return err == nil && wrong == nil && form.Get("ssl_check") == "1" && !form.Has("command") && !form.Has("payload")
}

// authentic reads a request's body and holds it against its signature. A forged one learns nothing: every reason to
// refuse is the same 401.
func (a *Adapter) authentic(w http.ResponseWriter, r *http.Request) (body []byte, ok bool) {
	verifier, err := slack.NewSecretsVerifier(r.Header, a.opt.SigningSecret)
	if err != nil || r.ContentLength > mostBody {
		a.forged(w, r)
		return nil, false
	}
	body, err = io.ReadAll(http.MaxBytesReader(w, r.Body, mostBody))
	if err == nil {
		_, err = verifier.Write(body)
	}
	if err == nil {
		err = verifier.Ensure()
	}
	if err != nil {
		a.forged(w, r)
		return nil, false
	}
	return body, true
}

// forged refuses a request that is not Slack's.
func (a *Adapter) forged(w http.ResponseWriter, r *http.Request) {
	a.counts.Add("slack_forged")
	if r.ContentLength > mostBody || r.ContentLength < 0 {
		w.Header().Set("Connection", "close") // or the server would read the rest
	}
	w.WriteHeader(http.StatusUnauthorized)
}

// reads takes the content of a request, and says whether there was any that is known.
func (d *delivery) reads(contentType string, body []byte) bool {
	if strings.HasPrefix(contentType, "application/json") {
		var h struct {
			Type string `json:"type"`
		}
		err := decode(body, &h)
		d.kind, d.payload = eventsAPI, body
		return err == nil && h.Type == "event_callback"
	}
	form, err := url.ParseQuery(string(body))
	switch {
	case err != nil && len(form) == 0:
		return false
	case form.Has("payload"):
		d.kind, d.payload = interaction, []byte(form.Get("payload"))
	case form.Has("command"):
		d.kind, d.slash = slashCommand, formed(form)
	default:
		return false
	}
	return true
}

// challenged reads Slack's question whether this is the right address, and its check of the certificate, which wants
// no answer at all.
func challenged(body []byte) (challenge string, ok bool) {
	var h happening
	if err := decode(body, &h); err == nil {
		return h.Challenge, h.Type == "url_verification"
	}
	return "", false
}
