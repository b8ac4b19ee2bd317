package matrix_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ambassador/adapters/matrix"
	"ambassador/adapters/matrix/matrixfake"
)

// sessionFile is where the bot keeps its session.
const sessionFile = "matrix-session.json"

// password are options with which the bot logs in by itself, and keeps its session in a folder.
func password(t *testing.T) func(*matrix.Options) {
	folder := t.TempDir()
	return func(p *matrix.Options) {
		p.AccessToken, p.DeviceID, p.Password, p.Folder = "", "", matrixfake.Password, folder
	}
}

// TestOneLogin: the bot logs in once, keeps its session for its owner's eyes only, and uses it from then on, without the
// password.
func TestOneLogin(t *testing.T) {
	with(t, password(t), func(t *testing.T, o *office) {
		o.open()
		dm := o.alone("anna")
		for n := range 3 {
			if got := o.asks("anna", dm, "echo x"); len(got) != 1 {
				t.Errorf("run %d: answered %q", n, got)
			}
			if err := o.close(); err != nil {
				t.Error(err)
			}
			o.options.Password = ""
			o.open()
		}
		defer o.close()
		if n := len(o.Calls("login")); n != 1 {
			t.Errorf("logged in %d times", n)
		}
		info, err := os.Stat(filepath.Join(o.options.Folder, sessionFile))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("the session is kept with %v, %v", info.Mode(), err)
		}
		files, err := filepath.Glob(filepath.Join(o.options.Folder, sessionFile+"*"))
		if err != nil || len(files) != 1 {
			t.Errorf("left behind: %v", files)
		}
	})
}

// TestLoginWaits: while the homeserver is away or has too much to do, the bot waits, and logs in once.
func TestLoginWaits(t *testing.T) {
	with(t, password(t), func(t *testing.T, o *office) {
		o.front.leave(true)
		o.open()
		defer func() { _ = o.close() }()
		time.Sleep(10 * time.Minute)
		if err := o.adapter.Ready(); err == nil || len(o.Calls()) != 0 {
			t.Errorf("ready %v, with %d calls", err, len(o.Calls()))
		}
		o.Fail("login", matrixfake.Fault{Status: 429, RetryAfter: 60}, matrixfake.Fault{Status: 502, Garbage: true}, matrixfake.Fault{Cut: true})
		o.front.leave(false)
		time.Sleep(10 * time.Minute)
		if err := o.adapter.Ready(); err != nil || len(o.Calls("login")) != 4 || o.Early() > 0 {
			t.Errorf("ready %v, with %d logins, %d too early", err, len(o.Calls("login")), o.Early())
		}
		dm := o.alone("anna")
		if got := o.asks("anna", dm, "echo x"); len(got) != 1 {
			t.Errorf("answered %q", got)
		}
	})
}

// TestRefusals: what no second try mends ends Run, in words that say what to do.
func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*matrix.Options)
		before func(*office)
		words  []string
	}{
		{"wrong user", func(p *matrix.Options) { p.UserID = "@other:talk.test" }, nil, []string{"@bot:talk.test", "@other:talk.test", "matrix.user_id"}},
		{"wrong device", func(p *matrix.Options) { p.DeviceID = "OTHER" }, nil, []string{"BOTDEVICE", "OTHER", "matrix.device_id"}},
		{"unknown token", func(p *matrix.Options) { p.AccessToken = "canary-unknown" }, nil, []string{"matrix.access_token", "M_UNKNOWN_TOKEN"}},
		{"wrong password", func(p *matrix.Options) { p.AccessToken, p.Password = "", "canary-wrong" }, nil, []string{"matrix.password", "M_FORBIDDEN"}},
		{"neither", func(p *matrix.Options) { p.AccessToken = "" }, nil, []string{"matrix.password", "matrix.access_token"}},
		{"no homeserver there", nil, func(o *office) { o.Fail("whoami", matrixfake.Fault{Status: 404, Garbage: true, Times: -1}) }, []string{"matrix.homeserver", "well-known"}},
		{"deactivated", func(p *matrix.Options) { p.AccessToken, p.Password = "", matrixfake.Password }, func(o *office) {
			o.Fail("login", matrixfake.Fault{Status: 403, Errcode: "M_USER_DEACTIVATED", Times: -1})
		}, []string{"deactivated", "@bot:talk.test"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			with(t, c.change, func(t *testing.T, o *office) {
				if c.before != nil {
					c.before(o)
				}
				o.open()
				time.Sleep(time.Minute)
				refused(t, o, c.words...)
			})
		})
	}
}

