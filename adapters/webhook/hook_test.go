package webhook_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"ambassador/adapters/adaptertest/stub"
	"ambassador/adapters/webhook"
)

func TestCheck(t *testing.T) {
	const fineURL, plainSecret = "https://hook.example/in?token=t", "four and twenty blackbirds"
	for _, c := range []struct {
		hook webhook.Hook
		want []string // words of the error; none: nothing is wrong
	}{
		{webhook.Hook{URL: fineURL, Secret: secret}, nil},
		{webhook.Hook{URL: fineURL, Secret: plainSecret}, nil},
		{webhook.Hook{URL: "HTTPS://hook.example:8443", Secret: secret}, nil},
		{webhook.Hook{URL: "https://8.8.8.8/", Secret: secret}, nil},
		{webhook.Hook{URL: "http://127.0.0.1:8080/in", Secret: secret, AllowPrivate: true}, nil},
		{webhook.Hook{}, []string{"no address", "no secret"}},
		{webhook.Hook{URL: "https://hook.example:port", Secret: secret}, []string{"cannot be read"}},
		{webhook.Hook{URL: "https://hook.example/%zz", Secret: secret}, []string{"cannot be read"}},
		{webhook.Hook{URL: "https://hook.example:0", Secret: secret}, []string{"port"}},
		{webhook.Hook{URL: "https://hook.example:65536", Secret: secret}, []string{"port"}},
		{webhook.Hook{URL: "http://hook.example", Secret: secret}, []string{"https://"}},
		{webhook.Hook{URL: "ftp://hook.example", Secret: secret, AllowPrivate: true}, []string{"https://"}},
		{webhook.Hook{URL: "hook.example/in", Secret: secret}, []string{"https://"}},
		{webhook.Hook{URL: "https:///in", Secret: secret}, []string{"no host"}},
		{webhook.Hook{URL: "https://:443/in", Secret: secret}, []string{"no host"}},
		{webhook.Hook{URL: "https://me:pw@hook.example", Secret: secret}, []string{"user name or password"}},
		{webhook.Hook{URL: "https://hook.example/#in", Secret: secret}, []string{"behind #"}},
		{webhook.Hook{URL: "https://192.168.0.7/", Secret: secret}, []string{"192.168.0.7"}},
		{webhook.Hook{URL: "https://[::1]/", Secret: secret}, []string{"::1"}},
		{webhook.Hook{URL: fineURL, Secret: "short"}, []string{"too short: it has 5 bytes"}},
		{webhook.Hook{URL: fineURL, Secret: "whsec_"}, []string{"no secret"}},
		{webhook.Hook{URL: fineURL, Secret: "whsec_c2hvcnQ="}, []string{"too short: it has 5 bytes"}},
		{webhook.Hook{URL: fineURL, Secret: "whsec_not base64"}, []string{"not base64"}},
	} {
		err := c.hook.Check()
		if err != nil && len(c.want) == 0 || err == nil && len(c.want) > 0 {
			t.Errorf("%+v: %v, want %q", c.hook, err, c.want)
			continue
		}
		for _, word := range c.want {
			if !strings.Contains(err.Error(), word) {
				t.Errorf("%+v: %q, want %q in it", c.hook, err, word)
			}
		}
	}
}

// FuzzHook: no configuration makes a panic, and none shows what is secret, neither when it is checked nor when it is used.
func FuzzHook(f *testing.F) {
	const canary = "cAnArY7"
	f.Add("https://hook.example/", "?a=b", "whsec_", true)
	f.Add("https://me:", "@hook.example/", "", false)
	f.Add("https://hook.example:", "/", "whsec_==", true)
	f.Add("https://[fe80::1%25", "]:443/", strings.Repeat("s", 24), false)
	f.Add("https://hook.example/%", "#", "\x00", false)
	f.Fuzz(func(t *testing.T, before, after, key string, private bool) {
		h := webhook.Hook{URL: before + canary + after, Secret: key + canary, AllowPrivate: private}
		shown := fmt.Sprint(h.Check())
		for _, network := range []stub.Network{stub.Says(410, ""), stub.Says(302, "", "Location", h.URL), broken} {
			e := document
			_, err := to(t, "", func(o *webhook.Options) { o.Hooks["news"], o.Transport = h, network }).Send(t.Context(), e)
			if err == nil {
				t.Error("it was delivered, which it never is here")
			}
			shown += fmt.Sprint(err)
		}
		if strings.Contains(shown, canary) {
			t.Errorf("it shows what is secret: %s", shown)
		}
	})
}

// broken is a network whose errors show the whole address, as those of net/http's client do.
func broken(r *http.Request) (*http.Response, error) {
	return nil, &url.Error{Op: "Post", URL: r.URL.String(), Err: http.ErrHandlerTimeout}
}
