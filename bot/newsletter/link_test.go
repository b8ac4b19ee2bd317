package newsletter

import (
	"net/url"
	"strings"
	"testing"
)

func TestPublic(t *testing.T) {
	for host, want := range map[string]bool{
		"example.org": true, "EXAMPLE.org.": true, "8.8.8.8": false, "2001:4860:4860::8888": false, "bücher.example": true, "a.b.co.uk": true,
		"": false, "localhost": false, "LOCALHOST.": false, "a.localhost": false, "wiki": false, "printer.local": false, "wiki.internal": false,
		"x.home.arpa": false, "nas.lan": false, "127.0.0.1": false, "127.1": false, "2130706433": false, "0x7f.1": false, "0x7f000001": false,
		"10.1.2.3": false, "172.16.0.1": false, "192.168.1.1": false, "169.254.169.254": false, "100.64.0.1": false, "0.0.0.0": false, "0.1.2.3": false,
		"255.255.255.255": false, "224.0.0.1": false, "::1": false, "::": false, "fe80::1": false, "fe80::1%eth0": false, "fd00::1": false,
		"::ffff:127.0.0.1": false, "64:ff9b::7f00:1": false, "2002:7f00:1::": false,
	} {
		if got := public(host); got != want {
			t.Errorf("public(%q) = %t, want %t", host, got, want)
		}
	}
}

func TestCheckLink(t *testing.T) {
	if got, err := checkLink("https://example.org/a?b=c#d"); err != nil || got != "https://example.org/a?b=c#d" {
		t.Errorf("a public link: %q, %v", got, err)
	}
	for _, link := range []string{"http://localhost:8080/", "https://[::1]/", "http://192.168.0.1/x", "https://intranet/", "http://[fe80::1%25eth0]/"} {
		if _, err := checkLink(link); err == nil || !strings.Contains(err.Error(), "private network, or to a bare number") {
			t.Errorf("%s: %v", link, err)
		}
	}
	if _, err := checkAnnounced("https://example.org/" + strings.Repeat("x", mostAnnounced)); err == nil {
		t.Error("a link that no button holds was taken")
	}
}

func TestTarget(t *testing.T) {
	for link, want := range map[string]string{
		"https://example.org/a_b?c=d&e=f#g":                  "https://example.org/a_b?c=d&e=f#g",
		`https://example.org/?q="><script>alert(1)</script>`: "https://example.org/?q=%22%3E%3Cscript%3Ealert%281%29%3C/script%3E",
		"https://example.org/?q=ü)]`":                        "https://example.org/?q=%C3%BC%29%5D%60",
		"javascript:alert(1)":                                "",
		"JavaScript://example.org/%0aalert(1)":               "",
		"data:text/html,x":                                   "",
		"//example.org/":                                     "",
		"https://user:secret@example.org/":                   "",
		"http://127.0.0.1/":                                  "",
		"":                                                   "",
		"https://exa mple.org/":                              "",
		"https://[2001:4860:4860::8888]:8443/[a]":            "",
		"https://bücher.example?a":                           "https://b%C3%BCcher.example?a",
		"http://.\"":                                         "",
	} {
		if got := target(link); got != want {
			t.Errorf("target(%q) = %q, want %q", link, got, want)
		}
	}
}

// FuzzTarget holds that whatever comes out is a link that can stand between angle brackets and
// quotation marks, and leads where it said.
func FuzzTarget(f *testing.F) {
	for _, seed := range []string{"https://example.org/", "https://example.org/?a=<b>\"'`", "javascript:alert(1)", "http://[::ffff:10.0.0.1]/", "https://ex%41mple.org/%zz"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, link string) {
		got := target(link)
		if got == "" {
			return
		}
		u, err := url.Parse(got)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || !public(u.Hostname()) {
			t.Errorf("target(%q) = %q: %v", link, got, err)
		}
		if strings.ContainsAny(strings.TrimPrefix(got, u.Scheme+"://"+u.Host), " \"'()<>[]\\`{|}\t\r\n") {
			t.Errorf("target(%q) = %q breaks out", link, got)
		}
		if again := target(got); again != got {
			t.Errorf("target(%q) = %q, and that of it %q", link, got, again)
		}
	})
}