// refused holds that Run has ended by itself, with words.
func refused(t *testing.T, o *office, words ...string) {
	t.Helper()
	select {
	case err := <-o.ended:
		for _, word := range words {
			if err == nil || !strings.Contains(err.Error(), word) || strings.Contains(err.Error(), "canary") {
				t.Errorf("ended with %v, want it to tell of %s", err, word)
			}
		}
	default:
		t.Error("Run goes on")
	}
	_ = o.close()
}

// TestSessionFile holds which session files are not used.
func TestSessionFile(t *testing.T) {
	for _, c := range []struct {
		name, data string
		mode       os.FileMode
		word       string
	}{
		{"readable by others", `{"user_id":"@bot:talk.test","device_id":"BOTDEVICE","access_token":"` + matrixfake.BotToken + `"}`, 0o644, "chmod 600"},
		{"of somebody else", `{"user_id":"@other:talk.test","access_token":"canary"}`, 0o600, "@other:talk.test"},
		{"no JSON", `canary`, 0o600, "remove it"},
		{"logged out", `{"user_id":"@bot:talk.test","device_id":"BOTDEVICE","access_token":"canary-gone"}`, 0o600, "M_UNKNOWN_TOKEN"},
	} {
		t.Run(c.name, func(t *testing.T) {
			with(t, password(t), func(t *testing.T, o *office) {
				path := filepath.Join(o.options.Folder, sessionFile)
				o.must(os.WriteFile(path, []byte(c.data), 0o600))
				o.must(os.Chmod(path, c.mode))
				o.open()
				refused(t, o, c.word)
				if n := len(o.Calls("login")); n != 0 {
					t.Errorf("%d logins", n)
				}
			})
		})
	}
}

// TestLoggedOut: when the session is ended for good, so does Run, and says what to do.
func TestLoggedOut(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		o.Revoke(false)
		time.Sleep(time.Minute)
		refused(t, o, "M_UNKNOWN_TOKEN", "matrix.access_token")
	})
}

// TestSoftLogout: when only the password is wanted again, the bot logs in as the same device, nothing is lost, and the new
// session is the one that is kept.
func TestSoftLogout(t *testing.T) {
	with(t, password(t), func(t *testing.T, o *office) {
		o.open()
		dm := o.alone("anna")
		device := o.device()
		o.Revoke(true)
		o.says("anna", dm, "echo one")
		time.Sleep(time.Minute)
		o.heard(dm, "You said: one")
		if got := o.device(); got != device || len(o.Calls("login")) != 2 {
			t.Errorf("device %q, before %q, after %d logins", got, device, len(o.Calls("login")))
		}
		_ = o.close()
		o.open()
		defer o.close()
		o.says("anna", dm, "echo two")
		o.heard(dm, "You said: one", "You said: two")
		if n := len(o.Calls("login")); n != 2 {
			t.Errorf("%d logins after a restart", n)
		}
	})
}

// TestSoftLogoutWithoutPassword: without the password there is nothing that the bot can do.
func TestSoftLogoutWithoutPassword(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		o.Revoke(true)
		time.Sleep(time.Minute)
		refused(t, o, "M_UNKNOWN_TOKEN")
	})
}

// device is the one as which the bot has logged in last.
func (o *office) device() string {
	calls := o.Calls("login")
	device, _ := calls[len(calls)-1].Body["device_id"].(string)
	return device
}
